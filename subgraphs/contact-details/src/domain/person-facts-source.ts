import type { PersonFacts } from '@resident-graph/policy';

/** What is recorded of persons that bears on access: consents, objections. Read from the store each time, never kept. */
export interface PersonFactsSource {
  /**
   * By person id, of persons of whom something is recorded that concerns a recipient; without one nobody. What concerns other areas only
   * is not even read, so it costs no time that would tell of it.
   */
  find(personIds: readonly string[], recipientArea: string | null): Promise<ReadonlyMap<string, PersonFacts>>;
}
