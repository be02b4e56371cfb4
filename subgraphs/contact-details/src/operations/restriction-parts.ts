import type { PersonDirectory, ProblemCollector } from '@resident-graph/service-kit';
import { readRequiredText } from '@resident-graph/service-kit';
import type { AccessLog } from '../domain/access-log.ts';
import type { PersonGroups } from '../domain/person-groups.ts';
import type { Restriction, RestrictionChange } from '../domain/restriction.ts';
import type { RestrictionStore } from '../store/restriction-store.ts';

/** What the operations on restrictions stand on. */
export interface RestrictionParts {
  readonly store: RestrictionStore;
  readonly persons: PersonDirectory;
  /** Which ids of persons are joined. */
  readonly groups: PersonGroups;
  readonly log: AccessLog;
  readonly now: () => number;
  readonly newId: () => string;
  /** Tells search what holds now and notes that it confirmed; rejects when it does not. */
  readonly tellSearch: (restriction: Restriction, correlationId: string) => Promise<void>;
  /** How long a mutation waits for search, in milliseconds. */
  readonly confirmMilliseconds: number;
  /** Called after every write that left an event. */
  readonly announce: () => void;
}

/** Reads why somebody is restricted, or a restriction is lifted: 20 to 2,000 characters. */
export const readRestrictionReason = (reason: string, problems: ProblemCollector): string =>
  readRequiredText(
    reason,
    { path: 'reason', minimumLength: 20, maximumLength: 2_000, expected: 'a text of at least 20 characters' },
    problems,
  );

/** Whether search has confirmed what it was told last. */
export const isConfirmed = ({ confirmedVersion, toldVersion }: Restriction): boolean => confirmedVersion >= toldVersion;

/** Makes a change of a person's restriction until it is written, reading anew whenever somebody else wrote first. */
export const writeRestriction = async (
  { store, announce }: Pick<RestrictionParts, 'store' | 'announce'>,
  personId: string,
  makeChange: (before: Restriction | null) => Promise<RestrictionChange | null>,
): Promise<Restriction | null> => {
  for (;;) {
    const before = await store.findByPerson(personId);
    const change = await makeChange(before);
    if (change === null) return before;
    if (!(await store.save(change))) continue;
    if (change.event !== null) announce();
    return change.restriction;
  }
};

/**
 * Waits until search has confirmed, but not longer than it is waited for; the relay goes on telling it. Answers whether it has.
 */
export const waitForSearch = async (
  { tellSearch, confirmMilliseconds }: Pick<RestrictionParts, 'tellSearch' | 'confirmMilliseconds'>,
  restriction: Restriction,
  correlationId: string,
): Promise<boolean> => {
  if (isConfirmed(restriction)) return true;
  let timer: NodeJS.Timeout | undefined;
  const isTooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), confirmMilliseconds);
  });
  const confirmed = tellSearch(restriction, correlationId).then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([confirmed, isTooLate]);
  clearTimeout(timer);
  return answer;
};
