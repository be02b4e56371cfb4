import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { maskFilter } from './mask-filter.ts';

describe('the mask of a filter', () => {
  it.each([
    [{ targetId: { $in: ['a', 'b', 'c'] } }, '{"targetId":{"$in":["<text> x3"]}}'],
    [{ area: { $in: [null, ''] } }, '{"area":{"$in":["<null> x1","<text> x1"]}}'],
    [{ isActive: true, count: 7, name: 'Ada' }, '{"isActive":"<boolean>","count":"<number>","name":"<text>"}'],
    [{ $and: [{ area: 'housing' }, { 'details.id': 'x' }] }, '{"$and":[{"area":"<text>"},{"details.id":"<text>"}]}'],
    [{ 'a name with blanks': 1 }, '{"<field>":"<number>"}'],
    [{}, '{}'],
  ])('keeps names and operators and tells values by type and count: %o', (filter, masked) => {
    expect(maskFilter(filter)).toBe(masked);
  });

  it('shows the first twenty parts of a list of conditions', () => {
    const { $or } = JSON.parse(maskFilter({ $or: Array.from({ length: 23 }, () => ({ area: 'x' })) })) as { readonly $or: unknown[] };
    expect($or).toHaveLength(21);
    expect($or.at(-1)).toBe('<more> x3');
  });

  test('no value is in it, wherever it stands', () => {
    const value = fc.string({ minLength: 12, unit: fc.constantFrom(...'QXZ0123456789') }).map((text) => `canary${text}`);
    const filter = fc.letrec((tie) => ({
      part: fc.oneof(
        { maxDepth: 4 },
        value,
        fc.array(tie('part'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', '$in', 'b.c'), tie('part')),
      ),
    })).part;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('targetId', '$and', 'area'), filter), (asked) => {
        expect(maskFilter(asked)).not.toContain('canary');
      }),
    );
  });
});
