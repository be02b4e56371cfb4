import type { PersonFacts } from '@resident-graph/policy';

/** What is recorded of persons that bears on access: consents, objections. Read from the store each time, never kept. */
export interface PersonFactsSource {
  /** By person id; a person of whom nothing is recorded is absent. */
  find(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonFacts>>;
}
