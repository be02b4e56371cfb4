import { describe, expect, test } from 'vitest';
import { ownRow } from '../test/samples.ts';
import { always, constantly, either, isActiveRow, isOfKnownArea, isPublicRow, never } from './row-statement.ts';

describe('statements about rows', () => {
  test('a constant one is the same for everybody', () => {
    expect([constantly(true), constantly(false)]).toEqual([always, never]);
    expect(constantly(true)).toBe(always);
  });

  test('whether the area is known is asked of the book and not of its rows', () => {
    expect(isOfKnownArea.elements).toBe('always');
    expect(isOfKnownArea.book).toEqual({ area: { $in: expect.arrayContaining(['housing']) as unknown } });
  });

  test.each([
    ['what always holds, first', always, isActiveRow, always],
    ['what always holds, second', isActiveRow, always, always],
    ['the other beside what never holds, first', never, isActiveRow, isActiveRow],
    ['the other beside what never holds, second', isActiveRow, never, isActiveRow],
  ])('either of two is %s', (_title, one, other, expected) => {
    expect(either(one, other)).toBe(expected);
  });

  test('either of two holds where one of them does, and its filter asks for one of them', () => {
    const { holds, elements } = either(isActiveRow, isPublicRow);
    const inactive = { ...ownRow, isActive: false };
    expect([holds(ownRow), holds({ ...inactive, isPublic: true }), holds(inactive)]).toEqual([true, true, false]);
    expect(elements).toEqual({ $or: [{ isActive: true }, { isPublic: true }] });
  });
});
