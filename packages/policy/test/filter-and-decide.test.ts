import fc from 'fast-check';
import { Query } from 'mingo';
import { describe, expect, test } from 'vitest';
import {
  type ContactDetailAttributes,
  createDecide,
  type Filter,
  grantCodes,
  type ReadContext,
  type Subject,
  toMongoFilter,
} from '../src/index.ts';
import { anyBook, anyContext, anyService, anySubject, type Book } from './arbitraries.ts';
import { judgeMatrix } from './judge-matrix.ts';
import { situationsOf } from './matrix-situations.ts';

const action = 'contact-detail.read';
const runs = { numRuns: 500, seed: 5 };
const corpus = fc.array(anyBook, { minLength: 1, maxLength: 6 });

const rowsOf = ({ details, ...place }: Book): readonly ContactDetailAttributes[] => details.map((detail) => ({ ...detail, ...place }));

const isRead = (filter: Filter, book: Book): boolean => new Query({ ...filter }).test({ ...book });

const codesIn = (subject: Subject, context: ReadContext, book: Book): readonly string[] => {
  const decide = createDecide(subject, action, context);
  return rowsOf(book)
    .map((row) => decide(row))
    .filter(({ outcome }) => outcome !== 'HIDDEN')
    .map(({ code }) => code);
};

const isVisible = (subject: Subject, context: ReadContext, book: Book): boolean => codesIn(subject, context, book).length > 0;

describe('the filter of the store and the decision', () => {
  test.each(judgeMatrix().map(({ name, cell }) => [name, cell] as const))(
    'agree on a book that holds one row of %s alone',
    (_name, cell) => {
      for (const { subject, context, row } of situationsOf(cell)) {
        const { targetType, targetId, area, ...detail } = row;
        const book = { targetType, targetId, area, details: [detail] };
        expect(isRead(toMongoFilter(subject, action, context), book)).toBe(isVisible(subject, context, book));
      }
    },
  );

  test('whoever acts for themselves reads exactly the books in which something is visible', () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(anySubject, anyContext, corpus, (subject, context, books) => {
        const filter = toMongoFilter(subject, action, context);
        return books.every((book) => {
          const codes = codesIn(subject, context, book);
          for (const code of codes) met.set(code, (met.get(code) ?? 0) + 1);
          return isRead(filter, book) === codes.length > 0;
        });
      }),
      runs,
    );
    const { 9: defaultDeny, ...granted } = grantCodes;
    for (const code of Object.values(granted)) expect(met.get(code) ?? 0, `rows shown under ${code}`).toBeGreaterThan(2);
    expect(met.has(defaultDeny)).toBe(false);
  });

  test('on behalf of a user no book is missed in which something is visible', () => {
    let visible = 0;
    fc.assert(
      fc.property(anyService, anyContext, corpus, (subject, context, books) => {
        const filter = toMongoFilter(subject, action, context);
        const shown = books.filter((book) => isVisible(subject, context, book));
        visible += shown.length;
        return shown.every((book) => isRead(filter, book));
      }),
      runs,
    );
    expect(visible).toBeGreaterThan(20);
  });

  test('on behalf of a user no book is read that holds nothing visible for one of the two', () => {
    fc.assert(
      fc.property(anyService, anyContext, anyBook, (subject, context, book) => {
        const { onBehalfOf } = subject;
        if (onBehalfOf === null || !isRead(toMongoFilter(subject, action, context), book)) return true;
        return isVisible({ ...subject, onBehalfOf: null }, context, book) && isVisible(onBehalfOf, context, book);
      }),
      runs,
    );
  });
});
