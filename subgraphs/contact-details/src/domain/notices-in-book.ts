import type { BookChange, WriteCircumstances } from './change-contact-book.ts';
import type { ContactBook } from './contact-book.ts';

/** Takes a notice out of its team's queue; it stays in the book. One that is out already, or not there, changes nothing. */
export const acknowledgeInBook = (before: ContactBook, noticeId: string, circumstances: WriteCircumstances): BookChange => {
  const notice = before.notices.find(({ id }) => id === noticeId);
  if (notice === undefined || notice.openFor === null) return { before, book: before, events: [] };
  const { at, correlationId, newId } = circumstances;
  const { targetId, area } = before;
  return {
    before,
    book: {
      ...before,
      notices: before.notices.map((other) => (other === notice ? { ...notice, openFor: null } : other)),
      version: before.version + 1,
    },
    events: [{ id: newId(), type: 'ContactNoticeAcknowledged', entityId: noticeId, version: 1, at, correlationId, targetId, area }],
  };
};
