import type { ContactDetailEvent } from '@resident-graph/schema';
import type { ContactDetailChangeKind } from '../__generated__/schema-types.ts';
import type { RowChange, WriteCircumstances } from './change-contact-book.ts';
import type { BookNotice, ContactBook, ContactDetail, ContactDetailMarks } from './contact-book.ts';

/** What may change in a recorded row; its value never does. */
type ChangeableParts = ContactDetailMarks & Pick<ContactDetail, 'isActive' | 'isDefault' | 'description'>;

/** A change of one row, with what the history keeps besides the fields. */
export interface Revision {
  readonly kind: ContactDetailChangeKind;
  readonly change: Partial<ChangeableParts>;
  /** Such as the reason, by name. */
  readonly notes?: Readonly<Record<string, string>>;
}

/** The place for one default: a type, and a team or the whole area. */
type DefaultSlot = Pick<ContactDetail, 'contactType' | 'team'>;

/** Fields whose name in the graph is another one. */
const publishedNames: Readonly<Record<string, string>> = { isProcessingRestricted: 'doNotUse' };

const toText = (value: string | boolean | null): string | null => (value === null ? null : String(value));

const isDifferent = (detail: ContactDetail, change: Partial<ChangeableParts>): boolean =>
  Object.entries(change).some(([name, value]) => detail[name as keyof ChangeableParts] !== value);

/**
 * A contact book while it is being changed. Every row that changes, as a side effect too, gets its version, its entry in the history and
 * its event; what changes nothing leaves no trace.
 */
export class BookDraft {
  readonly #before: ContactBook;
  readonly #circumstances: WriteCircumstances;
  readonly #events: ContactDetailEvent[] = [];
  #details: readonly ContactDetail[];
  #notices: readonly BookNotice[];

  constructor(book: ContactBook, circumstances: WriteCircumstances) {
    this.#before = book;
    this.#circumstances = circumstances;
    this.#details = book.details;
    this.#notices = book.notices;
  }

  /** The rows as they stand now, oldest first. */
  get details(): readonly ContactDetail[] {
    return this.#details;
  }

  /** Adds a new row. When it is the default, the one before it in its place is so no longer. */
  add(detail: ContactDetail): void {
    if (detail.isDefault) this.endDefault(detail);
    this.#details = [...this.#details, detail];
    this.#tell('ContactDetailRecorded', detail);
  }

  /** Changes a row; answers it as it stands now, the same when nothing differs. */
  revise(before: ContactDetail, { kind, change, notes = {} }: Revision): ContactDetail {
    if (!isDifferent(before, change)) return before;
    const { at, by } = this.#circumstances;
    const changed = Object.entries(change).flatMap(([name, value]) => {
      const old = before[name as keyof ChangeableParts];
      return old === value ? [] : [{ field: publishedNames[name] ?? name, before: toText(old), after: toText(value) }];
    });
    const noted = Object.entries(notes).map(([field, after]) => ({ field, before: null, after }));
    const detail: ContactDetail = {
      ...before,
      ...change,
      changes: [...before.changes, { kind, at, by, fields: [...changed, ...noted] }],
      version: before.version + 1,
      lastModifiedAt: at,
    };
    this.#put(detail);
    this.#tell(before.isActive && !detail.isActive ? 'ContactDetailRetired' : 'ContactDetailAmended', detail);
    return detail;
  }

  /** Ends the default in a place, if there is one. */
  endDefault({ contactType, team }: DefaultSlot): void {
    const old = this.#details.filter((detail) => detail.isDefault && detail.contactType === contactType && detail.team === team);
    for (const detail of old) this.revise(detail, { kind: 'AMENDED', change: { isDefault: false } });
  }

  /** Frees a row from the source that it came from. That is bookkeeping, and no change of the row. */
  detach(detail: ContactDetail): void {
    this.#put({ ...detail, source: null });
  }

  /** Leaves a notice for a team. */
  notify(notice: Pick<BookNotice, 'kind' | 'team' | 'detailId'>): void {
    const { at, by, newId } = this.#circumstances;
    this.#notices = [...this.#notices, { id: newId(), ...notice, at, by, openFor: notice.team }];
  }

  /** The change, about one row of the book. */
  finish(detailId: string): RowChange {
    const detail = this.#details.find(({ id }) => id === detailId);
    if (detail === undefined) throw new Error('A change is about a row of its book.');
    const before = this.#before;
    if (this.#events.length === 0) return { before, book: before, detail, events: [] };
    return {
      before,
      book: { ...before, details: this.#details, notices: this.#notices, version: before.version + 1 },
      detail,
      events: this.#events,
    };
  }

  #put(detail: ContactDetail): void {
    this.#details = this.#details.map((other) => (other.id === detail.id ? detail : other));
  }

  #tell(type: ContactDetailEvent['type'], { id, version }: ContactDetail): void {
    const { at, correlationId, newId } = this.#circumstances;
    const { targetId, area } = this.#before;
    this.#events.push({ id: newId(), type, entityId: id, version, at, correlationId, targetId, area });
  }
}
