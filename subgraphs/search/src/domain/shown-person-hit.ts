import type { PersonHit, PersonSearchPage } from './person-search.ts';

/** A hit as one caller sees it. */
export interface ShownPersonHit extends PersonHit {
  /** Whether everything that tells where the person is has to be left out of the hit. */
  readonly locationWithheld: boolean;
}

/** A page of hits as one caller sees them. */
export interface ShownPersonSearchPage extends PersonSearchPage {
  readonly results: readonly ShownPersonHit[];
}
