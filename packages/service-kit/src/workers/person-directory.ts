import { z } from 'zod';
import { DependencyError } from '../errors/service-error.ts';
import type { CollectionDeclaration, DocumentCollection, StoredDocument } from '../store/document-collection.ts';
import type { WorkerLink } from './worker-link.ts';

/** A person that a slice has met before. */
export interface KnownPersonDocument extends StoredDocument {
  readonly knownSince: string;
}

export const knownPersonsCollection: CollectionDeclaration = { name: 'knownPersons', indexes: [] };

/** Tells which persons exist, for slices that hang something on them. */
export interface PersonDirectory {
  /** The ids that belong to persons. Rejects with STORE_UNAVAILABLE when that cannot be known now. */
  findExisting(ids: readonly string[], correlationId: string): Promise<ReadonlySet<string>>;
}

/** The worker action of the person subgraph that answers existence. */
export const personsExistAction = 'persons.exist';
export const personsExistInput = z.object({ ids: z.array(z.string()).max(1_000) });
const personsExistOutput = z.object({ existing: z.array(z.string()) });

/**
 * A directory that asks the person subgraph once for each unknown person and remembers those that exist: a person is never deleted,
 * so what was true stays true. Source: design.md, "Parts".
 */
export const createPersonDirectory = (
  knownPersons: DocumentCollection<KnownPersonDocument>,
  person: WorkerLink,
  now: () => number,
): PersonDirectory => ({
  findExisting: async (ids, correlationId) => {
    const wanted = [...new Set(ids)];
    const known = await knownPersons.find({ _id: { $in: wanted } }).toArray();
    const existing = new Set(known.map(({ _id }) => _id));
    const unknown = wanted.filter((id) => !existing.has(id));
    if (unknown.length === 0) return existing;
    const answer = await person.call(personsExistAction, { ids: unknown }, correlationId).catch((cause: unknown) => {
      throw new DependencyError('STORE_UNAVAILABLE', 'Whether the person exists cannot be known now; nothing was written.', { cause });
    });
    const found = personsExistOutput.parse(answer).existing;
    const knownSince = new Date(now()).toISOString();
    if (found.length > 0) {
      await knownPersons.bulkWrite(
        found.map((_id) => ({ replaceOne: { filter: { _id }, replacement: { _id, knownSince }, upsert: true } })),
        { ordered: false },
      );
    }
    return new Set([...existing, ...found]);
  },
});
