import type { SignedCall } from '@resident-graph/service-kit';
import type { Circumstances } from '../domain/circumstances.ts';

/** What the circumstances of a write are taken from. */
export interface CircumstancesParts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** The circumstances of a call's write. */
export const circumstancesOf = ({ now, newId }: CircumstancesParts, { correlationId, subject }: SignedCall): Circumstances => ({
  at: new Date(now()).toISOString(),
  correlationId,
  by: subject.onBehalfOf?.id ?? subject.id,
  newId,
});
