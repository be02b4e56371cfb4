import type { ConsentFacts } from './read-context.ts';

/** How a consent stands at a moment; only an active one opens rows. */
export type ConsentState = 'revoked' | 'pending' | 'not begun' | 'over' | 'active';

/** Tells how a consent stands at a moment, milliseconds since 1970. One without an end is over. Source: access-model.md section 4. */
export const consentState = ({ isRevoked, isPending, validFrom, validUntil }: ConsentFacts, now: number): ConsentState => {
  if (isRevoked) return 'revoked';
  if (isPending) return 'pending';
  if (validUntil === null || now >= Date.parse(validUntil)) return 'over';
  return now < Date.parse(validFrom) ? 'not begun' : 'active';
};
