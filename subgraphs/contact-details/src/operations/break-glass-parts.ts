import { type CursorCodec, notFound, type PersonDirectory, type ProblemCollector, readRequiredText } from '@resident-graph/service-kit';
import type { SeenContactDetail } from '../__generated__/schema-types.ts';
import type { AccessLog } from '../domain/access-log.ts';
import type { BreakGlass } from '../domain/break-glass.ts';
import type { RestrictionSource } from '../domain/join-person-facts.ts';
import type { PersonGroups } from '../domain/person-groups.ts';
import type { BreakGlassStore } from '../store/break-glass-store.ts';
import type { ContactBookStore } from '../store/contact-book-store.ts';

/** What the operations on emergency openings stand on. */
export interface BreakGlassParts {
  readonly store: BreakGlassStore;
  /** Which areas hold something of a person. */
  readonly books: Pick<ContactBookStore, 'findAreas'>;
  readonly persons: PersonDirectory;
  readonly restrictions: RestrictionSource;
  /** Which ids of persons are joined. */
  readonly groups: PersonGroups;
  readonly log: AccessLog;
  /** What was seen through an opening, each detail when it was first seen. */
  readonly findSeen: (breakGlassId: string) => Promise<readonly SeenContactDetail[]>;
  readonly cursors: CursorCodec;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Reads why governance does something: 10 to 2,000 characters. */
export const readGovernanceText = (path: string, value: string, problems: ProblemCollector): string =>
  readRequiredText(value, { path, minimumLength: 10, maximumLength: 2_000, expected: 'why, in at least 10 characters' }, problems);

/**
 * Makes a change of an opening until it is written, reading anew whenever somebody else wrote first; a change that is null changes nothing.
 * @throws InputError NOT_FOUND without such an opening
 */
export const writeOpening = async (
  { store }: Pick<BreakGlassParts, 'store'>,
  id: string,
  makeChange: (before: BreakGlass) => Promise<BreakGlass | null>,
): Promise<BreakGlass> => {
  for (;;) {
    const before = await store.findById(id);
    if (before === null) throw notFound('emergency opening');
    const change = await makeChange(before);
    if (change === null) return before;
    if (await store.save(change)) return change;
  }
};
