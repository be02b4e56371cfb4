import { describe, expect, test } from 'vitest';
import { type BreakGlassFacts, type ConsentFacts, type DiagnosticSession, decide } from '../src/index.ts';
import {
  at,
  breakGlass,
  byId,
  consent,
  context,
  contextWith,
  laterObjection,
  minute,
  officer,
  otherRow,
  personWith,
  session,
  support,
} from './samples.ts';

const action = 'contact-detail.read';
const codeUnder = (facts: Partial<ConsentFacts>): string =>
  decide(officer, action, otherRow, contextWith({ consents: [{ ...consent, ...facts }] })).code;

describe('a consent holds from its beginning to before its end', () => {
  test.each([
    ['begins in 1 ms', { validFrom: at(1) }, 'DEFAULT_DENY'],
    ['begins now', { validFrom: at(0) }, 'CONSENT'],
    ['began 1 ms ago', { validFrom: at(-1) }, 'CONSENT'],
    ['ended 1 ms ago', { validUntil: at(-1) }, 'DEFAULT_DENY'],
    ['ends now', { validUntil: at(0) }, 'DEFAULT_DENY'],
    ['ends in 1 ms', { validUntil: at(1) }, 'CONSENT'],
    ['begins and ends now', { validFrom: at(0), validUntil: at(0) }, 'DEFAULT_DENY'],
    ['has no end', { validUntil: null }, 'DEFAULT_DENY'],
    ['has an end that is no instant', { validUntil: 'some day' }, 'DEFAULT_DENY'],
    ['has a beginning that is no instant', { validFrom: 'some day' }, 'DEFAULT_DENY'],
    ['was revoked', { isRevoked: true }, 'DEFAULT_DENY'],
    ['waits for its confirmation', { isPending: true }, 'DEFAULT_DENY'],
  ] as const)('one that %s', (_title, facts, expected) => {
    expect(codeUnder(facts)).toBe(expected);
  });
});

describe('a consent by id ends an objection when it was captured later', () => {
  test.each([
    ['1 ms before', -minute - 1, 'DEFAULT_DENY'],
    ['at the same instant', -minute, 'DEFAULT_DENY'],
    ['1 ms after', -minute + 1, 'CONSENT'],
  ])('captured %s', (_title, capturedAt, expected) => {
    const consents = [{ ...byId, capturedAt: at(capturedAt) }];
    expect(decide(officer, action, otherRow, contextWith({ consents, objections: [laterObjection] })).code).toBe(expected);
  });
});

describe('a break-glass holds for 30 minutes', () => {
  const codeUnderEvent = (facts: Partial<BreakGlassFacts>): string =>
    decide(officer, action, otherRow, contextWith({ breakGlass: [{ ...breakGlass, ...facts }] })).code;

  test.each([
    ['starts in 1 ms', { startedAt: at(1) }, 'DEFAULT_DENY'],
    ['starts now', { startedAt: at(0) }, 'BREAK_GLASS'],
    ['started 30 minutes less 1 ms ago', { startedAt: at(-30 * minute + 1) }, 'BREAK_GLASS'],
    ['started 30 minutes ago', { startedAt: at(-30 * minute) }, 'DEFAULT_DENY'],
    ['started 30 minutes and 1 ms ago', { startedAt: at(-30 * minute - 1) }, 'DEFAULT_DENY'],
    ['was ended early', { endedAt: at(-1) }, 'DEFAULT_DENY'],
    ['has an end recorded by a clock that is ahead', { endedAt: at(minute) }, 'DEFAULT_DENY'],
  ] as const)('one that %s', (_title, facts, expected) => {
    expect(codeUnderEvent(facts)).toBe(expected);
  });
});

describe('a diagnostic session holds for 60 minutes', () => {
  const codeUnderSession = (facts: Partial<DiagnosticSession>): string =>
    decide(support, action, otherRow, { ...context, person: personWith({}), diagnosticSession: { ...session, ...facts } }).code;

  test.each([
    ['starts in 1 ms', { startedAt: at(1) }, 'DEFAULT_DENY'],
    ['starts now', { startedAt: at(0) }, 'DIAGNOSTIC'],
    ['started 60 minutes less 1 ms ago', { startedAt: at(-60 * minute + 1) }, 'DIAGNOSTIC'],
    ['started 60 minutes ago', { startedAt: at(-60 * minute) }, 'DEFAULT_DENY'],
    ['started 60 minutes and 1 ms ago', { startedAt: at(-60 * minute - 1) }, 'DEFAULT_DENY'],
  ] as const)('one that %s', (_title, facts, expected) => {
    expect(codeUnderSession(facts)).toBe(expected);
  });
});
