import type { CapNumber } from './decision-table.ts';
import type { Ground } from './ground.ts';
import {
  constantly,
  isActiveRow,
  isNoSafeAddress,
  isNotConfidential,
  isNotWithheld,
  isOfKnownArea,
  isOwn,
  isUndisputed,
  type RowStatement,
} from './row-statement.ts';

/** For each cap of the table the rows that it does not concern. */
export const sparedBy: Readonly<Record<CapNumber, (ground: Ground) => RowStatement>> = {
  1: () => isOfKnownArea,
  2: ({ isOutsideCompartment }) => constantly(!isOutsideCompartment),
  3: () => isUndisputed,
  4: () => isNoSafeAddress,
  5: () => isNotConfidential,
  6: () => isOwn,
  7: () => isActiveRow,
  8: ({ hasObjection }) => constantly(!hasObjection),
  9: () => isNotWithheld,
};
