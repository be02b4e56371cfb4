import { type AccessRules, each, mayDo, reached } from './rules.ts';

const mayRead = mayDo('person.read');
const mayWrite = mayDo('person.write');
const mayIngest = mayDo('persons.ingest');

/** Who may do what with the fields of the person subgraph. */
export const personRules: AccessRules = {
  Query: { person: mayRead, persons: mayRead },
  Mutation: { createPerson: mayWrite, amendPerson: mayWrite, ingestPersons: mayIngest },
  Person: {
    id: reached,
    ...each(mayRead, [
      'title',
      'preferredTitle',
      'forename',
      'middleName',
      'surname',
      'preferredForename',
      'preferredMiddleName',
      'preferredSurname',
      'placeOfBirth',
      'dateOfBirth',
      'dateOfDeath',
      'personTypes',
      'reason',
      'isAMinor',
      'origin',
      'version',
      'createdAt',
      'lastModifiedAt',
    ]),
  },
  CreatePersonPayload: { person: mayRead },
  AmendPersonPayload: { person: mayRead },
  IngestPersonsPayload: { results: mayIngest },
  IngestItemResult: each(reached, ['sourceId', 'outcome', 'id', 'problems']),
  InputProblem: each(reached, ['path', 'code', 'message']),
};
