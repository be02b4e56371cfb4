import { groupBy, type SignedCall } from '@resident-graph/service-kit';

/** A consent or an objection as far as the record of looks names it. */
interface ShownConsent {
  readonly id: string;
  readonly personId: string;
}

type Discloser = Pick<SignedCall, 'disclose'>;

/** Shows consents or objections, and tells the gateway for each person that this answer shows them. */
export const discloseConsents = <Shown extends ShownConsent>({ disclose }: Discloser, shown: readonly Shown[]): readonly Shown[] => {
  for (const [personId, some] of groupBy(shown, (consent) => consent.personId)) {
    disclose({ action: 'consent.read', personIds: [personId], resourceIds: some.map(({ id }) => id) });
  }
  return shown;
};

/** Shows one consent or objection in the same way. */
export const discloseConsent = <Shown extends ShownConsent>(discloser: Discloser, shown: Shown): Shown => {
  discloseConsents(discloser, [shown]);
  return shown;
};
