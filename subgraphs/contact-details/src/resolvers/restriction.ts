import type {
  CompartmentEntryResolvers,
  MutationResolvers,
  PersonResolvers,
  RestrictionResolvers,
} from '../__generated__/resolver-types.ts';
import { openProposal } from '../domain/restriction.ts';
import { isConfirmed } from '../operations/restriction-parts.ts';

/** The mutations of restrictions. */
export const restrictionMutations = {
  restrictPerson: (_parent, { input }, context) => context.restrictions.restrictPerson(input, context),
  liftRestriction: async (_parent, { input }, context) => ({ restriction: await context.restrictions.liftRestriction(input, context) }),
  confirmLiftRestriction: async (_parent, { input }, context) => ({
    personId: await context.restrictions.confirmLiftRestriction(input.personId, context),
    isLifted: true,
  }),
} satisfies MutationResolvers;

/** Whether a person is restricted, and how. */
export const personRestriction = {
  restricted: ({ id }, _args, context) => context.restrictions.isRestricted(id, context),
  restriction: ({ id }, _args, context) => context.restrictions.restrictionOf(id, context),
} satisfies PersonResolvers;

/** A restriction as the graph shows it. */
export const restriction: RestrictionResolvers = {
  searchConfirmed: (parent) => isConfirmed(parent),
  liftProposedAt: (parent, _args, { now }) => openProposal(parent, now())?.at ?? null,
  liftProposedBy: (parent, _args, { now }) => openProposal(parent, now())?.by ?? null,
};

/** One of the two kinds of entries. */
export const compartmentEntry: CompartmentEntryResolvers = {
  area: (parent) => ('area' in parent ? parent.area : null),
  role: (parent) => ('role' in parent ? parent.role : null),
  subjectId: (parent) => ('subjectId' in parent ? parent.subjectId : null),
};
