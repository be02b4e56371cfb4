import { permit } from '@resident-graph/policy';
import type {
  EqualityInformationResolvers,
  NationalInsuranceNumberResolvers,
  PregnancyOrMaternityAnswerResolvers,
} from '../__generated__/resolver-types.ts';
import type { Context } from '../context.ts';
import { maskNationalInsuranceNumber } from '../domain/national-insurance-number.ts';
import { isCurrentPregnancy, pregnancyValidUntil } from '../domain/pregnancy-or-maternity.ts';
import { showInformation } from './show-information.ts';

/** An equality record as the graph shows it. */
export const equalityInformation: EqualityInformationResolvers = {
  __resolveReference: async ({ id }, context, info) => showInformation(context, await context.loaders.informationById.load(id), info),
  person: ({ targetId }) => ({ id: targetId }),
  nationalInsuranceNumber: ({ nationalInsuranceNumber }) => (nationalInsuranceNumber === null ? null : { number: nationalInsuranceNumber }),
};

const mayReadIdentities = ({ subject }: Context): boolean => permit(subject, 'identity.read').isPermitted;

/** A national insurance number as the caller may see it. */
export const nationalInsuranceNumber: NationalInsuranceNumberResolvers = {
  value: ({ number }, _args, context) => (mayReadIdentities(context) ? number : maskNationalInsuranceNumber(number)),
  isMasked: (_parent, _args, context) => !mayReadIdentities(context),
};

/** A pregnancy or maternity with what is computed of it. */
export const pregnancyOrMaternityAnswer: PregnancyOrMaternityAnswerResolvers = {
  pregnancyValidUntil: (parent) => pregnancyValidUntil(parent),
  isCurrent: (parent, _args, { now }) => isCurrentPregnancy(parent, now),
};
