import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { reportQueries } from './report.ts';
import { showInformation } from './show-information.ts';

export const query: QueryResolvers = {
  ...reportQueries,
  equalityInformation: async (...[, { id }, context, info]) =>
    showInformation(context, await context.loaders.informationById.load(id), info),
  equalityInformationByTarget: async (...[, { targetId }, context, info]) =>
    showInformation(context, await context.loaders.informationByTarget.load(targetId), info),
  personByNationalInsuranceNumber: async (_parent, { value }, context) => {
    const information = await context.operations.findByNationalInsuranceNumber(value, context);
    if (information === null) return null;
    context.disclose({ action: 'identity.read', personIds: [information.targetId], resourceIds: [information.id] });
    return { id: information.targetId };
  },
};
