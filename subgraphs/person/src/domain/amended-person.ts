import { isDeepStrictEqual } from 'node:util';
import type { ProblemCollector } from '@resident-graph/service-kit';
import type { Person } from './person.ts';
import { nameHistoryAfter } from './previous-name.ts';
import { type LoosePersonInput, readPersonFacts } from './read-person-facts.ts';

/**
 * Applies the sent fields to a person; answers the same person when nothing differs. The two names cannot be cleared where they stand;
 * a migrated person may go on lacking one. Source: domain-write.md sections 1.1 and 2.1, decision 20.
 */
export const amendedPerson = (
  before: Person,
  input: LoosePersonInput,
  reading: { readonly problems: ProblemCollector; readonly at: string },
): Person => {
  const { problems, at } = reading;
  const facts = readPersonFacts(input, before, { problems, now: Date.parse(at) });
  if (facts.forename === null && before.forename !== null) problems.add('forename', 'W15', 'Expected a forename; it cannot be cleared.');
  if (facts.surname === null && before.surname !== null) problems.add('surname', 'W16', 'Expected a surname; it cannot be cleared.');
  const after = { ...before, ...facts };
  if (isDeepStrictEqual(after, before)) return before;
  return { ...after, nameHistory: nameHistoryAfter(before, after, at), version: before.version + 1, lastModifiedAt: at };
};
