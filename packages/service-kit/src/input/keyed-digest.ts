import { createHmac } from 'node:crypto';

/** Turns a text into 43 characters that are equal for equal texts and tell nothing to those who have no secret. */
export type KeyedDigest = (text: string) => string;

/**
 * Digests by which a value is found without being kept readable: HMAC-SHA256 as base64url. The text is taken as it is; callers
 * normalise it and put what it is scoped to (area, type) in front. Source: access-model.md L9.
 */
export const createKeyedDigest =
  (secret: Uint8Array): KeyedDigest =>
  (text) =>
    createHmac('sha256', secret).update(text, 'utf8').digest('base64url');
