import type { IndexedPerson, PersonSearchPage, PersonSearchQuery } from '../domain/person-search.ts';

/** What an index holds. */
export interface SearchIndexState {
  /** False for a new index, and for one whose contents were dropped because they were folded by other rules: rebuild it. */
  readonly isComplete: boolean;
  /** How many persons can be found. */
  readonly count: number;
}

/**
 * The index of persons, derived from the projection and rebuilt from it at any time. Every method rejects with
 * `SearchUnavailableError` where the index cannot answer. Source: embedded-search.md; the tiers are domain-search.md section 9.
 */
export interface SearchIndex {
  /**
   * Indexes persons, all of them durably or none. Idempotent: a person whose indexed version is the same or newer is left alone, so
   * replays and events out of order do no harm.
   */
  apply(persons: readonly IndexedPerson[]): Promise<void>;
  /** Takes a person out. The version stays behind, so that a late event of an older version does not bring the person back. */
  remove(id: string, version: number): Promise<void>;
  /**
   * Answers one page of the persons whose name has every word of the text: as a whole word, as a beginning, or with one typing error.
   * By relevance an exact full name, in any order, comes first, then persons by their loosest word; equals by surname, forename, id.
   * Persons without the value that is sorted by come last in both directions. A search sees every `apply` that resolved before it.
   */
  searchPersons(query: PersonSearchQuery): Promise<PersonSearchPage>;
  state(): Promise<SearchIndexState>;
  /** Records that everything the projection holds has been applied. */
  markComplete(): Promise<void>;
  /** Drops every person and version; the index is then incomplete. */
  clear(): Promise<void>;
  /** Ends the index once the calls before it are answered. Later calls are refused; closing again does nothing. */
  close(): Promise<void>;
}
