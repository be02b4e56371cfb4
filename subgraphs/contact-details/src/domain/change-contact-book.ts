import type { ContactDetailEvent } from '@resident-graph/schema';
import { InputError } from '@resident-graph/service-kit';
import type { ContactBook, ContactDetail, ContactDetailFacts } from './contact-book.ts';

/** Most active phones, and most active emails, of one target in one area. Source: domain-write.md section 3.4. */
export const maximumActive = 5;

/** The circumstances of a write. */
export interface WriteCircumstances {
  readonly at: string;
  readonly correlationId: string;
  /** Id of the subject that writes. */
  readonly by: string;
  readonly newId: () => string;
}

/** A changed book with the event that tells of it; `detail` is the row that changed. */
export interface BookChange {
  readonly book: ContactBook;
  readonly detail: ContactDetail;
  /** Null when nothing changed. */
  readonly event: ContactDetailEvent | null;
}

const toEvent = (
  type: ContactDetailEvent['type'],
  change: { book: ContactBook; detail: ContactDetail },
  circumstances: WriteCircumstances,
): ContactDetailEvent => ({
  id: circumstances.newId(),
  type,
  entityId: change.detail.id,
  version: change.detail.version,
  at: circumstances.at,
  correlationId: circumstances.correlationId,
  targetId: change.book.targetId,
  area: change.book.area,
});

const hasSameValue = (
  a: Pick<ContactDetailFacts, 'contactType' | 'value'>,
  b: Pick<ContactDetailFacts, 'contactType' | 'value'>,
): boolean => a.contactType === b.contactType && a.value.toLowerCase() === b.value.toLowerCase();

/** Refuses what the book's rules forbid: a sixth active phone or email, an active value twice. Both within this book alone. */
const assertMayAdd = (book: ContactBook, facts: ContactDetailFacts): void => {
  // Rows without an area come from several importers and are hidden from all of them: a refusal would tell one of another's.
  if (!facts.isActive || book.area === null) return;
  const active = book.details.filter((detail) => detail.isActive && detail.contactType === facts.contactType);
  const same = active.find((detail) => hasSameValue(detail, facts));
  if (same !== undefined) {
    throw new InputError('DUPLICATE_VALUE', 'The service area holds this value already for this target.', { existingId: same.id });
  }
  if (facts.contactType !== 'ADDRESS' && active.length >= maximumActive) {
    throw new InputError(
      'LIMIT_REACHED',
      `Expected at most ${maximumActive} active details of type ${facts.contactType}; retire one before recording another.`,
      { limit: `active ${facts.contactType}`, maximum: maximumActive },
    );
  }
};

const clearDefault = (details: readonly ContactDetail[], type: ContactDetail['contactType'], at: string): readonly ContactDetail[] =>
  details.map((detail) =>
    detail.isDefault && detail.contactType === type
      ? { ...detail, isDefault: false, version: detail.version + 1, lastModifiedAt: at }
      : detail,
  );

/**
 * Adds a detail to a book; a new default ends the old one of its type.
 * @throws InputError LIMIT_REACHED, DUPLICATE_VALUE
 */
export const addToBook = (
  book: ContactBook,
  entry: { readonly facts: ContactDetailFacts; readonly source: ContactDetail['source']; readonly createdAt?: string },
  circumstances: WriteCircumstances,
): BookChange => {
  const { facts, source } = entry;
  assertMayAdd(book, facts);
  const isDefault = facts.isDefault && facts.isActive;
  const detail: ContactDetail = {
    ...facts,
    isDefault,
    id: circumstances.newId(),
    version: 0,
    origin: source === null ? 'RECORDED' : 'MIGRATED',
    createdAt: entry.createdAt ?? circumstances.at,
    createdBy: circumstances.by,
    lastModifiedAt: circumstances.at,
    source,
  };
  const others = isDefault ? clearDefault(book.details, facts.contactType, circumstances.at) : book.details;
  const changed = { ...book, details: [...others, detail], version: book.version + 1 };
  return { book: changed, detail, event: toEvent('ContactDetailRecorded', { book: changed, detail }, circumstances) };
};

/** Makes a detail historic; one that is historic already stays as it is, without an event. */
export const retireInBook = (book: ContactBook, detailId: string, circumstances: WriteCircumstances): BookChange | null => {
  const before = book.details.find(({ id }) => id === detailId);
  if (before === undefined) return null;
  if (!before.isActive) return { book, detail: before, event: null };
  const detail = { ...before, isActive: false, isDefault: false, version: before.version + 1, lastModifiedAt: circumstances.at };
  const changed = { ...book, details: book.details.map((other) => (other === before ? detail : other)), version: book.version + 1 };
  return { book: changed, detail, event: toEvent('ContactDetailRetired', { book: changed, detail }, circumstances) };
};

/**
 * Carries a migrated detail over: unchanged in the source, it stays whatever officers made of it; changed there, the old row becomes
 * historic and a new one takes its place in one write, for values are never edited.
 */
export const ingestIntoBook = (
  book: ContactBook,
  entry: { readonly facts: ContactDetailFacts; readonly source: NonNullable<ContactDetail['source']>; readonly createdAt?: string },
  circumstances: WriteCircumstances,
): BookChange => {
  const earlier = book.details.find(({ source }) => source?.key === entry.source.key);
  if (earlier === undefined) return addToBook(book, entry, circumstances);
  if (earlier.source?.digest === entry.source.digest) return { book, detail: earlier, event: null };
  const historic = {
    ...earlier,
    isActive: false,
    isDefault: false,
    source: null,
    version: earlier.version + 1,
    lastModifiedAt: circumstances.at,
  };
  const freed = { ...book, details: book.details.map((other) => (other === earlier ? historic : other)) };
  return addToBook(freed, entry, circumstances);
};
