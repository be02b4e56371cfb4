import { errorOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { add, bookOf, circumstances, empty, factsOf, rowOfValue } from '../../test/book-samples.ts';
import type { RowChange } from './change-contact-book.ts';
import type { ContactBook, ContactDetailFacts } from './contact-book.ts';
import { ingestIntoBook } from './ingest-into-book.ts';
import { markInBook } from './mark-in-book.ts';
import { retireInBook } from './retire-in-book.ts';

const source = { key: 'register/1', digest: 'a' };
const changed = { key: 'register/1', digest: 'b' };
const ingest = (book: ContactBook, value: string, from = source, change?: Partial<ContactDetailFacts>): RowChange =>
  ingestIntoBook(book, { facts: factsOf(value, change), source: from, createdAt: '2001-01-01T00:00:00.000Z' }, circumstances);

describe('ingesting into a contact book (access-model.md W5b)', () => {
  it('makes a migrated row with the date of its source', () => {
    expect(ingest(empty, '1').detail).toMatchObject({
      origin: 'MIGRATED',
      source,
      createdAt: '2001-01-01T00:00:00.000Z',
      lastModifiedAt: circumstances.at,
      changes: [{ kind: 'MIGRATED', at: circumstances.at }],
    });
  });

  it('of the same row changes nothing', () => {
    const { book, detail } = ingest(empty, '1');
    expect(ingest(book, '1')).toEqual({ before: book, book, detail, events: [] });
  });

  it('leaves a row that an officer retired as it is', () => {
    const { book, detail } = ingest(empty, '1');
    const retired = retireInBook(book, { detail, teams: [] }, circumstances).book;
    expect(ingest(retired, '1')).toMatchObject({ book: retired, detail: { isActive: false }, events: [] });
  });

  it('of a changed row makes the old one historic and a new one in one write, an event for each', () => {
    const { book, detail } = ingest(empty, '1', source, { isDefault: true });
    const change = ingest(book, '2', changed, { isDefault: true });
    expect(change.book.version).toBe(book.version + 1);
    expect(change.book.details).toMatchObject([
      { id: detail.id, value: '1', isActive: false, isDefault: false, version: 1, source: null },
      { value: '2', isActive: true, isDefault: true, version: 0, source: changed, supersedesId: detail.id },
    ]);
    expect(change.events).toMatchObject([
      { type: 'ContactDetailRetired', entityId: detail.id, version: 1 },
      { type: 'ContactDetailRecorded', entityId: change.detail.id },
    ]);
  });

  it('carries on how carefully a changed row is handled', () => {
    const { book, detail } = ingest(empty, '1');
    const marked = markInBook(book, { detail, kind: 'SENSITIVITY_MARKED', change: { sensitivity: 'CONFIDENTIAL' } }, circumstances).book;
    expect(ingest(marked, '2', changed).detail).toMatchObject({ sensitivity: 'CONFIDENTIAL' });
  });

  it('of a changed row that an officer retired makes a new one, and of the old one no further change', () => {
    const { book, detail } = ingest(empty, '1');
    const retired = retireInBook(book, { detail, teams: [] }, circumstances).book;
    const change = ingest(retired, '2', changed);
    expect(change.events.map(({ type }) => type)).toEqual(['ContactDetailRecorded']);
    expect(change.book.details[0]).toMatchObject({ id: detail.id, version: 1, source: null });
  });

  it('of a row that changed back makes it anew', () => {
    const back = ingest(ingest(ingest(empty, '1').book, '2', changed).book, '1');
    expect(back.book.details.map(({ value, isActive }) => [value, isActive])).toEqual([
      ['1', false],
      ['2', false],
      ['1', true],
    ]);
  });

  it('ends the default that an officer set, with an event', () => {
    const { book } = add(empty, '1', { isDefault: true });
    const change = ingest(book, '2', source, { isDefault: true });
    expect(change.events.map(({ type }) => type)).toEqual(['ContactDetailAmended', 'ContactDetailRecorded']);
    expect(rowOfValue(change.book, '1')).toMatchObject({ isDefault: false, version: 1 });
  });

  it('counts the freed place of a changed row, and refuses a sixth and a duplicate without naming it', () => {
    const full = ingest(bookOf('2', '3', '4', '5'), '1').book;
    expect(() => ingest(full, '6', changed)).not.toThrow();
    expect(errorOf(() => ingest(full, '6', { key: 'register/2', digest: 'a' }))).toMatchObject({ code: 'LIMIT_REACHED' });
    expect(errorOf(() => ingest(full, '2', { key: 'register/2', digest: 'a' }))).toMatchObject({ code: 'DUPLICATE_VALUE', details: {} });
  });
});
