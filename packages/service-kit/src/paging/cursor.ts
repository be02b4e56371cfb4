/**
 * Opaque cursors: a position in a list that only the caller who got it can use, and only there. The position is neither readable nor
 * forgeable (AES-256-GCM), and the same position gives the same text every time, because answers must be equal to the byte.
 * Source: access-model.md L2 and T1.
 */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { deriveSecret } from '../config/derive-secret.ts';
import { InputError } from '../errors/service-error.ts';

/** To what a cursor is bound; with any other it is refused. */
export interface CursorBinding {
  readonly subjectId: string;
  /** The acting area; null for subjects without one. */
  readonly area: string | null;
  /** The field's name and its arguments but `first` and `after`, as one text that is the same for the same question. */
  readonly filter: string;
}

/** Writes and reads the cursors of one secret. */
export interface CursorCodec {
  /** The cursor of a position, which is what the list is ordered by: never a count or an index, which hidden rows would move. */
  encode(position: readonly string[], binding: CursorBinding): string;
  /** @throws InputError CURSOR_INVALID, the same whatever is wrong. */
  decode(cursor: string, binding: CursorBinding): readonly string[];
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes;
const encryption = 'aes-256-gcm';

const invalid = (): InputError =>
  new InputError('CURSOR_INVALID', 'Expected a cursor that this list has answered to the same question. Start again without `after`.');

const associatedData = ({ subjectId, area, filter }: CursorBinding): Buffer =>
  Buffer.from(JSON.stringify([version, subjectId, area, filter]));

class SecretCursorCodec implements CursorCodec {
  readonly #encryptionKey: Uint8Array;
  readonly #nonceKey: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#encryptionKey = deriveSecret(secret, 'cursor/1/encryption');
    this.#nonceKey = deriveSecret(secret, 'cursor/1/nonce');
  }

  encode(position: readonly string[], binding: CursorBinding): string {
    const plain = Buffer.from(JSON.stringify(position));
    const associated = associatedData(binding);
    const nonce = this.#nonceOf(plain, associated);
    const cipher = createCipheriv(encryption, this.#encryptionKey, nonce, { authTagLength: tagBytes }).setAAD(associated);
    const sealed = [cipher.update(plain), cipher.final()];
    return Buffer.concat([Buffer.of(version), nonce, ...sealed, cipher.getAuthTag()]).toString('base64url');
  }

  decode(cursor: string, binding: CursorBinding): readonly string[] {
    const bytes = Buffer.from(cursor, 'base64url');
    // Node skips what is not base64url: without the comparison one position would have many texts.
    if (bytes.length < headBytes + tagBytes || bytes[0] !== version || bytes.toString('base64url') !== cursor) throw invalid();
    // Only what `encode` has sealed under this secret gets here.
    return JSON.parse(this.#open(bytes, associatedData(binding)).toString()) as readonly string[];
  }

  #open(bytes: Buffer, associated: Buffer): Buffer {
    const nonce = bytes.subarray(1, headBytes);
    const end = bytes.length - tagBytes;
    const decipher = createDecipheriv(encryption, this.#encryptionKey, nonce, { authTagLength: tagBytes })
      .setAAD(associated)
      .setAuthTag(bytes.subarray(end));
    let plain: Buffer;
    try {
      plain = Buffer.concat([decipher.update(bytes.subarray(headBytes, end)), decipher.final()]);
    } catch {
      throw invalid();
    }
    if (!timingSafeEqual(nonce, this.#nonceOf(plain, associated))) throw invalid();
    return plain;
  }

  /** A random nonce would make a new text each time; this one repeats only with the same position and binding. */
  #nonceOf(plain: Buffer, associated: Buffer): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(associated.length);
    return createHmac('sha256', this.#nonceKey).update(length).update(associated).update(plain).digest().subarray(0, nonceBytes);
  }
}

/**
 * Makes the codec of a secret of at least 32 bytes. Every process that answers the same list needs the same secret.
 * Source: access-model.md L2: "a cursor is opaque, signed, bound to subject, area and filter".
 */
export const createCursorCodec = (secret: Uint8Array): CursorCodec => new SecretCursorCodec(secret);
