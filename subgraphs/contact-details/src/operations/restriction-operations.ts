import { hasRole, isInsideCompartment } from '@resident-graph/policy';
import type { FoundRestrictions, SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { LiftRestrictionInput, RestrictPersonInput } from '../__generated__/schema-types.ts';
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
  /** Whether a person is restricted now. */
  isRestricted(personId: string, call: SignedCall): Promise<boolean>;
  /** The restriction for whoever is inside, for `safeguarding` and for governance; null otherwise and without one. */
  restrictionOf(personId: string, call: SignedCall): Promise<Restriction | null>;
  /** Who of some persons is restricted, for the other slices. */
  findForWorkers(personIds: readonly string[]): Promise<FoundRestrictions>;
}

const maySeeRestriction = ({ subject }: SignedCall, { compartment }: Restriction): boolean =>
  subject.kind === 'governance' || hasRole(subject, 'safeguarding') || isInsideCompartment(subject, compartment);

/** Binds the operations to what they stand on. Persons that are asked about at once are read at once, and nothing is remembered. */
export const createRestrictionOperations = (parts: RestrictionParts): RestrictionOperations => {
  const loader = new DataLoader<string, Restriction | null>(
    async (personIds) => {
      const found = await parts.store.findActive(personIds);
      return personIds.map((personId) => found.get(personId) ?? null);
    },
    { cache: false },
  );
  return {
    restrictPerson: (input, call) => restrictPerson(parts, input, call),
    liftRestriction: (input, call) => liftRestriction(parts, input, call),
    confirmLiftRestriction: (personId, call) => confirmLiftRestriction(parts, personId, call),
    isRestricted: async (personId, call) => {
      const isRestricted = (await loader.load(personId)) !== null;
      if (isRestricted) call.disclose({ action: 'person.read-restricted', personIds: [personId], resourceIds: [personId] });
      return isRestricted;
    },
    restrictionOf: async (personId, call) => {
      const restriction = await loader.load(personId);
      if (restriction === null || !maySeeRestriction(call, restriction)) return null;
      call.disclose({ action: 'restriction.read', personIds: [personId], resourceIds: [personId] });
      return restriction;
    },
    findForWorkers: async (personIds) => ({
      restrictions: [...(await parts.store.findActive(personIds)).values()].map(({ personId, version, compartment }) => ({
        personId,
        version,
        compartment: [...compartment],
      })),
    }),
  };
};
