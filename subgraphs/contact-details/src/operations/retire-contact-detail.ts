import type { SignedCall } from '@resident-graph/service-kit';
import type { RetireContactDetailInput } from '../__generated__/schema-types.ts';
import { retireInBook } from '../domain/retire-in-book.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import type { OperationParts } from './operation-parts.ts';
import { changeDetail } from './write-book.ts';

/** The retired row. */
export interface RetiredDetail {
  readonly contactDetail: VisibleContactDetail | null;
  /** The team of others whose default it was; null when there is none, or the caller sees the row masked. */
  readonly wasDefaultOfTeam: string | null;
}

/**
 * Makes a detail of the acting area historic; again, it changes nothing. Any officer of the area may, also where they see the row masked
 * (access-model.md W3).
 * @throws InputError NOT_FOUND, the same for an absent detail and for another area's
 */
export const retireContactDetail = async (
  parts: OperationParts,
  { id }: RetireContactDetailInput,
  call: SignedCall,
): Promise<RetiredDetail> => {
  const { teams } = call.subject;
  const { change, contactDetail, wasFull } = await changeDetail(
    parts,
    { id, acceptsMasked: () => true, apply: ({ book, detail, circumstances }) => retireInBook(book, { detail, teams }, circumstances) },
    call,
  );
  return { contactDetail, wasDefaultOfTeam: wasFull ? change.wasDefaultOfTeam : null };
};
