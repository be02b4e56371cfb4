import {
  AuthorityError,
  assertSameInput,
  type IdempotencyMark,
  isFresh,
  notFound,
  ProblemCollector,
  type SignedCall,
} from '@resident-graph/service-kit';
import type { RecordContactDetailInput } from '../__generated__/schema-types.ts';
import { addToBook, type WriteCircumstances } from '../domain/change-contact-book.ts';
import { type ContactBook, type ContactDetailFacts, type ContactDetailInBook, inBook } from '../domain/contact-book.ts';
import { readContactDetail } from '../domain/read-contact-detail.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';

/**
 * Records a detail for the acting area, which is never chosen by the input (access-model.md W1).
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person, LIMIT_REACHED, DUPLICATE_VALUE,
 * IDEMPOTENCY_KEY_REUSED; AuthorityError without an acting area
 */
export const recordContactDetail = async (
  parts: OperationParts,
  input: RecordContactDetailInput,
  call: SignedCall,
): Promise<ContactDetailInBook> => {
  const area = call.subject.actingArea;
  if (area === null) throw new AuthorityError('FORBIDDEN', 'Only a service area can record contact details.', { ruleId: 'C2' });
  const problems = new ProblemCollector('input');
  const facts = readContactDetail(input, 'recorded', problems);
  if (input.targetId.trim() === '' || input.targetId.length > 100) {
    problems.add('targetId', 'INVALID_FORMAT', 'Expected the id of what the detail belongs to.');
  }
  problems.throwIfAny();
  if (input.targetType === 'PERSON') {
    const existing = await parts.persons.findExisting([input.targetId], call.correlationId);
    if (!existing.has(input.targetId)) throw notFound('person');
  }
  const idempotency = parts.readIdempotency({ subject: call.subject, mutation: 'recordContactDetail', key: input.idempotencyKey, input });
  const place = { targetId: input.targetId, targetType: input.targetType, area };
  const circumstances = toCircumstances(parts, call);
  if (idempotency !== null) {
    const marks = await parts.store.findMarks(idempotency.scope);
    for (const mark of marks) if (isFresh(mark, Date.parse(circumstances.at))) assertSameInput(mark, idempotency.inputDigest);
  }
  for (;;) {
    const book = await parts.store.getBook(place);
    const change = recordInBook(book, { facts, idempotency }, circumstances);
    if (change.event === null) return inBook(book, change.detail);
    if (await parts.store.save({ book: change.book, event: change.event })) {
      parts.announce();
      return inBook(change.book, change.detail);
    }
  }
};

/** What is recorded, and the mark of the call when it is idempotent. */
interface RecordedEntry {
  readonly facts: ContactDetailFacts;
  readonly idempotency: Omit<IdempotencyMark, 'resultId' | 'at'> | null;
}

const recordInBook = (
  book: ContactBook,
  { facts, idempotency }: RecordedEntry,
  circumstances: WriteCircumstances,
): ReturnType<typeof addToBook> => {
  const marks = book.idempotency.filter((mark) => isFresh(mark, Date.parse(circumstances.at)));
  const earlier = idempotency === null ? undefined : marks.find(({ scope }) => scope === idempotency.scope);
  if (earlier !== undefined && idempotency !== null) {
    assertSameInput(earlier, idempotency.inputDigest);
    const detail = book.details.find(({ id }) => id === earlier.resultId);
    if (detail !== undefined) return { book, detail, event: null };
  }
  const change = addToBook(book, { facts, source: null }, circumstances);
  const mark = idempotency === null ? [] : [{ ...idempotency, resultId: change.detail.id, at: circumstances.at }];
  return { ...change, book: { ...change.book, idempotency: [...marks, ...mark] } };
};
