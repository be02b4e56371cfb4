import type { Sensitivity } from '@resident-graph/policy';
import { sensitivities } from '@resident-graph/policy';
import type { ContactType, DeliveryState } from '../__generated__/schema-types.ts';
import { BookDraft, type Revision } from './book-draft.ts';
import type { RowChange, WriteCircumstances } from './change-contact-book.ts';
import type { ContactBook, ContactDetail } from './contact-book.ts';

/** Marks a row: its sensitivity, delivery, dispute and the like. A mark that it has already leaves no trace. */
export const markInBook = (
  book: ContactBook,
  { detail, ...revision }: Revision & { readonly detail: ContactDetail },
  circumstances: WriteCircumstances,
): RowChange => {
  const draft = new BookDraft(book, circumstances);
  draft.revise(detail, revision);
  return draft.finish(detail.id);
};

/** Tells whether a mark asks for less care than another one. Source: access-model.md W5. */
export const isLowering = (from: Sensitivity, to: Sensitivity): boolean => sensitivities.indexOf(to) < sensitivities.indexOf(from);

const typeOfFailure: Readonly<Partial<Record<DeliveryState, ContactType>>> = {
  BOUNCED: 'EMAIL',
  DISCONNECTED: 'PHONE',
  RETURNED: 'ADDRESS',
};

/** The one type that a delivery state is for; null for those of every type. */
export const contactTypeOf = (state: DeliveryState): ContactType | null => typeOfFailure[state] ?? null;
