import { permit } from '@resident-graph/policy';
import { ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { MarkSensitivityInput } from '../__generated__/schema-types.ts';
import { assertVersion, type RowChange } from '../domain/change-contact-book.ts';
import { isLowering, markInBook } from '../domain/mark-in-book.ts';
import { readReason, reasonRule } from '../domain/read-reason.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { assertPermitted } from './consent-operation-parts.ts';
import type { OperationParts } from './operation-parts.ts';
import { changeDetail, type FoundDetail } from './write-book.ts';

const mark = ({ book, detail, circumstances }: FoundDetail, input: MarkSensitivityInput, { subject }: SignedCall): RowChange => {
  const { sensitivity } = input;
  const isLowered = isLowering(detail.sensitivity, sensitivity);
  if (isLowered) assertPermitted(subject, 'contact-detail.lower-sensitivity');
  else if (sensitivity === 'SAFE_ADDRESS') assertPermitted(subject, 'contact-detail.safeguard');
  assertVersion(detail, input.expectedVersion);
  const problems = new ProblemCollector('input');
  if (sensitivity === 'SAFE_ADDRESS' && detail.contactType !== 'ADDRESS') {
    problems.add('sensitivity', 'CONTRADICTION', 'Expected SAFE_ADDRESS for an address alone; CONFIDENTIAL is for every type.');
  }
  const reason = readReason(input.reason, reasonRule('reason', isLowered), problems);
  problems.throwIfAny();
  const notes = reason === null ? {} : { reason };
  return markInBook(book, { detail, kind: 'SENSITIVITY_MARKED', change: { sensitivity }, notes }, circumstances);
};

/**
 * Marks how carefully a detail of the acting area must be handled. A steward lowers the mark of rows that they see masked, too: that is what
 * the role is for (access-model.md W5, W10).
 * @throws InputError NOT_FOUND, VERSION_CONFLICT, BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN with the rule
 */
export const markSensitivity = async (
  parts: OperationParts,
  input: MarkSensitivityInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> => {
  const mayLower = permit(call.subject, 'contact-detail.lower-sensitivity').isPermitted;
  const { contactDetail } = await changeDetail(
    parts,
    {
      id: input.id,
      acceptsMasked: (detail) => mayLower && isLowering(detail.sensitivity, input.sensitivity),
      apply: (found) => mark(found, input, call),
    },
    call,
  );
  return contactDetail;
};
