import type { PersonEvent } from '@resident-graph/schema';
import { z } from 'zod';
import { type IndexTargets, indexPersons, indexStale } from './index-groups.ts';

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
 * forgets the events. A kill in between repeats them, which changes nothing. What changes of a merged person changes its survivor's entry.
 */
export const applyPersonEvents = async (events: readonly ConsumedPersonEvent[], targets: IndexTargets): Promise<void> => {
  if (events.length === 0) return;
  const { store, aliases } = targets;
  const current = await store.project(events.map(({ entityId, version, snapshot }) => ({ id: entityId, version, snapshot })));
  const joined = [...(await aliases.groupsOf(current.map(({ id }) => id))).values()].filter(({ length }) => length > 1);
  if (joined.length > 0) {
    await store.markStale(joined.flat());
    await indexStale(targets);
  }
  const alone = current.filter(({ id }) => joined.every((group) => !group.includes(id)));
  if (alone.length > 0) await indexPersons(targets, alone);
};
