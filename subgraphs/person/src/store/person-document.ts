import type { PersonEvent, PersonsEvent } from '@resident-graph/schema';
import type { IdempotencyMark, WithOutbox } from '@resident-graph/service-kit';
import type { Person } from '../domain/person.ts';
import type { PersonChange } from '../domain/person-change.ts';
import type { PersonFacts } from '../domain/person-facts.ts';

/** Where a migrated person comes from. */
export interface PersonSource {
  /** `system/id`. */
  readonly key: string;
  /** The facts as the source last sent them. */
  readonly facts: PersonFacts;
}

/** A person as stored: `_id` is the person's id. */
export interface PersonDocument extends WithOutbox<PersonsEvent>, Omit<Person, 'id'> {
  readonly source: PersonSource | null;
  readonly creation: IdempotencyMark | null;
  /** What the person is found by before another one is created; written with the facts that it comes from. */
  readonly blocking: readonly string[];
  /** Every change, oldest first, each written with the change that it tells of. */
  readonly changes: readonly PersonChange[];
}

/** What goes with every write of a person: the event that tells others of it, and the entry of the change history. */
export interface PersonTrail {
  readonly event: PersonEvent;
  readonly change: PersonChange;
}
