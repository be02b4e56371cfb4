import type { DomainEvent } from '@resident-graph/schema';
import type { OutboxSubscriber } from '../outbox/relay.ts';
import type { WorkerLink } from './worker-link.ts';

/** The worker action that a subscribing slice offers. */
export const applyEventsAction = 'events.apply';

/** A subscriber behind a worker link. */
export const createLinkedSubscriber = <Event extends DomainEvent>(name: string, link: WorkerLink): OutboxSubscriber<Event> => ({
  name,
  deliver: async (events) => {
    await link.call(applyEventsAction, { events }, events[0]?.correlationId ?? '');
  },
});
