import type { CursorCodec, KeyedDigest, PersonDirectory, readIdempotency, SignedCall } from '@resident-graph/service-kit';
import type { WriteCircumstances } from '../domain/change-contact-book.ts';
import type { RestrictionSource } from '../domain/join-person-facts.ts';
import type { PersonGroups } from '../domain/person-groups.ts';
import type { ContactBookStore } from '../store/contact-book-store.ts';
import type { OrganisationStore } from '../store/organisation-store.ts';
import type { VisibleDetails } from '../store/visible-details.ts';
import { circumstancesOf } from './circumstances-of.ts';

/** What the operations of this subgraph stand on. */
export interface OperationParts {
  readonly store: ContactBookStore;
  /** The same books as their readers see them. */
  readonly visible: VisibleDetails;
  readonly organisations: OrganisationStore;
  readonly persons: PersonDirectory;
  /** Who is restricted. */
  readonly restrictions: RestrictionSource;
  /** Which ids of persons are joined. */
  readonly groups: PersonGroups;
  readonly now: () => number;
  readonly newId: () => string;
  /** Tells what an idempotency key counts for. */
  readonly readIdempotency: typeof readIdempotency;
  /** The digest under which values are found; keyed, so that whoever holds the database cannot guess values. */
  readonly digest: KeyedDigest;
  readonly cursors: CursorCodec;
  /** Called after every write that left an event. */
  readonly announce: () => void;
}

/** The circumstances of a call's write to a contact book. */
export const toCircumstances = (parts: Pick<OperationParts, 'now' | 'newId' | 'digest'>, call: SignedCall): WriteCircumstances => ({
  ...circumstancesOf(parts, call),
  digest: parts.digest,
});
