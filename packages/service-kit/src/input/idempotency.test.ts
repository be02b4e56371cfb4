import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.ts';
import { officerSample } from '../testing/signed-call-sample.ts';
import { assertSameInput, type IdempotentCall, isFresh, readIdempotency } from './idempotency.ts';

const call: IdempotentCall = { subject: officerSample, mutation: 'createPerson', key: 'key-1', input: { forename: 'Ann' } };
const scopeOf = (change: Partial<IdempotentCall>): string | undefined => readIdempotency({ ...call, ...change })?.scope;

describe('an idempotency key (design.md, "Names of the public operations")', () => {
  it.each([null, undefined, ''])('that is %j leaves no mark', (key) => {
    expect(readIdempotency({ ...call, key })).toBeNull();
  });

  it('counts the same for the same subject, area and mutation', () => {
    expect(readIdempotency(call)).toEqual(readIdempotency({ ...call, input: { forename: 'Ann' } }));
    expect(scopeOf({ input: { forename: 'Bob' } })).toBe(scopeOf({}));
  });

  it.each<[string, Partial<IdempotentCall>]>([
    ['subject', { subject: { ...officerSample, id: 'officer-2' } }],
    ['acting area', { subject: { ...officerSample, actingArea: 'repairs' } }],
    ['mutation', { mutation: 'amendPerson' }],
    ['key', { key: 'key-2' }],
  ])('counts apart for another %s', (_title, change) => {
    expect(scopeOf(change)).not.toBe(scopeOf({}));
  });

  it('and the input can be read from no mark', () => {
    expect(JSON.stringify(readIdempotency(call))).not.toMatch(/Ann|key-1|officer-1/u);
  });

  it('is fresh for 24 hours', () => {
    const mark = { at: '2026-03-10T09:00:00.000Z' };
    const at = Date.parse(mark.at);
    expect(isFresh(mark, at + 86_400_000 - 1)).toBe(true);
    expect(isFresh(mark, at + 86_400_000)).toBe(false);
  });

  it('with other input is IDEMPOTENCY_KEY_REUSED', () => {
    const mark = { scope: 's', inputDigest: 'a', resultId: 'r', at: '2026-03-10T09:00:00.000Z' };
    expect(() => assertSameInput(mark, 'a')).not.toThrow();
    expect(errorOf(() => assertSameInput(mark, 'b'))).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      message: 'This idempotency key was used within the last 24 hours with other input. Use a new key for a new call.',
    });
  });
});
