import type { MutationResolvers } from '../__generated__/resolver-types.ts';
import type { Context } from '../context.ts';
import { accessHistoryMutations } from './access-history.ts';
import { breakGlassMutations } from './break-glass.ts';
import { consentMutations } from './consent-mutations.ts';
import { organisationMutations } from './organisation-mutations.ts';
import { restrictionMutations } from './restriction.ts';
import { supportMutations } from './support.ts';

const writes: MutationResolvers = {
  ...accessHistoryMutations,
  ...breakGlassMutations,
  ...consentMutations,
  ...organisationMutations,
  ...supportMutations,
  ...restrictionMutations,
  recordContactDetail: async (_parent, { input }, context) => ({
    contactDetail: await context.operations.recordContactDetail(input, context),
  }),
  replaceContactDetail: (_parent, { input }, context) => context.operations.replaceContactDetail(input, context),
  amendContactDetail: async (_parent, { input }, context) => ({
    contactDetail: await context.operations.amendContactDetail(input, context),
  }),
  retireContactDetail: (_parent, { input }, context) => context.operations.retireContactDetail(input, context),
  setContactPreference: async (_parent, { input }, context) => ({
    contactPreference: await context.operations.setContactPreference(input, context),
  }),
  setDeliveryState: async (_parent, { input }, context) => ({ contactDetail: await context.operations.setDeliveryState(input, context) }),
  markSensitivity: async (_parent, { input }, context) => ({ contactDetail: await context.operations.markSensitivity(input, context) }),
  disputeContactDetail: async (_parent, { input }, context) => ({
    contactDetail: await context.operations.disputeContactDetail(input, context),
  }),
  resolveDispute: async (_parent, { input }, context) => ({ contactDetail: await context.operations.resolveDispute(input, context) }),
  recordThirdPartyAgreement: async (_parent, { input }, context) => ({
    contactDetail: await context.operations.recordThirdPartyAgreement(input, context),
  }),
  withholdFromSubject: async (_parent, { input }, context) => ({
    contactDetail: await context.operations.withholdFromSubject(input, context),
  }),
  publishOrganisationDetail: async (_parent, { input }, context) => ({
    contactDetail: await context.operations.publishOrganisationDetail(input, context),
  }),
  acknowledgeNotice: async (_parent, { input }, context) => ({ id: await context.operations.acknowledgeNotice(input, context) }),
  ingestContactDetails: async (_parent, { input }, context) => ({
    results: await context.operations.ingestContactDetails(input, context),
  }),
};

type Resolver = (...call: readonly unknown[]) => unknown;

/** Begins a mutation with nothing loaded: what an earlier one of the same request changed counts for what this one shows. */
const withNewLoaders =
  (write: Resolver): Resolver =>
  (...call) => {
    (call[2] as Context).renewLoaders();
    return write(...call);
  };

export const mutation: MutationResolvers = Object.fromEntries(
  Object.entries(writes).map(([field, write]) => [field, withNewLoaders(write as Resolver)]),
);
