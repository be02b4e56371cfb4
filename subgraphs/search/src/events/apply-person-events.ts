import type { PersonEvent } from '@resident-graph/schema';
import { z } from 'zod';
import type { SearchIndex } from '../search-index/search-index.ts';
import type { SearchDocumentStore } from '../store/search-document-store.ts';

const text = z.string().nullable();
const personEvent = z.object({
  type: z.enum(['PersonCreated', 'PersonAmended']),
  entityId: z.string(),
  version: z.number().int().min(0),
  snapshot: z.object({
    forename: text,
    middleName: text,
    surname: text,
    preferredForename: text,
    preferredMiddleName: text,
    preferredSurname: text,
    dateOfBirth: text,
    personTypes: z.array(z.string()),
  }),
});

/** What this slice consumes. Fields beyond these are dropped: nothing else may be indexed (access-model.md L8). */
export const personEvents = z.object({ events: z.array(personEvent) });
export type ConsumedPersonEvent = Pick<PersonEvent, 'type' | 'entityId' | 'version' | 'snapshot'>;

/**
 * Applies person events by version: first the projection, then the index, both durable when the promise resolves; only then the relay
 * forgets the events. A kill in between repeats them, which changes nothing.
 */
export const applyPersonEvents = async (
  events: readonly ConsumedPersonEvent[],
  targets: { readonly store: SearchDocumentStore; readonly index: SearchIndex },
): Promise<void> => {
  if (events.length === 0) return;
  const current = await targets.store.project(events.map(({ entityId, version, snapshot }) => ({ id: entityId, version, snapshot })));
  await targets.index.apply(current);
};
