import { z } from 'zod';
import { IdentityError } from '../errors/service-error.ts';
import type { InternalIdentity } from '../identity/internal-identity.ts';

/**
 * The worker action by which the person subgraph tells a slice which ids are joined; it answers when that is durable there. Served by
 * contact-details, equality and search. Source: access-model.md W11.
 */
export const applyMergesAction = 'merges.apply';
/** At most 500 entries; `survivorId` is the direct survivor, null after an unmerge; `version` is that of the merged person's record. */
export const applyMergesInput = z.strictObject({
  merges: z
    .array(
      z.strictObject({
        mergedId: z.string().min(1),
        survivorId: z.string().min(1).nullable(),
        version: z.int().min(0),
        at: z.string().min(1),
      }),
    )
    .max(500),
});

/** That a person was merged into another, or is no longer, since a version of the merged person's record. */
export type MergeEntry = Readonly<z.output<typeof applyMergesInput>['merges'][number]>;

/**
 * Reads what `applyMergesAction` was given.
 * @throws IdentityError for whoever is not the person subgraph, before the input is looked at; ZodError for another shape
 */
export const readMerges = (input: unknown, { issuer }: Pick<InternalIdentity, 'issuer'>): readonly MergeEntry[] => {
  if (issuer !== 'person') throw new IdentityError('not-entitled', 'Only the person subgraph tells of merges.');
  return applyMergesInput.parse(input).merges;
};
