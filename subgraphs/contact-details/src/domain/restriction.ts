import type { CompartmentEntry } from '@resident-graph/policy';
import type { RestrictionEvent } from '@resident-graph/schema';
import type { Circumstances } from './circumstances.ts';

/** How long a proposal to lift a restriction waits for somebody else, in milliseconds: 24 hours. Source: access-model.md section 5. */
export const liftProposalMilliseconds = 24 * 60 * 60 * 1_000;

/** Most entries of one compartment, so that its document stays small. */
export const maximumCompartment = 100;

/** One thing that was done to a restriction. */
export interface RestrictionStep {
  readonly kind: 'RESTRICTED' | 'AMENDED' | 'LIFT_PROPOSED' | 'LIFTED';
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly by: string;
  /** The area that acted. */
  readonly area: string | null;
  /** Null for the confirmation of a lift. */
  readonly reason: string | null;
  readonly caseReference: string | null;
}

/** A person's restriction, also when it is lifted: then who did what stays, and who was inside does not. */
export interface Restriction {
  readonly personId: string;
  readonly isActive: boolean;
  readonly restrictedAt: string;
  /** The area that restricted the person. */
  readonly area: string;
  readonly restrictedBy: string;
  readonly reason: string;
  readonly compartment: readonly CompartmentEntry[];
  /** The proposal to lift that waits, or waited, for somebody else; null without one. */
  readonly liftProposal: { readonly at: string; readonly by: string } | null;
  /** Oldest first. */
  readonly steps: readonly RestrictionStep[];
  /** The number of changes; starts at 1. */
  readonly version: number;
  /** The version of the last change that others are told of. */
  readonly toldVersion: number;
  /** The told version that search has confirmed last; 0 before it confirmed any. */
  readonly confirmedVersion: number;
}

/** A change of a restriction, with the event that it leaves; null when nobody has to be told. */
export interface RestrictionChange {
  /** Null when the person was never restricted before. */
  readonly before: Restriction | null;
  readonly restriction: Restriction;
  readonly event: RestrictionEvent | null;
}

/** What a step is made with. */
export interface StepParts {
  /** The area that acts. */
  readonly area: string;
  readonly reason: string;
  readonly caseReference: string | null;
}

const sameEntry = (one: CompartmentEntry, other: CompartmentEntry): boolean =>
  'subjectId' in one
    ? 'subjectId' in other && one.subjectId === other.subjectId
    : !('subjectId' in other) && one.area === other.area && one.role === other.role;

/** Entries of two compartments, each once, those of the first before the others. */
export const joinCompartments = (first: readonly CompartmentEntry[], second: readonly CompartmentEntry[]): readonly CompartmentEntry[] =>
  [...first, ...second].filter((entry, place, all) => all.findIndex((earlier) => sameEntry(earlier, entry)) === place);

const eventOf = (
  type: RestrictionEvent['type'],
  { personId, version }: Pick<Restriction, 'personId' | 'version'>,
  { at, correlationId, newId }: Circumstances,
): RestrictionEvent => ({ id: newId(), type, entityId: personId, version, at, correlationId });

const stepOf = (kind: RestrictionStep['kind'], parts: StepParts, { at, by }: Circumstances): RestrictionStep => ({
  kind,
  at,
  by,
  ...parts,
});

/** Restricts a person who is not restricted now. */
export const restrict = (
  { personId, before }: { readonly personId: string; readonly before: Restriction | null },
  { compartment, ...parts }: StepParts & { readonly compartment: readonly CompartmentEntry[] },
  circumstances: Circumstances,
): RestrictionChange => {
  const version = (before?.version ?? 0) + 1;
  const { at, by } = circumstances;
  const restriction: Restriction = {
    personId,
    isActive: true,
    restrictedAt: at,
    area: parts.area,
    restrictedBy: by,
    reason: parts.reason,
    compartment: joinCompartments(compartment, []),
    liftProposal: null,
    steps: [...(before?.steps ?? []), stepOf('RESTRICTED', parts, circumstances)],
    version,
    toldVersion: version,
    confirmedVersion: before?.confirmedVersion ?? 0,
  };
  return { before, restriction, event: eventOf('PersonRestricted', restriction, circumstances) };
};

/** Adds entries to the compartment of a restricted person. Whoever restricts again takes back a proposal to lift. */
export const amendCompartment = (
  before: Restriction,
  { compartment, ...parts }: StepParts & { readonly compartment: readonly CompartmentEntry[] },
  circumstances: Circumstances,
): RestrictionChange => ({
  before,
  restriction: {
    ...before,
    compartment: joinCompartments(before.compartment, compartment),
    liftProposal: null,
    steps: [...before.steps, stepOf('AMENDED', parts, circumstances)],
    version: before.version + 1,
  },
  event: null,
});

/** The proposal to lift that somebody else may confirm now; null without one. `now`: milliseconds since 1970. */
export const openProposal = ({ isActive, liftProposal }: Restriction, now: number): Restriction['liftProposal'] => {
  if (!isActive || liftProposal === null) return null;
  const proposedAt = Date.parse(liftProposal.at);
  // A clock that stepped back to before the proposal must not lengthen its time.
  return proposedAt <= now && now < proposedAt + liftProposalMilliseconds ? liftProposal : null;
};

/** Proposes to lift a restriction. */
export const proposeLift = (before: Restriction, parts: StepParts, circumstances: Circumstances): RestrictionChange => ({
  before,
  restriction: {
    ...before,
    liftProposal: { at: circumstances.at, by: circumstances.by },
    steps: [...before.steps, stepOf('LIFT_PROPOSED', parts, circumstances)],
    version: before.version + 1,
  },
  event: null,
});

/** Lifts a restriction that somebody else proposed to lift. */
export const lift = (before: Restriction, area: string, circumstances: Circumstances): RestrictionChange => {
  const version = before.version + 1;
  const { at, by } = circumstances;
  const restriction: Restriction = {
    ...before,
    isActive: false,
    compartment: [],
    liftProposal: null,
    steps: [...before.steps, { kind: 'LIFTED', at, by, area, reason: null, caseReference: null }],
    version,
    toldVersion: version,
  };
  return { before, restriction, event: eventOf('RestrictionLifted', restriction, circumstances) };
};
