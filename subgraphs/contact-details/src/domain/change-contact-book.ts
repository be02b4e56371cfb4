import type { ContactDetailEvent } from '@resident-graph/schema';
import { type KeyedDigest, versionConflict } from '@resident-graph/service-kit';
import type { Circumstances } from './circumstances.ts';
import type { ContactBook, ContactDetail } from './contact-book.ts';

/** The circumstances of a write to a contact book. */
export interface WriteCircumstances extends Circumstances {
  /** Makes the keys by which values are found. */
  readonly digest: KeyedDigest;
}

/** A changed book with the events that tell of it, all of one write. */
export interface BookChange {
  /** As it was read. */
  readonly before: ContactBook;
  readonly book: ContactBook;
  /** One for each row that changed, oldest first; empty when nothing changed. */
  readonly events: readonly ContactDetailEvent[];
}

/** A changed book in which one row is what the change is about. */
export interface RowChange extends BookChange {
  /** The row as it is now. */
  readonly detail: ContactDetail;
}

/** @throws InputError VERSION_CONFLICT with both numbers when a row is no longer as the caller read it. */
export const assertVersion = ({ version }: Pick<ContactDetail, 'version'>, expectedVersion: number): void => {
  if (version !== expectedVersion) throw versionConflict(expectedVersion, version);
};
