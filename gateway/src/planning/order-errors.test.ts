import { describe, expect, it } from 'vitest';
import { orderErrors } from './order-errors.ts';

describe('orderErrors', () => {
  it('puts errors in the order of the answer, whichever was ready first', () => {
    const errors = [
      { message: 'c', path: ['a', 'b'] },
      { message: 'b', path: ['z', 10] },
      { message: 'a', path: ['z', 2, 'x'] },
      { message: 'a', path: ['z', 2] },
      { message: 'z' },
      { message: 'a', path: ['a', 'b'] },
    ];
    const data = { z: [null, null, { x: null }], a: { b: null } };
    const expected = [errors[4], errors[3], errors[2], errors[1], errors[5], errors[0]];
    expect(orderErrors(errors, data)).toEqual(expected);
    expect(orderErrors(errors.toReversed(), data)).toEqual(expected);
  });

  it('puts them in the order of the names of fields where there is no answer', () => {
    const errors = [
      { message: 'b', path: ['z'] },
      { message: 'a', path: ['a'] },
    ];
    expect(orderErrors(errors, null)).toEqual([errors[1], errors[0]]);
  });
});
