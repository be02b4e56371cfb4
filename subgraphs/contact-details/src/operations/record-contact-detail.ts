import { notFound, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { RecordContactDetailInput } from '../__generated__/schema-types.ts';
import { addToBook } from '../domain/add-to-book.ts';
import { findGroup } from '../domain/person-groups.ts';
import { readContactDetail } from '../domain/read-contact-detail.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { assertKeyIsFree, findEarlierResult, withMark } from './idempotent-write.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';
import { requireArea } from './require-area.ts';
import { findNameable, saveChange, showRow } from './write-book.ts';

const longestId = 100;
const uuid = /^(?!0{8}-)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** Persons are asked for; what is known by its id alone must at least have the form of one. */
const hasTargetId = ({ targetId, targetType }: RecordContactDetailInput): boolean =>
  targetType === 'PERSON' ? targetId.trim() !== '' && targetId.length <= longestId : uuid.test(targetId);

/** Tenures and assets belong to other services and are known by id alone. */
const assertTargetExists = async (parts: OperationParts, input: RecordContactDetailInput, { correlationId }: SignedCall): Promise<void> => {
  const { targetId, targetType } = input;
  if (targetType === 'PERSON' && !(await parts.persons.findExisting([targetId], correlationId)).has(targetId)) throw notFound('person');
  if (targetType === 'ORGANISATION' && (await parts.organisations.findById(targetId)) === null) throw notFound('organisation');
};

/**
 * Records a detail for the acting area, which is never chosen by the input (access-model.md W1); under the id of a person who was merged
 * away it is the survivor's (W11).
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person or organisation, LIMIT_REACHED, DUPLICATE_VALUE,
 * IDEMPOTENCY_KEY_REUSED; AuthorityError without an acting area, or outside a restriction (S4)
 */
export const recordContactDetail = async (
  parts: OperationParts,
  input: RecordContactDetailInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> => {
  const area = requireArea(call);
  const problems = new ProblemCollector('input');
  const facts = readContactDetail(input, { strictness: 'recorded', area, teams: call.subject.teams }, problems);
  if (!hasTargetId(input)) problems.add('targetId', 'INVALID_FORMAT', 'Expected the id, a UUID, of what the detail belongs to.');
  problems.throwIfAny();
  if (input.targetType === 'PERSON') await assertNotRestricted(parts, input.targetId, call);
  await assertTargetExists(parts, input, call);
  const mark = parts.readIdempotency({ subject: call.subject, mutation: 'recordContactDetail', key: input.idempotencyKey, input });
  const { targetType } = input;
  const { survivorId: targetId, personIds } =
    targetType === 'PERSON' ? await findGroup(parts, input.targetId, call) : { survivorId: input.targetId, personIds: [] };
  const place = { targetId, targetType, area };
  const circumstances = toCircumstances(parts, call);
  await assertKeyIsFree(parts, mark, circumstances.at);
  // The same call may have come before the merge, and have written to another id of the person.
  const others = mark === null ? [] : personIds.filter((id) => id !== targetId);
  for (const book of await parts.store.getBooks(others.map((id) => ({ ...place, targetId: id })))) {
    const earlier = findEarlierResult(book, mark, circumstances.at);
    if (earlier !== undefined) return showRow(parts, { book, detail: earlier }, call);
  }
  for (;;) {
    const book = await parts.store.getBook(place);
    const earlier = findEarlierResult(book, mark, circumstances.at);
    if (earlier !== undefined) return showRow(parts, { book, detail: earlier }, call);
    const mayName = await findNameable(parts, book, call);
    const change = withMark(addToBook(book, { facts, source: null, mayName }, circumstances), mark, circumstances.at);
    if (await saveChange(parts, change)) return showRow(parts, change, call);
  }
};
