import type { ProblemCollector } from '@resident-graph/service-kit';
import { newRecord, type Person, type WriteCircumstances } from './person.ts';
import { noFacts, type PersonFacts } from './person-facts.ts';
import { nameHistoryAfter } from './previous-name.ts';
import { type LoosePersonInput, readPersonFacts } from './read-person-facts.ts';

/** Reads one item of a batch: at least one of the two names, everything else may be missing (design.md, origin MIGRATED). */
export const readIngestedPerson = (input: LoosePersonInput, problems: ProblemCollector, now: number): PersonFacts => {
  const facts = readPersonFacts({ ...input, personTypes: input.personTypes ?? ['TENANT'] }, noFacts, { problems, now });
  if (facts.forename === null && facts.surname === null)
    problems.add('surname', 'REQUIRED', 'Expected at least one of forename and surname.');
  return facts;
};

/** The id of nobody. Source: domain-write.md section 1.1. */
const emptyId = '00000000-0000-0000-0000-000000000000';
const idForm = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u;

/**
 * Reads the ids that the items of one batch ask for, in small letters; null where one is to be made. Problems: INVALID_FORMAT,
 * DUPLICATE_ITEM. Source: access-model.md W5b.
 */
export const createIngestedIdReader = (): ((id: string | null | undefined, problems: ProblemCollector) => string | null) => {
  const seen = new Set<string>();
  return (given, problems) => {
    if (given === null || given === undefined) return null;
    const id = given.toLowerCase();
    if (!idForm.test(id) || id === emptyId) problems.add('id', 'INVALID_FORMAT', 'Expected a UUID, or no id to have one made.');
    if (seen.has(id)) problems.add('id', 'DUPLICATE_ITEM', 'Expected each id once in a batch.');
    seen.add(id);
    return id;
  };
};

/** A new person of ingested facts; an id of null is made. */
export const createIngestedPerson = (
  { facts, id }: { readonly facts: PersonFacts; readonly id: string | null },
  circumstances: WriteCircumstances,
): Person => ({
  ...facts,
  ...newRecord,
  id: id ?? circumstances.newId(),
  origin: 'MIGRATED',
  createdAt: circumstances.at,
  lastModifiedAt: circumstances.at,
});

/**
 * Carries over what changed in the source since it was last read. A field that the source did not change keeps what officers made of
 * it here, so that importing again never undoes their work. Answers the same person when nothing differs.
 */
export const updateIngestedPerson = (
  before: Person,
  facts: { readonly last: PersonFacts; readonly next: PersonFacts },
  at: string,
): Person => {
  const changed = Object.fromEntries(
    Object.entries(facts.next).filter(
      ([field, value]) =>
        JSON.stringify(value) !== JSON.stringify(facts.last[field as keyof PersonFacts]) &&
        JSON.stringify(value) !== JSON.stringify(before[field as keyof PersonFacts]),
    ),
  );
  if (Object.keys(changed).length === 0) return before;
  const after: Person = { ...before, ...changed, version: before.version + 1, lastModifiedAt: at };
  return { ...after, nameHistory: nameHistoryAfter(before, after, at) };
};
