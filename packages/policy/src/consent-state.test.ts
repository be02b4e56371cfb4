import { expect, test } from 'vitest';
import { at, consent, now } from '../test/samples.ts';
import { consentState } from './consent-state.ts';

test.each([
  ['active', {}],
  ['revoked', { isRevoked: true, isPending: true }],
  ['pending', { isPending: true, validUntil: at(-1) }],
  ['not begun', { validFrom: at(1) }],
  ['active', { validFrom: at(0) }],
  ['active', { validUntil: at(1) }],
  ['over', { validUntil: at(0) }],
  ['over', { validUntil: null }],
] as const)('is %s with %j', (state, change) => {
  expect(consentState({ ...consent, ...change }, now)).toBe(state);
});
