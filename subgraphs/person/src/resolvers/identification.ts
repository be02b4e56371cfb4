import { permit } from '@resident-graph/policy';
import type { MutationResolvers, PersonResolvers, RecordIdentificationPayloadResolvers } from '../__generated__/resolver-types.ts';
import type { Context } from '../context.ts';
import { type Identification, type ShownIdentification, showIdentification } from '../domain/identification.ts';

/** Shows documents of a person as the caller may see them. That they are shown, masked or not, goes on record. */
export const discloseIdentification = (
  personId: string,
  identification: readonly Identification[],
  { subject, disclose }: Pick<Context, 'subject' | 'disclose'>,
): readonly ShownIdentification[] => {
  if (identification.length === 0) return [];
  disclose({ action: 'identity.read', personIds: [personId], resourceIds: identification.map(({ id }) => id) });
  const isWhole = permit(subject, 'identity.read').isPermitted;
  return identification.map((item) => showIdentification(item, isWhole));
};

/** What outside the compartment of a restricted person is as absent as where there is none. */
export const identificationOfPerson: Pick<PersonResolvers, 'identification' | 'nameHistory'> = {
  identification: async ({ id, identification }, _args, context) => {
    if (!(await context.loaders.isOpenById.load(id))) return [];
    const merged = await context.loaders.mergedById.load(id);
    return discloseIdentification(id, [...identification, ...merged.flatMap((person) => person.identification)], context);
  },
  nameHistory: async ({ id, nameHistory }, _args, { loaders }) => ((await loaders.isOpenById.load(id)) ? nameHistory : []),
};

export const identificationMutations: Pick<MutationResolvers, 'recordIdentification' | 'removeIdentification'> = {
  recordIdentification: async (_parent, { input }, context) => {
    const { person, identificationId } = await context.operations.recordIdentification(input, context);
    await context.loaders.noteShown([person]);
    return { person, identificationId };
  },
  removeIdentification: async (_parent, { input }, context) => {
    const person = await context.operations.removeIdentification(input, context);
    await context.loaders.noteShown([person]);
    return { person };
  },
};

export const recordIdentificationPayload: RecordIdentificationPayloadResolvers = {
  identification: ({ person, identificationId }, _args, context) => {
    const recorded = person.identification.filter(({ id }) => id === identificationId);
    return discloseIdentification(person.id, recorded, context)[0] ?? null;
  },
};
