import type { PersonType, Title } from '../__generated__/schema-types.ts';

/** What is known of a person, apart from ids and bookkeeping. Empty text is null. Source: domain-write.md section 2.1. */
export interface PersonFacts {
  readonly title: Title | null;
  readonly preferredTitle: Title | null;
  readonly forename: string | null;
  readonly middleName: string | null;
  readonly surname: string | null;
  readonly preferredForename: string | null;
  readonly preferredMiddleName: string | null;
  readonly preferredSurname: string | null;
  readonly placeOfBirth: string | null;
  readonly dateOfBirth: string | null;
  readonly dateOfDeath: string | null;
  readonly personTypes: readonly PersonType[];
  readonly reason: string | null;
}

export const noFacts: PersonFacts = {
  title: null,
  preferredTitle: null,
  forename: null,
  middleName: null,
  surname: null,
  preferredForename: null,
  preferredMiddleName: null,
  preferredSurname: null,
  placeOfBirth: null,
  dateOfBirth: null,
  dateOfDeath: null,
  personTypes: [],
  reason: null,
};
