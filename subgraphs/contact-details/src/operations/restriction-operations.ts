import { hasRole, isInsideCompartment, isResidentSpeaking } from '@resident-graph/policy';
import type { FoundRestrictions, SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { LiftRestrictionInput, RestrictPersonInput } from '../__generated__/schema-types.ts';
import { membersOf, type PersonGroups } from '../domain/person-groups.ts';
import type { Restriction } from '../domain/restriction.ts';
import { confirmLiftRestriction, liftRestriction } from './lift-restriction.ts';
import { type RestrictedPerson, restrictPerson } from './restrict-person.ts';
import type { RestrictionParts } from './restriction-parts.ts';

/** The operations on restrictions. */
export interface RestrictionOperations {
  restrictPerson(input: RestrictPersonInput, call: SignedCall): Promise<RestrictedPerson>;
  liftRestriction(input: LiftRestrictionInput, call: SignedCall): Promise<Restriction>;
  /** Answers the person's id. */
  confirmLiftRestriction(personId: string, call: SignedCall): Promise<string>;
  /** Whether a person is restricted now, under whichever of the joined ids. */
  isRestricted(personId: string, call: SignedCall): Promise<boolean>;
  /** The restriction, of a joined person the first that the caller may see, for whoever is inside, for `safeguarding` and for governance; null otherwise and without one. */
  restrictionOf(personId: string, call: SignedCall): Promise<Restriction | null>;
  /** Who of some persons is restricted, for the other slices: each restriction of a joined person under every id that was asked for. */
  findForWorkers(personIds: readonly string[]): Promise<FoundRestrictions>;
}

const maySeeRestriction = ({ subject }: SignedCall, { compartment }: Restriction): boolean =>
  subject.kind === 'governance' || hasRole(subject, 'safeguarding') || isInsideCompartment(subject, compartment);

/** Binds the operations to what they stand on. Persons that are asked about at once are read at once, and nothing is remembered. */
export const createRestrictionOperations = (parts: RestrictionParts): RestrictionOperations => {
  const findJoined = async (groups: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, readonly Restriction[]>> => {
    const found = await parts.store.findActive(membersOf(groups));
    return new Map([...groups].map(([personId, joined]) => [personId, joined.flatMap((id) => found.get(id) ?? [])]));
  };
  const createLoader = (groupsOf: PersonGroups['groupsOf']): DataLoader<string, readonly Restriction[]> =>
    new DataLoader<string, readonly Restriction[]>(
      async (personIds) => {
        const found = await findJoined(await groupsOf(personIds));
        return personIds.map((personId) => found.get(personId) ?? []);
      },
      { cache: false },
    );
  const ofJoined = createLoader((ids) => parts.groups.groupsOf(ids));
  const ofOneId = createLoader(async (ids) => new Map(ids.map((id) => [id, [id]])));
  const load = (personId: string, { subject }: SignedCall): Promise<readonly Restriction[]> =>
    (isResidentSpeaking(subject) ? ofOneId : ofJoined).load(personId);
  return {
    restrictPerson: (input, call) => restrictPerson(parts, input, call),
    liftRestriction: (input, call) => liftRestriction(parts, input, call),
    confirmLiftRestriction: (personId, call) => confirmLiftRestriction(parts, personId, call),
    isRestricted: async (personId, call) => {
      const isRestricted = (await load(personId, call)).length > 0;
      if (isRestricted) call.disclose({ action: 'person.read-restricted', personIds: [personId], resourceIds: [personId] });
      return isRestricted;
    },
    restrictionOf: async (personId, call) => {
      const restriction = (await load(personId, call)).find((one) => maySeeRestriction(call, one));
      if (restriction === undefined) return null;
      call.disclose({ action: 'restriction.read', personIds: [personId], resourceIds: [personId] });
      return restriction;
    },
    findForWorkers: async (personIds) => ({
      restrictions: [...(await findJoined(await parts.groups.groupsOf(personIds)))].flatMap(([personId, restrictions]) =>
        restrictions.map(({ version, compartment }) => ({ personId, version, compartment: [...compartment] })),
      ),
    }),
  };
};
