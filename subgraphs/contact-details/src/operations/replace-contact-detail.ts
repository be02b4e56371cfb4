import { ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { ReplaceContactDetailInput } from '../__generated__/schema-types.ts';
import { assertVersion, type RowChange } from '../domain/change-contact-book.ts';
import type { ContactDetail } from '../domain/contact-book.ts';
import { readContactDetail } from '../domain/read-contact-detail.ts';
import { replaceInBook } from '../domain/replace-in-book.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { assertKeyIsFree, findEarlierResult, type PendingMark, withMark } from './idempotent-write.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';
import { requireArea } from './require-area.ts';
import { changeDetail, type FoundDetail, showRow } from './write-book.ts';

/** The new row and the old one. */
export interface ReplacedDetail {
  readonly contactDetail: VisibleContactDetail | null;
  readonly superseded: VisibleContactDetail | null;
}

/** The new row's input: what is left out is taken over, null clears; a value is always given anew. */
const mergeInput = (input: ReplaceContactDetailInput, old: ContactDetail): Parameters<typeof readContactDetail>[0] => {
  const { description = old.description, relation = old.relation, contactName = old.contactName } = input;
  const { validFrom = old.validFrom, validUntil = old.validUntil } = input;
  return {
    contactType: old.contactType,
    subType: input.subType ?? old.subType,
    value: input.value,
    address: input.address,
    description,
    relation,
    contactName,
    isDefault: old.isDefault,
    validFrom,
    validUntil,
  };
};

const replace = (
  { book, detail: old, mayName, circumstances }: FoundDetail,
  { input, mark }: { readonly input: ReplaceContactDetailInput; readonly mark: PendingMark },
): RowChange => {
  const earlier = findEarlierResult(book, mark, circumstances.at);
  if (earlier !== undefined) return { before: book, book, detail: earlier, events: [] };
  assertVersion(old, input.expectedVersion);
  const problems = new ProblemCollector('input');
  if (!old.isActive) problems.add('id', 'CONTRADICTION', 'Expected a current detail; a historic one can be made current or recorded anew.');
  const facts = readContactDetail(mergeInput(input, old), { strictness: 'recorded', area: book.area, teams: [] }, problems);
  problems.throwIfAny();
  return withMark(replaceInBook(book, { old, facts, mayName }, circumstances), mark, circumstances.at);
};

/**
 * Records a new value in place of an old one of the acting area, which becomes historic, in one write (access-model.md W2).
 * @throws InputError NOT_FOUND, VERSION_CONFLICT, BAD_USER_INPUT with all problems, DUPLICATE_VALUE, LIMIT_REACHED, IDEMPOTENCY_KEY_REUSED;
 * AuthorityError FORBIDDEN for a row that is shown masked
 */
export const replaceContactDetail = async (
  parts: OperationParts,
  input: ReplaceContactDetailInput,
  call: SignedCall,
): Promise<ReplacedDetail> => {
  requireArea(call);
  const mark = parts.readIdempotency({ subject: call.subject, mutation: 'replaceContactDetail', key: input.idempotencyKey, input });
  await assertKeyIsFree(parts, mark, toCircumstances(parts, call).at);
  const { change, contactDetail } = await changeDetail(parts, { id: input.id, apply: (found) => replace(found, { input, mark }) }, call);
  const old = change.book.details.find(({ id }) => id === change.detail.supersedesId);
  return { contactDetail, superseded: old === undefined ? null : await showRow(parts, { book: change.book, detail: old }, call) };
};
