import { errorOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { addToBook, type BookChange, ingestIntoBook, retireInBook, type WriteCircumstances } from './change-contact-book.ts';
import { type ContactBook, type ContactDetail, type ContactDetailFacts, emptyBook } from './contact-book.ts';

let ids = 0;
const circumstances: WriteCircumstances = {
  at: '2026-03-10T09:00:00.000Z',
  correlationId: 'correlation-1',
  by: 'officer-1',
  newId: () => {
    ids += 1;
    return `id-${ids}`;
  },
};

const factsOf = (value: string, change: Partial<ContactDetailFacts> = {}): ContactDetailFacts => ({
  contactType: 'PHONE',
  subType: 'MOBILE',
  value,
  address: null,
  description: null,
  relation: null,
  contactName: null,
  isDefault: false,
  isActive: true,
  validFrom: null,
  validUntil: null,
  ...change,
});

const add = (book: ContactBook, value: string, change?: Partial<ContactDetailFacts>): BookChange =>
  addToBook(book, { facts: factsOf(value, change), source: null }, circumstances);
const bookOf = (...values: readonly string[]): ContactBook => values.reduce((book, value) => add(book, value).book, empty);
const empty = emptyBook({ targetId: 'p1', targetType: 'PERSON', area: 'housing' });
const find = (book: ContactBook, value: string): ContactDetail | undefined => book.details.find((detail) => detail.value === value);

describe('adding to a contact book (domain-write.md 3.4)', () => {
  it('makes one new row and one event that carries no value', () => {
    const { book, detail, event } = add(empty, '+441');
    expect(book).toMatchObject({ version: 0, details: [detail] });
    expect(detail).toMatchObject({ version: 0, origin: 'RECORDED', createdBy: 'officer-1', createdAt: circumstances.at, source: null });
    expect(event).toEqual({
      id: expect.any(String),
      type: 'ContactDetailRecorded',
      entityId: detail.id,
      version: 0,
      at: circumstances.at,
      correlationId: 'correlation-1',
      targetId: 'p1',
      area: 'housing',
    });
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
    const full = bookOf('1', '2', '3', '4', '5');
    const freed = retireInBook(full, find(full, '1')?.id ?? '', circumstances)?.book ?? full;
    expect(add(freed, '6').book.details.filter(({ isActive }) => isActive)).toHaveLength(5);
  });

  it('has no limit for addresses', () => {
    const many = Array.from({ length: 12 }, (_, index) => `${index} Hill Street`);
    expect(many.reduce((book, value) => add(book, value, { contactType: 'ADDRESS' }).book, empty).details).toHaveLength(12);
  });

  it('refuses an active value twice, whatever its case, and names the row', () => {
    const { book, detail } = add(empty, 'Ann@example.org', { contactType: 'EMAIL' });
    expect(errorOf(() => add(book, 'ann@example.org', { contactType: 'EMAIL' }))).toMatchObject({
      code: 'DUPLICATE_VALUE',
      message: 'The service area holds this value already for this target.',
      details: { existingId: detail.id },
    });
    expect(() => add(book, 'ann@example.org', { contactType: 'ADDRESS' })).not.toThrow();
  });

  it('takes a value again that is historic', () => {
    const { book, detail } = add(empty, '+441');
    const retired = retireInBook(book, detail.id, circumstances)?.book ?? book;
    expect(add(retired, '+441').book.details.map(({ isActive }) => isActive)).toEqual([false, true]);
  });

  it('moves the default of a type to the new one, and leaves the defaults of other types', () => {
    const mail = add(empty, 'a@example.org', { contactType: 'EMAIL', isDefault: true }).book;
    const first = add(mail, '1', { isDefault: true }).book;
    const { book } = add(first, '2', { isDefault: true });
    expect(book.details.map(({ value, isDefault, version }) => [value, isDefault, version])).toEqual([
      ['a@example.org', true, 0],
      ['1', false, 1],
      ['2', true, 0],
    ]);
  });

  it('makes no historic row a default, and leaves the default where it is', () => {
    const { book } = add(add(empty, '1', { isDefault: true }).book, '2', { isDefault: true, isActive: false });
    expect(book.details.map(({ isDefault }) => isDefault)).toEqual([true, false]);
  });
});

describe('retiring', () => {
  it('makes the row historic, no default, one version on, with one event', () => {
    const { book, detail } = add(empty, '1', { isDefault: true });
    const change = retireInBook(book, detail.id, circumstances);
    expect(change).toMatchObject({
      book: { version: 1 },
      detail: { isActive: false, isDefault: false, version: 1 },
      event: { type: 'ContactDetailRetired', entityId: detail.id, version: 1 },
    });
  });

  it('again changes nothing and tells nothing', () => {
    const { book, detail } = add(empty, '1');
    const retired = retireInBook(book, detail.id, circumstances)?.book ?? book;
    expect(retireInBook(retired, detail.id, circumstances)).toEqual({ book: retired, detail: find(retired, '1'), event: null });
  });

  it('of a row that is not there is nothing', () => {
    expect(retireInBook(empty, 'nothing', circumstances)).toBeNull();
  });
});

describe('ingesting into a contact book (access-model.md W5b)', () => {
  const source = { key: 'register/1', digest: 'a' };
  const changed = { key: 'register/1', digest: 'b' };
  const ingest = (book: ContactBook, value: string, from = source, change?: Partial<ContactDetailFacts>): BookChange =>
    ingestIntoBook(book, { facts: factsOf(value, change), source: from, createdAt: '2001-01-01T00:00:00.000Z' }, circumstances);

  it('makes a migrated row with the date of its source', () => {
    expect(ingest(empty, '1').detail).toMatchObject({
      origin: 'MIGRATED',
      source,
      createdAt: '2001-01-01T00:00:00.000Z',
      lastModifiedAt: circumstances.at,
    });
  });

  it('of the same row changes nothing', () => {
    const { book, detail } = ingest(empty, '1');
    expect(ingest(book, '1')).toEqual({ book, detail, event: null });
  });

  it('leaves a row that an officer retired as it is', () => {
    const { book, detail } = ingest(empty, '1');
    const retired = retireInBook(book, detail.id, circumstances)?.book ?? book;
    expect(ingest(retired, '1')).toMatchObject({ book: retired, detail: { isActive: false }, event: null });
  });

  it('of a changed row makes the old one historic and a new one in one write', () => {
    const { book, detail } = ingest(empty, '1', source, { isDefault: true });
    const change = ingest(book, '2', changed, { isDefault: true });
    expect(change.book.version).toBe(book.version + 1);
    expect(change.book.details).toMatchObject([
      { id: detail.id, value: '1', isActive: false, isDefault: false, version: 1, source: null },
      { value: '2', isActive: true, isDefault: true, version: 0, source: changed },
    ]);
    expect(change.event).toMatchObject({ type: 'ContactDetailRecorded', entityId: change.detail.id });
  });

  it('of a row that changed back makes it anew', () => {
    const back = ingest(ingest(ingest(empty, '1').book, '2', changed).book, '1');
    expect(back.book.details.map(({ value, isActive }) => [value, isActive])).toEqual([
      ['1', false],
      ['2', false],
      ['1', true],
    ]);
  });

  it('counts the freed place of a changed row, and refuses a sixth and a duplicate', () => {
    const full = ingest(bookOf('2', '3', '4', '5'), '1').book;
    expect(() => ingest(full, '6', changed)).not.toThrow();
    expect(errorOf(() => ingest(full, '6', { key: 'register/2', digest: 'a' }))).toMatchObject({ code: 'LIMIT_REACHED' });
    expect(errorOf(() => ingest(full, '2', { key: 'register/2', digest: 'a' }))).toMatchObject({ code: 'DUPLICATE_VALUE' });
  });
});
