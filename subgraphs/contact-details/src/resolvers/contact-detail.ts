import type { ContactDetailResolvers } from '../__generated__/resolver-types.ts';

/** A contact detail as the graph shows it, in the shape of the seed: what was recorded, and by which area. */
export const contactDetail: ContactDetailResolvers = {
  // By reference only rows that are current: who asks for history says so where there is an argument for it.
  __resolveReference: ({ id }, { loaders }) => loaders.detailById(false).load(id),
  contactInformation: ({ contactType, subType, value, description, address }) => ({ contactType, subType, value, description, address }),
  sourceServiceArea: ({ area, isDefault }) => ({ area, isDefault }),
  person: ({ targetType, targetId }) => (targetType === 'PERSON' ? { id: targetId } : null),
  accessAttributes: ({ area, isActive, targetType, targetId }) => ({ area, isActive, targetType, targetId }),
};
