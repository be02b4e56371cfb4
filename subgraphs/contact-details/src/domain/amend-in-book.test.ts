import { errorOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { add, bookOf, circumstances, empty, rowOfValue } from '../../test/book-samples.ts';
import { type Amendment, amendInBook } from './amend-in-book.ts';
import type { RowChange } from './change-contact-book.ts';
import type { ContactBook } from './contact-book.ts';

const amend = (book: ContactBook, value: string, amendment: Amendment, teams: readonly string[] = []): RowChange =>
  amendInBook(book, { detail: rowOfValue(book, value), amendment, teams, mayName: () => true }, circumstances);

describe('amending (contact details seed)', () => {
  it.each<[string, Amendment, object, string]>([
    [
      'the description',
      { description: 'after six' },
      { description: 'after six', isDefault: true, isActive: true },
      'ContactDetailAmended',
    ],
    ['no default any more', { isDefault: false }, { isDefault: false, isActive: true }, 'ContactDetailAmended'],
    ['historic, and so no default', { isActive: false }, { isDefault: false, isActive: false }, 'ContactDetailRetired'],
  ])('makes the row: %s', (_title, amendment, expected, type) => {
    const { detail, events } = amend(add(empty, '1', { isDefault: true }).book, '1', amendment);
    expect(detail).toMatchObject({ ...expected, version: 1 });
    expect(detail.changes.at(-1)).toMatchObject({ kind: 'AMENDED', by: 'officer-1' });
    expect(events).toMatchObject([{ type, version: 1 }]);
  });

  it.each<Amendment>([
    {},
    { isActive: true },
    { isDefault: true },
    { description: null },
    { isActive: true, isDefault: true, description: null },
  ])('to what the row is already (%j) leaves no trace', (amendment) => {
    const { book } = add(empty, '1', { isDefault: true });
    expect(amend(book, '1', amendment)).toEqual({ before: book, book, detail: rowOfValue(book, '1'), events: [] });
  });

  it('makes it the default in place of the one before, of its team alone', () => {
    const area = add(empty, '1', { isDefault: true }).book;
    const team = add(area, '2', { isDefault: true, team: 'north' }).book;
    const { book, events } = amend(add(team, '3').book, '3', { isDefault: true });
    expect(book.details.map(({ isDefault, version }) => [isDefault, version])).toEqual([
      [false, 1],
      [true, 0],
      [true, 1],
    ]);
    expect(events.map(({ entityId }) => entityId)).toEqual([rowOfValue(book, '1').id, rowOfValue(book, '3').id]);
  });

  it('makes a historic row current again within the limit and beside no other of its value', () => {
    const retired = amend(bookOf('1', '2', '3', '4', '5'), '1', { isActive: false }).book;
    expect(amend(retired, '1', { isActive: true }).detail).toMatchObject({ isActive: true, isDefault: false, version: 2 });
    expect(errorOf(() => amend(add(retired, '6').book, '1', { isActive: true }))).toMatchObject({ code: 'LIMIT_REACHED' });
    const twice = add(retired, '1').book;
    const [old] = twice.details;
    if (old === undefined) throw new Error('Expected the old row.');
    const again = () => amendInBook(twice, { detail: old, amendment: { isActive: true }, teams: [], mayName: () => false }, circumstances);
    expect(errorOf(again)).toMatchObject({ code: 'DUPLICATE_VALUE', details: {} });
  });

  it('of another team’s default to historic leaves that team a notice; of the own one none', () => {
    const { book } = add(empty, '1', { isDefault: true, team: 'north' });
    expect(amend(book, '1', { isActive: false }, ['south']).book.notices).toMatchObject([{ team: 'north', openFor: 'north' }]);
    expect(amend(book, '1', { isActive: false }, ['north']).book.notices).toEqual([]);
    expect(amend(book, '1', { isDefault: false }, ['south']).book.notices).toEqual([]);
  });
});
