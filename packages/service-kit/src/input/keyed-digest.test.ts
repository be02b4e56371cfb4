import { describe, expect, it } from 'vitest';
import { createKeyedDigest } from './keyed-digest.ts';

describe('a keyed digest (access-model.md L9)', () => {
  it('is HMAC-SHA256 as base64url', () => {
    // RFC 4231, test case 2.
    const digest = createKeyedDigest(new TextEncoder().encode('Jefe'));
    expect(Buffer.from(digest('what do ya want for nothing?'), 'base64url').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is the same for the same text and another one for another text or secret', () => {
    const digest = createKeyedDigest(new Uint8Array(32).fill(1));
    const other = createKeyedDigest(new Uint8Array(32).fill(2));
    expect(digest('+442079460001')).toBe(createKeyedDigest(new Uint8Array(32).fill(1))('+442079460001'));
    expect(new Set([digest('+442079460001'), digest('+442079460002'), other('+442079460001'), digest('')]).size).toBe(4);
  });
});
