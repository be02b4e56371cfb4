import type { SignedCall } from '@resident-graph/service-kit';
import type { EqualityInformation } from '../domain/equality-information.ts';

/** Shows a record, and tells the gateway that this answer shows it: no record leaves without being on record. */
export const showInformation = <Shown extends EqualityInformation | null>(
  { disclose }: Pick<SignedCall, 'disclose'>,
  information: Shown,
): Shown => {
  if (information !== null) {
    disclose({ action: 'equality.read', personIds: [information.targetId], resourceIds: [information.id] });
  }
  return information;
};
