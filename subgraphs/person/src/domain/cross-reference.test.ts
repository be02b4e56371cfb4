import { describe, expect, it } from 'vitest';
import { isReference, relinked } from './cross-reference.ts';

describe('a reference', () => {
  it.each(['1', 'T-100.2', 'urn:tenure:42', 'a~b_c', 'x'.repeat(100)])('may be %j', (text) => {
    expect(isReference(text)).toBe(true);
  });

  it.each(['', ' ', 'a b', '..', '.a', '-a', 'a/b', 'a\\b', 'a%2Fb', 'é', 'a\n', 'x'.repeat(101)])('may not be %j', (text) => {
    expect(isReference(text)).toBe(false);
  });
});

describe('a person who is linked again', () => {
  const by = { subjectId: 'officer-1', area: 'housing' };
  const next = { personId: 'p', system: 'TENURE', reference: 'T-1', linkedAt: '2026-03-10T09:00:00.000Z', by };
  const first = relinked(null, next);

  it('begins with version 0 and no history', () => {
    expect(first).toEqual({ ...next, version: 0, earlier: [] });
  });

  it('under the same reference stays as it was', () => {
    expect(relinked(first, { ...next, linkedAt: '2026-04-01T00:00:00.000Z', by: { subjectId: 'officer-2', area: 'benefits' } })).toBe(
      first,
    );
  });

  it('under another one keeps those before, newest first', () => {
    const later = { ...next, reference: 'T-2', linkedAt: '2026-04-01T00:00:00.000Z' };
    const third = relinked(relinked(first, later), { ...next, reference: 'T-1', linkedAt: '2026-05-01T00:00:00.000Z' });
    expect([third.version, third.earlier.map(({ reference }) => reference)]).toEqual([2, ['T-2', 'T-1']]);
    expect(third.earlier[1]).toEqual({ reference: 'T-1', linkedAt: next.linkedAt, by });
  });
});
