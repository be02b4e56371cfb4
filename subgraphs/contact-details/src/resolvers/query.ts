import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { ofTargetType } from '../domain/visible-contact-detail.ts';
import { newest } from '../loaders.ts';
import { accessHistoryQueries } from './access-history.ts';
import { breakGlassQueries } from './break-glass.ts';
import { consentQueries } from './consent-queries.ts';
import { explanationQueries } from './explanation.ts';
import { organisationQueries } from './organisation-queries.ts';
import { referenceDataQueries } from './reference-data-queries.ts';
import { supportQueries } from './support.ts';

export const query: QueryResolvers = {
  ...accessHistoryQueries,
  ...breakGlassQueries,
  ...consentQueries,
  ...explanationQueries,
  ...organisationQueries,
  ...referenceDataQueries,
  ...supportQueries,
  contactDetail: (_parent, { id, includeHistoric }, { loaders }) => loaders.detailById(includeHistoric ?? false).load(id),
  contactDetails: async (_parent, { targetId, targetType, includeHistoric }, { loaders }) => {
    const rows = await loaders.detailsByTarget(includeHistoric ?? false).load(targetId);
    return newest(targetType == null ? rows : ofTargetType(rows, targetType));
  },
  contactability: (_parent, args, context) => context.reads.contactability(args, context),
  findByContact: (_parent, args, context) => context.reads.findByContact(args, context),
  notices: (_parent, page, context) => context.reads.notices(page, context),
  legacyTriage: (_parent, args, context) => context.reads.legacyTriage(args, context),
};
