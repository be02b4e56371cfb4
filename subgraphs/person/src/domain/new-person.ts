import { staffPersonTypes } from '@resident-graph/schema';
import type { ProblemCollector } from '@resident-graph/service-kit';
import { newRecord, type Person, type WriteCircumstances } from './person.ts';
import { noFacts } from './person-facts.ts';
import { type LoosePersonInput, readPersonFacts } from './read-person-facts.ts';

const isStaff = (type: string): boolean => staffPersonTypes.some((staff) => staff === type);

/**
 * Makes a new person of an input, noting everything that is missing or wrong: W14 to W17, title and date of birth unless every person
 * type is a staff type. Source: domain-write.md section 2.1, decision 20.
 */
export const newPerson = (input: LoosePersonInput, circumstances: WriteCircumstances, problems: ProblemCollector): Person => {
  const facts = readPersonFacts(input, noFacts, { problems, now: Date.parse(circumstances.at) });
  if (facts.forename === null) problems.add('forename', 'W15', 'Expected a forename.');
  if (facts.surname === null) problems.add('surname', 'W16', 'Expected a surname.');
  if (facts.reason === null) problems.add('reason', 'W17', 'Expected the reason why the record is made.');
  if (facts.personTypes.length === 0) problems.add('personTypes', 'W14', 'Expected at least one person type.');
  else if (!facts.personTypes.every(isStaff)) {
    if (facts.title === null) problems.add('title', 'REQUIRED', 'Expected a title; only staff may lack one.');
    if (facts.dateOfBirth === null) problems.add('dateOfBirth', 'REQUIRED', 'Expected a date of birth; only staff may lack one.');
  }
  return {
    ...facts,
    ...newRecord,
    id: circumstances.newId(),
    origin: 'RECORDED',
    createdAt: circumstances.at,
    lastModifiedAt: circumstances.at,
  };
};
