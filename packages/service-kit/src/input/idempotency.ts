import { createHash } from 'node:crypto';
import type { Subject } from '@resident-graph/policy';
import { InputError } from '../errors/service-error.ts';

/** What a written document remembers of an idempotent call, for 24 hours. */
export interface IdempotencyMark {
  /** Digest of subject, user behind it, area, mutation and key: a key never tells one caller of another's (access-model.md L15). */
  readonly scope: string;
  /** Digest of the input, to notice the same key with other input. */
  readonly inputDigest: string;
  /** The id that the call answered. */
  readonly resultId: string;
  readonly at: string;
}

const lifetimeMilliseconds = 24 * 60 * 60 * 1_000;

const digest = (parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** The call that a key stands for. */
export interface IdempotentCall {
  readonly subject: Subject;
  readonly mutation: string;
  readonly key: string | null | undefined;
  readonly input: object;
}

/** The mark of a call without its result; null when the caller gave no key. Keys are 1 to 200 characters. */
export const readIdempotency = (call: IdempotentCall): Omit<IdempotencyMark, 'resultId' | 'at'> | null =>
  call.key === null || call.key === undefined || call.key === ''
    ? null
    : {
        scope: digest([call.subject.id, call.subject.onBehalfOf?.id ?? null, call.subject.actingArea, call.mutation, call.key]),
        inputDigest: digest([call.input]),
      };

/** Tells whether a mark still counts. */
export const isFresh = (mark: Pick<IdempotencyMark, 'at'>, now: number): boolean => Date.parse(mark.at) + lifetimeMilliseconds > now;

/** @throws InputError IDEMPOTENCY_KEY_REUSED when the same key came with other input. */
export const assertSameInput = (mark: IdempotencyMark, inputDigest: string): void => {
  if (mark.inputDigest !== inputDigest) {
    throw new InputError(
      'IDEMPOTENCY_KEY_REUSED',
      'This idempotency key was used within the last 24 hours with other input. Use a new key for a new call.',
    );
  }
};
