import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.ts';
import { readMerges } from './apply-merges.ts';

const merge = { mergedId: 'a', survivorId: 'b', version: 1, at: '2026-02-01T10:00:00.000Z' };

describe('what a slice is told of merges', () => {
  it('comes from the person subgraph alone', () => {
    expect(readMerges({ merges: [merge, { ...merge, survivorId: null }] }, { issuer: 'person' })).toHaveLength(2);
    for (const issuer of ['gateway', 'contact-details', 'equality', 'search'] as const) {
      expect(errorOf(() => readMerges({ merges: [merge] }, { issuer }))).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it.each<[string, unknown]>([
    ['more than 500 entries', { merges: Array.from({ length: 501 }, () => merge) }],
    ['no survivor at all', { merges: [{ ...merge, survivorId: undefined }] }],
    ['an empty id', { merges: [{ ...merge, mergedId: '' }] }],
    ['a negative version', { merges: [{ ...merge, version: -1 }] }],
    ['a field of another kind', { merges: [{ ...merge, name: 'Doe' }] }],
  ])('is refused with %s', (_title, input) => {
    expect(errorOf(() => readMerges(input, { issuer: 'person' }))).toBeInstanceOf(Error);
  });
});
