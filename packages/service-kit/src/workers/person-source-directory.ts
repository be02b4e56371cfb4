import { z } from 'zod';
import { DependencyError } from '../errors/service-error.ts';
import type { WorkerLink } from './worker-link.ts';

/** Tells which persons were brought in from a source system, for slices that take what the same system says of them. */
export interface PersonSourceDirectory {
  /**
   * The ids of persons by their ids in the source system, of at most 1,000; who was not brought in from there is not in it.
   * Rejects with STORE_UNAVAILABLE when that cannot be known now.
   */
  findBySource(sourceSystem: string, sourceIds: readonly string[], correlationId: string): Promise<ReadonlyMap<string, string>>;
}

/** The worker action of the person subgraph that answers who was brought in from a source system. */
export const findPersonsBySourceAction = 'persons.find-by-source';
export const findPersonsBySourceInput = z.strictObject({ sourceSystem: z.string(), sourceIds: z.array(z.string()).max(1_000) });
const findPersonsBySourceOutput = z.object({ found: z.array(z.object({ sourceId: z.string(), id: z.string() })) });

/** Persons of a source system, as the person subgraph answers them. */
export type FoundPersonsBySource = Readonly<z.input<typeof findPersonsBySourceOutput>>;

/** A directory that asks the person subgraph each time. */
export const createPersonSourceDirectory = (person: WorkerLink): PersonSourceDirectory => ({
  findBySource: async (sourceSystem, sourceIds, correlationId) => {
    if (sourceIds.length === 0) return new Map();
    try {
      const answer = await person.call(findPersonsBySourceAction, { sourceSystem, sourceIds: [...new Set(sourceIds)] }, correlationId);
      return new Map(findPersonsBySourceOutput.parse(answer).found.map(({ sourceId, id }) => [sourceId, id]));
    } catch (cause) {
      throw new DependencyError('STORE_UNAVAILABLE', 'Whether the person exists cannot be known now; nothing was written.', { cause });
    }
  },
});
