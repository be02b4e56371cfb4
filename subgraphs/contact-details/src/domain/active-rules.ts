import { InputError } from '@resident-graph/service-kit';
import type { ContactBook, ContactDetail, ContactDetailFacts } from './contact-book.ts';

/** Most active phones, and most active emails, of one target in one area. Source: domain-write.md section 3.4. */
export const maximumActive = 5;

/** Tells whether the caller may learn of a row by its id. */
export type MayName = (detail: ContactDetail) => boolean;

type Value = Pick<ContactDetailFacts, 'contactType' | 'value'>;

/** A missing value, as of some migrated rows, is like no other. */
const hasSameValue = (one: Value, other: Value): boolean =>
  one.contactType === other.contactType && one.value !== '' && one.value.toLowerCase() === other.value.toLowerCase();

/** Rows without an area come from several importers and are hidden from all of them: a refusal would tell one of another's. */
const isJudged = ({ area }: Pick<ContactBook, 'area'>): boolean => area !== null;

/**
 * Refuses a value that an active row of the book has already; letter case does not make it another.
 * @throws InputError DUPLICATE_VALUE, naming the row when the caller may learn of it; the words are the same when not (access-model.md L5)
 */
export const assertNoDuplicate = (
  book: Pick<ContactBook, 'area' | 'details'>,
  candidate: Value & { readonly id?: string },
  mayName: MayName,
): void => {
  if (!isJudged(book)) return;
  const same = book.details.find((detail) => detail.isActive && detail.id !== candidate.id && hasSameValue(detail, candidate));
  if (same === undefined) return;
  throw new InputError(
    'DUPLICATE_VALUE',
    'The service area holds this value already for this target.',
    mayName(same) ? { existingId: same.id } : {},
  );
};

/**
 * Refuses one more active phone or email than the book may hold; addresses have no limit.
 * @throws InputError LIMIT_REACHED
 */
export const assertBelowLimit = (book: Pick<ContactBook, 'area' | 'details'>, { contactType }: Pick<Value, 'contactType'>): void => {
  if (!isJudged(book) || contactType === 'ADDRESS') return;
  const active = book.details.filter((detail) => detail.isActive && detail.contactType === contactType);
  if (active.length < maximumActive) return;
  throw new InputError(
    'LIMIT_REACHED',
    `Expected at most ${maximumActive} active details of type ${contactType}; retire one before recording another.`,
    { limit: `active ${contactType}`, maximum: maximumActive },
  );
};
