import type { PersonEvent, PersonMergeEvent, PersonsEvent } from '@resident-graph/schema';
import { applyMergesAction, type MergeEntry, type OutboxSubscriber, type WorkerLink } from '@resident-graph/service-kit';

/** The slices that have to know which ids are joined. */
export type MergePeers = Readonly<Record<'contactDetails' | 'equality' | 'search', WorkerLink>>;

const isMerge = (event: PersonsEvent): event is PersonMergeEvent => event.type === 'PersonMerged' || event.type === 'PersonUnmerged';

const isOfPerson = (event: PersonsEvent): event is PersonEvent => !isMerge(event);

const toEntry = ({ entityId, survivorId, version, at }: PersonMergeEvent): MergeEntry => ({ mergedId: entityId, survivorId, version, at });

const tell = async (peer: WorkerLink, merges: readonly MergeEntry[], correlationId: string): Promise<void> => {
  await peer.call(applyMergesAction, { merges }, correlationId);
};

/** Delivers some of the events only; nothing where there are none of them. */
const deliverSome =
  <Some extends PersonsEvent>(isWanted: (event: PersonsEvent) => event is Some, deliver: (events: readonly Some[]) => Promise<void>) =>
  async (events: readonly PersonsEvent[]): Promise<void> => {
    const wanted = events.filter(isWanted);
    if (wanted.length > 0) await deliver(wanted);
  };

/** Those who are told of every merge until they confirm. */
export const createMergeSubscribers = (peers: MergePeers): readonly OutboxSubscriber<PersonsEvent>[] =>
  Object.entries(peers).map(([name, peer]) => ({
    name: `merges of ${name}`,
    deliver: deliverSome(isMerge, (events) => tell(peer, events.map(toEntry), events[0]?.correlationId ?? '')),
  }));

/** Who is told of persons, and of no merges. */
export const withoutMerges = (subscriber: OutboxSubscriber<PersonEvent>): OutboxSubscriber<PersonsEvent> => ({
  name: subscriber.name,
  deliver: deliverSome(isOfPerson, (events) => subscriber.deliver(events)),
});

/** Tells every slice of one merge, ahead of the relay. Rejects when one of them does not answer. */
export const createTellMerge =
  (peers: MergePeers) =>
  async (event: PersonMergeEvent): Promise<void> => {
    await Promise.all(Object.values(peers).map((peer) => tell(peer, [toEntry(event)], event.correlationId)));
  };
