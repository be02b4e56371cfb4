import { DependencyError, type RestrictionDirectory, type RestrictionFlags, type SignedCall } from '@resident-graph/service-kit';
import type { PersonHit } from '../domain/person-search.ts';
import type { ShownPersonHit } from '../domain/shown-person-hit.ts';

/** What showing hits stands on. */
export interface ShowHitsParts {
  /** What this slice was told: a person stays flagged until it is told otherwise. */
  readonly flags: Pick<RestrictionFlags, 'findRestricted'>;
  /** What holds now, asked for every page. */
  readonly directory: RestrictionDirectory;
}

/** Makes of a page of hits what a caller may see. @throws DependencyError SEARCH_UNAVAILABLE when who is restricted cannot be known now */
export type ShowHits = (hits: readonly PersonHit[], call: SignedCall) => Promise<readonly ShownPersonHit[]>;

/**
 * Checks a page of hits once more: location is withheld where the person is restricted now and the caller outside, and where this slice
 * has not been told yet that a restriction was lifted. Source: access-model.md section 5.
 */
export const createShowHits =
  ({ flags, directory }: ShowHitsParts): ShowHits =>
  async (hits, call) => {
    const personIds = hits.map(({ personId }) => personId);
    const [flagged, standings] = await Promise.all([flags.findRestricted(personIds), directory.findStandings(personIds, call)]).catch(
      (cause: unknown) => {
        throw new DependencyError('SEARCH_UNAVAILABLE', 'Who is restricted cannot be known now, so no hits are shown.', { cause });
      },
    );
    return hits.map((hit) => {
      const standing = standings.get(hit.personId);
      return { ...hit, locationWithheld: standing === undefined ? flagged.has(hit.personId) : standing === 'OUTSIDE' };
    });
  };
