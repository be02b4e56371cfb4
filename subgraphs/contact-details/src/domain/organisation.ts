import type { OrganisationEvent } from '@resident-graph/schema';
import type { OrganisationType } from '../__generated__/schema-types.ts';
import type { Circumstances } from './circumstances.ts';

/** What somebody records of an organisation. */
export interface OrganisationFacts {
  readonly name: string;
  readonly organisationType: OrganisationType;
}

/** A company or group that the council deals with. No area owns it; its contact details belong to the areas that recorded them. */
export interface Organisation extends OrganisationFacts {
  readonly id: string;
  /** Starts at 0. */
  readonly version: number;
  readonly createdAt: string;
  /** Id of the subject that recorded it. */
  readonly createdBy: string;
  readonly lastModifiedAt: string;
}

/** A new organisation. */
export const newOrganisation = (facts: OrganisationFacts, { at, by, newId }: Circumstances): Organisation => ({
  ...facts,
  id: newId(),
  version: 0,
  createdAt: at,
  createdBy: by,
  lastModifiedAt: at,
});

/** An organisation with other facts; the same one when nothing differs. */
export const amendedOrganisation = (before: Organisation, facts: OrganisationFacts, at: string): Organisation =>
  before.name === facts.name && before.organisationType === facts.organisationType
    ? before
    : { ...before, ...facts, version: before.version + 1, lastModifiedAt: at };

/** The event that tells of a written organisation. */
export const toOrganisationEvent = (
  type: OrganisationEvent['type'],
  { id, version }: Organisation,
  { at, correlationId, newId }: Circumstances,
): OrganisationEvent => ({ id: newId(), type, entityId: id, version, at, correlationId });
