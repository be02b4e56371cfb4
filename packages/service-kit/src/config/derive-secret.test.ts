import { describe, expect, it } from 'vitest';
import { deriveSecret } from './derive-secret.ts';

const secret = new Uint8Array(32).fill(7);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('a derived secret', () => {
  it('is the same 32 bytes for the same secret and label, in every release', () => {
    expect(hex(deriveSecret(secret, 'lookup/1'))).toBe('9c4ffa8f2b9c47c7a0905da592013fa7d9de9dc6b232152e7c9e6481bca58d76');
  });

  it('is another one for another label or secret', () => {
    const derived = [deriveSecret(secret, 'a'), deriveSecret(secret, 'b'), deriveSecret(new Uint8Array(32).fill(8), 'a'), secret].map(hex);
    expect(new Set(derived).size).toBe(4);
  });

  it.each([
    ['a secret that is too short', new Uint8Array(31), 'a', 'Expected a secret of at least 32 bytes.'],
    ['no label', secret, '', 'Expected a label that names the use of the secret.'],
  ])('is refused for %s', (_title, from, label, message) => {
    expect(() => deriveSecret(from, label)).toThrow(message);
  });
});
