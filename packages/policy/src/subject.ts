import type { Purpose, ServiceArea, SubjectKind } from '@resident-graph/schema';

/** Everything a role can give; access-model.md section 2. */
export const roles = [
  'person:read',
  'person:write',
  'contact:read',
  'contact:write',
  'confidential',
  'safe-address',
  'equality:read',
  'equality:maintain',
  'identity:read',
  'tenancy:read',
  'finance:read',
  'steward',
  'safeguarding',
  'break-glass',
  'support',
  'analyst',
  'governance',
  'ingest:persons',
  'ingest:contact-details',
  'ingest:equality-information',
] as const;
export type Role = (typeof roles)[number];
export const isRole = (role: unknown): role is Role => roles.some((known) => known === role);

/** What the bearer's token gives in one area, for the bearer to know; no decision rests on it. */
export interface Entitlement {
  /** Null for kinds that have no area. */
  readonly area: ServiceArea | null;
  readonly kind: SubjectKind;
  readonly roles: readonly Role[];
  /** The purposes that may be claimed there. */
  readonly purposes: readonly Purpose[];
}

/** The person or program that a decision is about, as it acts in one request. */
export interface Subject {
  /** Stable id from the caller's token. */
  readonly id: string;
  /** Comes from the group, never from roles. */
  readonly kind: SubjectKind;
  /** The one service area that acts; null for subjects without one. */
  readonly actingArea: ServiceArea | null;
  /** The roles in the acting area; those of other areas never count. */
  readonly roles: readonly Role[];
  /** What the data is wanted for. */
  readonly purpose: Purpose;
  /** From `x-case-ref`; null without one. */
  readonly caseReference: string | null;
  /** The own record of a subject of kind resident; null for everybody else. */
  readonly personId: string | null;
  /** The teams of the acting area that the subject belongs to, sorted, at most 20. They tell defaults apart and open nothing. */
  readonly teams: readonly string[];
  /** The user for whom a service calls; null for everybody else, and never nested: the user's own is null. */
  readonly onBehalfOf: Subject | null;
  /** Everything that the token gives, by area; only `me` reads it, and left out it is what the subject acts with. Never judged. */
  readonly entitlements?: readonly Entitlement[] | undefined;
}

/** Tells whether the subject has a role in the acting area. */
export const hasRole = (subject: Subject, role: Role): boolean => subject.roles.includes(role);
