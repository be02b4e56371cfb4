import type { MutationResolvers, PersonResolvers } from '../__generated__/resolver-types.ts';
import type { ExtendedData } from '../domain/extended-data.ts';

const toExtendedData = ({ json, schemaVersion, version, lastModifiedAt }: ExtendedData) => ({
  data: JSON.parse(json) as unknown,
  schemaVersion,
  version,
  lastModifiedAt,
});

export const linksOfPerson: Pick<PersonResolvers, 'links' | 'extendedData'> = {
  links: ({ id }, _args, { loaders }) => loaders.linksByPerson.load(id),
  extendedData: async ({ id }, _args, { loaders }) => {
    const data = await loaders.extendedDataByPerson.load(id);
    return data === null ? null : toExtendedData(data);
  },
};

export const linkMutations: Pick<MutationResolvers, 'linkCrossReference' | 'recordExtendedData'> = {
  linkCrossReference: async (_parent, { input }, context) => ({
    crossReference: await context.linkOperations.linkCrossReference(input, context),
  }),
  recordExtendedData: async (_parent, { input }, context) => {
    const data = await context.linkOperations.recordExtendedData(input, context);
    context.loaders.noteExtendedData([data]);
    return { extendedData: toExtendedData(data) };
  },
};
