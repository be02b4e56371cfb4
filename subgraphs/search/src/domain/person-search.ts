import type { PersonSnapshot } from '@resident-graph/schema';

/** What hits can be sorted by; `RELEVANCE` is best first whatever the direction. */
export const personSearchSorts = ['RELEVANCE', 'SURNAME', 'DATE_OF_BIRTH'] as const;
export type PersonSearchSort = (typeof personSearchSorts)[number];

/** How a word matched: a whole word, the beginning of one, one with a single typing error. The loosest is last. */
export const personMatchKinds = ['EXACT', 'PREFIX', 'TYPO'] as const;
export type PersonMatchKind = (typeof personMatchKinds)[number];

/** A checked search of persons. */
export interface PersonSearchQuery {
  /** Trimmed, blanks collapsed, NFC, 2 to 200 characters. */
  readonly text: string;
  /** From 1. */
  readonly page: number;
  /** 1 to 100. */
  readonly pageSize: number;
  readonly sortBy: PersonSearchSort;
  readonly isDescending: boolean;
  /** `YYYY-MM-DD`: only persons born on that day. */
  readonly dateOfBirth: string | null;
  /** Only persons of that type. */
  readonly personType: string | null;
}

/** A person that matches. */
export interface PersonHit {
  readonly personId: string;
  /** The ways in which the words matched, each once, the loosest last. */
  readonly matchedOn: readonly PersonMatchKind[];
}

/** One page of hits. */
export interface PersonSearchPage {
  /** The exact number of hits on all pages. */
  readonly total: number;
  readonly results: readonly PersonHit[];
  /** The ids of the hits on all pages, which go on record; of more than 1,000 hits those of the page and 1,000 of the others. */
  readonly matchedIds: readonly string[];
  readonly page: number;
  readonly pageSize: number;
}

/** A person as the index gets it. */
export interface IndexedPerson {
  readonly id: string;
  /** The version of the entry; older or equal ones are never applied again. */
  readonly version: number;
  readonly snapshot: PersonSnapshot;
  /** Those who are merged into the person, whose names find it too. */
  readonly alsoNamed?: readonly PersonSnapshot[];
}
