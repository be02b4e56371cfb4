import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/service-error.ts';
import { errorOf } from '../testing/error-of.ts';
import { type CursorBinding, createCursorCodec } from './cursor.ts';

const cursors = createCursorCodec(new Uint8Array(32).fill(1));
const binding: CursorBinding = { subjectId: 'officer-1', area: 'housing', filter: 'contactDetailHistory({"personId":"p"})' };
const position = ['2026-03-10T09:00:00.000Z', 'detail-1'];

const refusal = {
  code: 'CURSOR_INVALID',
  message: 'Expected a cursor that this list has answered to the same question. Start again without `after`.',
  details: {},
};
const expectRefused = (cursor: string, bound: CursorBinding = binding): void => {
  const error = errorOf(() => cursors.decode(cursor, bound));
  expect(error).toBeInstanceOf(InputError);
  expect(error).toMatchObject(refusal);
  expect(error).not.toHaveProperty('cause');
};

const texts = fc.string({ unit: 'binary' });
const positions = fc.array(texts, { maxLength: 4 });
const bindings: fc.Arbitrary<CursorBinding> = fc.record({
  subjectId: texts,
  area: fc.option(fc.oneof(texts, fc.constantFrom('null', '')), { freq: 3 }),
  filter: texts,
});

describe('a cursor (access-model.md L2)', () => {
  it('gives back any position under any binding', () => {
    fc.assert(
      fc.property(positions, bindings, (any, bound) => {
        expect(cursors.decode(cursors.encode(any, bound), bound)).toEqual(any);
      }),
    );
  });

  it('is the same text every time, in every process of the secret', () => {
    fc.assert(
      fc.property(positions, bindings, (any, bound) => {
        expect(createCursorCodec(new Uint8Array(32).fill(1)).encode(any, { ...bound })).toBe(cursors.encode([...any], bound));
      }),
    );
    expect(cursors.encode(position, binding)).toBe(
      'AX7-iI5qt2nJCFs9JLeTC8TVwlXQp1-fCn8bWidpsBYmNJV8Vu5cgdiGQ9lK0LUqg-zNlzofKaDm1R2MpXjTHbJiOsU',
    );
  });

  it('is another text for another position or binding, with nothing in common but the version', () => {
    fc.assert(
      fc.property(positions, positions, bindings, bindings, (one, other, oneBound, otherBound) => {
        fc.pre(JSON.stringify([one, oneBound]) !== JSON.stringify([other, otherBound]));
        const [left, right] = [cursors.encode(one, oneBound), cursors.encode(other, otherBound)].map((text) =>
          Buffer.from(text, 'base64url'),
        );
        expect(left?.subarray(1, 13)).not.toEqual(right?.subarray(1, 13));
      }),
    );
  });

  it('shows neither position nor binding', () => {
    const bytes = Buffer.from(cursors.encode(position, binding), 'base64url').toString('latin1');
    for (const part of [...position, '2026', 'detail', 'officer', 'housing', 'contactDetailHistory']) expect(bytes).not.toContain(part);
  });

  it.each<[string, Partial<CursorBinding>]>([
    ['a foreign subject', { subjectId: 'officer-2' }],
    ['another area', { area: 'social-care' }],
    ['no area', { area: null }],
    ['the area "null"', { area: 'null' }],
    ['another filter', { filter: 'contactDetailHistory({"personId":"q"})' }],
  ])('is refused for %s', (_title, change) => {
    expectRefused(cursors.encode(position, binding), { ...binding, ...change });
  });

  it('is refused under any other binding, also when the parts run together to the same text', () => {
    fc.assert(
      fc.property(positions, bindings, bindings, (any, bound, other) => {
        fc.pre(JSON.stringify(bound) !== JSON.stringify(other));
        expectRefused(cursors.encode(any, bound), other);
      }),
    );
    expectRefused(cursors.encode(position, { subjectId: 'ab', area: 'c', filter: 'd' }), { subjectId: 'a', area: 'bc', filter: 'd' });
    expectRefused(cursors.encode(position, { subjectId: 'a","b', area: 'c', filter: 'd' }), { subjectId: 'a', area: 'b","c', filter: 'd' });
  });

  it('of another secret is refused', () => {
    expectRefused(createCursorCodec(new Uint8Array(32).fill(2)).encode(position, binding));
  });

  it('with any bit changed, any byte added or left out is refused', () => {
    const bytes = Buffer.from(cursors.encode(position, binding), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expectRefused(forged.toString('base64url'));
    }
    for (let length = 0; length < bytes.length; length += 1) expectRefused(bytes.subarray(0, length).toString('base64url'));
    expectRefused(Buffer.concat([bytes, Buffer.of(0)]).toString('base64url'));
  });

  it('put together of two others is refused', () => {
    fc.assert(
      fc.property(positions, positions, fc.nat(), (one, other, at) => {
        const [left, right] = [cursors.encode(one, binding), cursors.encode(other, binding)];
        const forged = left.slice(0, at % left.length) + right.slice(at % left.length);
        fc.pre(forged !== left && forged !== right);
        expectRefused(forged);
      }),
    );
  });

  it('has one text only: blanks, padding, another alphabet and spare bits are refused', () => {
    // A length of one byte more than a multiple of three leaves four bits of the last character unused.
    const spare = ['', 'a', 'ab'].map((id) => cursors.encode([id], binding)).find((text) => text.length % 4 === 2) ?? '';
    const last = spare.at(-1) ?? '';
    expect('AQgw').toContain(last);
    expectRefused(spare.slice(0, -1) + String.fromCodePoint((last.codePointAt(0) ?? 0) + 1));
    const cursor = cursors.encode(position, binding);
    for (const text of [` ${cursor}`, `${cursor}\n`, `${cursor}=`, `${cursor.slice(0, 9)}!${cursor.slice(9)}`]) expectRefused(text);
    const standard = Buffer.from(spare, 'base64url').toString('base64');
    expectRefused(standard);
  });

  it('is refused when it is any text', () => {
    fc.assert(fc.property(texts, (text) => expectRefused(text)));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => expectRefused(Buffer.from([1, ...bytes]).toString('base64url'))));
  });
});
