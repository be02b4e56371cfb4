import { hkdfSync } from 'node:crypto';

/** How long a secret is, in bytes. */
export const secretBytes = 32;

/**
 * A secret of its own for each use, so that one file serves several: the same 32 bytes for the same label, and nothing about the others
 * or the origin follows from them. HKDF with SHA-256 (RFC 5869).
 * @param label the use and its version, such as `contact-details/cursor/1`; an empty one is a defect of the caller.
 */
export const deriveSecret = (secret: Uint8Array, label: string): Uint8Array => {
  if (secret.byteLength < secretBytes) throw new RangeError(`Expected a secret of at least ${secretBytes} bytes.`);
  if (label === '') throw new RangeError('Expected a label that names the use of the secret.');
  return new Uint8Array(hkdfSync('sha256', secret, '', label, secretBytes));
};
