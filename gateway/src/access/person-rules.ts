import { type AccessRules, each, mayDo, reached } from './rules.ts';

const mayRead = mayDo('person.read');
const maySearch = mayDo('person.search');
const mayReadChanges = mayDo('person.changes');
const mayWrite = mayDo('person.write');
const mayIngest = mayDo('persons.ingest');
const mayMerge = mayDo('person.merge');
const mayLink = mayDo('cross-reference.write');
const mayReadExtendedData = mayDo('extended-data.read');
const mayRecordExtendedData = mayDo('extended-data.write');

/** Who may do what with the fields of the person subgraph. */
export const personRules: AccessRules = {
  Query: { person: mayRead, persons: mayRead, changeHistory: mayReadChanges, possibleDuplicates: maySearch, findPersons: maySearch },
  Mutation: {
    createPerson: mayWrite,
    amendPerson: mayWrite,
    recordIdentification: mayWrite,
    removeIdentification: mayWrite,
    ingestPersons: mayIngest,
    mergePersons: mayMerge,
    unmergePersons: mayMerge,
    linkCrossReference: mayLink,
    recordExtendedData: mayRecordExtendedData,
  },
  Person: {
    id: reached,
    ...each(mayRead, [
      'personRef',
      'title',
      'preferredTitle',
      'forename',
      'middleName',
      'surname',
      'preferredForename',
      'preferredMiddleName',
      'preferredSurname',
      'nameHistory',
      'identification',
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
      'links',
      'mergedPersons',
    ]),
    extendedData: mayReadExtendedData,
  },
  MergedPerson: { id: reached, ...each(mayRead, ['personRef', 'title', 'forename', 'surname', 'dateOfBirth', 'mergedAt']) },
  MergePersonsPayload: { person: mayRead, mergeId: mayMerge },
  UnmergePersonsPayload: each(mayRead, ['person', 'unmergedPerson']),
  PossibleDuplicate: each(mayRead, ['person', 'score', 'band', 'reasons']),
  DuplicateReason: each(mayRead, ['field', 'level', 'weight']),
  PersonConnection: each(mayRead, ['edges', 'pageInfo', 'totalCount']),
  PersonEdge: each(mayRead, ['cursor', 'node']),
  PersonLink: each(mayRead, ['rel', 'href', 'type', 'available']),
  ExtendedData: each(mayReadExtendedData, ['data', 'schemaVersion', 'version', 'lastModifiedAt']),
  LinkCrossReferencePayload: { crossReference: mayLink },
  CrossReference: each(mayLink, ['system', 'reference', 'linkedAt', 'version']),
  RecordExtendedDataPayload: { extendedData: mayReadExtendedData },
  PreviousName: each(mayRead, [
    'forename',
    'middleName',
    'surname',
    'preferredForename',
    'preferredMiddleName',
    'preferredSurname',
    'until',
  ]),
  Identification: { id: reached, ...each(mayRead, ['type', 'value', 'isMasked', 'originalSeen', 'documentLink', 'recordedAt']) },
  RecordIdentificationPayload: each(mayRead, ['person', 'identification']),
  RemoveIdentificationPayload: { person: mayRead },
  ChangeConnection: each(mayReadChanges, ['edges', 'pageInfo', 'totalCount']),
  ChangeEdge: each(mayReadChanges, ['cursor', 'node']),
  Change: { id: reached, ...each(mayReadChanges, ['at', 'version', 'action', 'subjectId', 'area', 'fields', 'identification']) },
  ChangedField: each(mayReadChanges, ['field', 'before', 'after']),
  CreatePersonPayload: { person: mayRead },
  AmendPersonPayload: { person: mayRead },
  IngestPersonsPayload: { results: mayIngest },
  IngestItemResult: each(reached, ['sourceId', 'outcome', 'id', 'problems']),
  InputProblem: each(reached, ['path', 'code', 'message']),
};
