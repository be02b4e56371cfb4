import { errorOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { add, bookOf, circumstances, empty, factsOf, rowOfValue } from '../../test/book-samples.ts';
import { addToBook } from './add-to-book.ts';
import type { ContactBook } from './contact-book.ts';
import { retireInBook } from './retire-in-book.ts';

const retire = (book: ContactBook, value: string): ContactBook =>
  retireInBook(book, { detail: rowOfValue(book, value), teams: [] }, circumstances).book;

describe('adding to a contact book (domain-write.md 3.4)', () => {
  it('makes one new row, its first entry in the history and one event that carries no value', () => {
    const { book, detail, events } = add(empty, '+441');
    expect(book).toMatchObject({ version: 0, details: [detail] });
    expect(detail).toMatchObject({ version: 0, origin: 'RECORDED', createdBy: 'officer-1', createdAt: circumstances.at, source: null });
    expect(detail).toMatchObject({ supersedesId: null, sensitivity: 'STANDARD', deliveryState: 'UNVERIFIED', deliveryStateOn: null });
    expect(detail.changes).toEqual([{ kind: 'RECORDED', at: circumstances.at, by: 'officer-1', fields: [] }]);
    expect(events).toEqual([
      {
        id: expect.any(String),
        type: 'ContactDetailRecorded',
        entityId: detail.id,
        version: 0,
        at: circumstances.at,
        correlationId: 'correlation-1',
        targetId: 'p1',
        area: 'housing',
      },
    ]);
  });

  it.each(['PHONE', 'EMAIL'] as const)('refuses a sixth active %s', (contactType) => {
    const full = ['1', '2', '3', '4', '5'].reduce((book, value) => add(book, value, { contactType }).book, empty);
    expect(errorOf(() => add(full, '6', { contactType }))).toMatchObject({
      code: 'LIMIT_REACHED',
      message: `Expected at most 5 active details of type ${contactType}; retire one before recording another.`,
      details: { limit: `active ${contactType}`, maximum: 5 },
    });
    expect(() => add(full, '6', { contactType: contactType === 'PHONE' ? 'EMAIL' : 'PHONE' })).not.toThrow();
    expect(() => add(full, '6', { contactType, isActive: false })).not.toThrow();
  });

  it('takes the sixth after one was retired', () => {
    expect(add(retire(bookOf('1', '2', '3', '4', '5'), '1'), '6').book.details.filter(({ isActive }) => isActive)).toHaveLength(5);
  });

  it('has no limit for addresses', () => {
    const many = Array.from({ length: 12 }, (_, index) => `${index} Hill Street`);
    expect(many.reduce((book, value) => add(book, value, { contactType: 'ADDRESS' }).book, empty).details).toHaveLength(12);
  });

  it('refuses an active value twice, whatever its case, and names the row only when the caller may learn of it', () => {
    const { book, detail } = add(empty, 'Ann@example.org', { contactType: 'EMAIL' });
    const facts = factsOf('ann@example.org', { contactType: 'EMAIL' });
    const refused = (mayName: boolean) => errorOf(() => addToBook(book, { facts, source: null, mayName: () => mayName }, circumstances));
    const message = 'The service area holds this value already for this target.';
    expect(refused(true)).toMatchObject({ code: 'DUPLICATE_VALUE', message, details: { existingId: detail.id } });
    expect(refused(false)).toMatchObject({ code: 'DUPLICATE_VALUE', message });
    expect((refused(false) as { details: object }).details).toEqual({});
    expect(() => add(book, 'ann@example.org', { contactType: 'ADDRESS' })).not.toThrow();
  });

  it('takes a value again that is historic, and a missing value as often as it comes', () => {
    expect(add(retire(bookOf('+441'), '+441'), '+441').book.details.map(({ isActive }) => isActive)).toEqual([false, true]);
    expect(bookOf('', '').details).toHaveLength(2);
  });

  it('judges nothing in a book without an area, which several importers share', () => {
    const shared = { ...bookOf('1', '2', '3', '4', '5'), area: null };
    expect(add(add(shared, '1').book, '6').book.details).toHaveLength(7);
  });
});

describe('the default of a type and team', () => {
  it('moves to the new one with version, history and event; those of other types and teams stay', () => {
    const mail = add(empty, 'a@example.org', { contactType: 'EMAIL', isDefault: true }).book;
    const first = add(mail, '1', { isDefault: true }).book;
    const ofTeam = add(first, '2', { isDefault: true, team: 'north' }).book;
    const { book, events } = add(ofTeam, '3', { isDefault: true });
    expect(book.details.map(({ value, team, isDefault, version }) => [value, team, isDefault, version])).toEqual([
      ['a@example.org', null, true, 0],
      ['1', null, false, 1],
      ['2', 'north', true, 0],
      ['3', null, true, 0],
    ]);
    expect(rowOfValue(book, '1').changes.at(-1)).toEqual({
      kind: 'AMENDED',
      at: circumstances.at,
      by: 'officer-1',
      fields: [{ field: 'isDefault', before: 'true', after: 'false' }],
    });
    expect(events.map(({ type, entityId, version }) => [type, entityId, version])).toEqual([
      ['ContactDetailAmended', rowOfValue(book, '1').id, 1],
      ['ContactDetailRecorded', rowOfValue(book, '3').id, 0],
    ]);
  });

  it('is no historic row, which leaves the default where it is', () => {
    const { book, events } = add(add(empty, '1', { isDefault: true }).book, '2', { isDefault: true, isActive: false });
    expect(book.details.map(({ isDefault }) => isDefault)).toEqual([true, false]);
    expect(events).toHaveLength(1);
  });
});
