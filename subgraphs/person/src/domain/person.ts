import type { PersonEvent, PersonSnapshot } from '@resident-graph/schema';
import type { Identification } from './identification.ts';
import { type MergeMarks, noMerges } from './merge.ts';
import type { PersonFacts } from './person-facts.ts';
import type { PreviousName } from './previous-name.ts';

/** A person as recorded. */
export interface Person extends PersonFacts, MergeMarks {
  readonly id: string;
  /** A short number for people to quote; null in a record of an earlier release. */
  readonly personRef: number | null;
  /** The names before, newest first. */
  readonly nameHistory: readonly PreviousName[];
  /** The documents, oldest first. */
  readonly identification: readonly Identification[];
  readonly version: number;
  readonly origin: 'RECORDED' | 'MIGRATED';
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

/** Most characters of a name or a place. */
export const nameLength = 100;
/** Most characters of a reason. */
export const reasonLength = 500;

/** What a new person has besides facts. The store gives the number. */
export const newRecord = { personRef: null, nameHistory: [], identification: [], ...noMerges, version: 0 } as const;

/** What search may index of a person. */
export const toSnapshot = (person: PersonFacts): PersonSnapshot => ({
  forename: person.forename,
  middleName: person.middleName,
  surname: person.surname,
  preferredForename: person.preferredForename,
  preferredMiddleName: person.preferredMiddleName,
  preferredSurname: person.preferredSurname,
  dateOfBirth: person.dateOfBirth,
  personTypes: person.personTypes,
});

/** The circumstances of a write. */
export interface WriteCircumstances {
  /** The instant, ISO 8601. */
  readonly at: string;
  readonly correlationId: string;
  /** Makes a new UUID. */
  readonly newId: () => string;
}

/** The event that tells of a written person. */
export const toPersonEvent = (type: PersonEvent['type'], person: Person, circumstances: WriteCircumstances): PersonEvent => ({
  id: circumstances.newId(),
  type,
  entityId: person.id,
  version: person.version,
  at: circumstances.at,
  correlationId: circumstances.correlationId,
  snapshot: toSnapshot(person),
});
