import { errorOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { add, bookOf, circumstances, empty, factsOf, rowOfValue } from '../../test/book-samples.ts';
import type { RowChange } from './change-contact-book.ts';
import type { ContactBook } from './contact-book.ts';
import { markInBook } from './mark-in-book.ts';
import { replaceInBook } from './replace-in-book.ts';

const replace = (book: ContactBook, value: string, by: string): RowChange =>
  replaceInBook(book, { old: rowOfValue(book, value), facts: factsOf(by, { relation: 'CARER' }), mayName: () => true }, circumstances);

describe('replacing a value (access-model.md W2)', () => {
  it('makes a new row that names the old one, and the old one historic, in one version of the book', () => {
    const before = add(empty, '1', { isDefault: true, team: 'north' }).book;
    const { book, detail, events } = replace(before, '1', '2');
    const old = rowOfValue(book, '1');
    expect(book.version).toBe(before.version + 1);
    expect(detail).toMatchObject({ value: '2', supersedesId: old.id, isActive: true, isDefault: true, team: 'north', version: 0 });
    expect(old).toMatchObject({ isActive: false, isDefault: false, version: 1, value: '1' });
    expect(old.changes.at(-1)).toMatchObject({
      kind: 'REPLACED',
      fields: [
        { field: 'isActive', before: 'true', after: 'false' },
        { field: 'isDefault', before: 'true', after: 'false' },
      ],
    });
    expect(events.map(({ type, entityId }) => [type, entityId])).toEqual([
      ['ContactDetailRetired', old.id],
      ['ContactDetailRecorded', detail.id],
    ]);
  });

  it('carries on how carefully the row is handled, and nothing that was about the old value', () => {
    const { book, detail } = add(empty, '1');
    const marks = {
      sensitivity: 'CONFIDENTIAL',
      isWithheldFromSubject: true,
      hasThirdPartyAgreed: true,
      isProcessingRestricted: true,
      isPublic: true,
      deliveryState: 'DISCONNECTED',
      deliveryStateOn: '2026-03-01',
    } as const;
    const marked = markInBook(book, { detail, kind: 'SENSITIVITY_MARKED', change: marks }, circumstances).book;
    expect(replace(marked, '1', '2').detail).toMatchObject({
      sensitivity: 'CONFIDENTIAL',
      isWithheldFromSubject: true,
      relation: 'CARER',
      hasThirdPartyAgreed: false,
      isProcessingRestricted: false,
      isPublic: false,
      deliveryState: 'UNVERIFIED',
      deliveryStateOn: null,
    });
  });

  it.each(['1', '2'])('refuses the value %s, which is the old one or that of another row', (value) => {
    const book = bookOf('1', '2');
    expect(errorOf(() => replace(book, '1', value))).toMatchObject({
      code: 'DUPLICATE_VALUE',
      details: { existingId: rowOfValue(book, value).id },
    });
  });

  it('of a full book needs no further place', () => {
    expect(replace(bookOf('1', '2', '3', '4', '5'), '1', '6').book.details.filter(({ isActive }) => isActive)).toHaveLength(5);
  });
});
