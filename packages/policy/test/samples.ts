import {
  type BreakGlassFacts,
  type ConsentFacts,
  type ContactDetailAttributes,
  type DiagnosticSession,
  type ObjectionFacts,
  type PersonFacts,
  plainPerson,
  type ReadContext,
  type Subject,
} from '../src/index.ts';

/** The moment at which the samples are read. */
export const now = Date.parse('2026-03-10T09:30:00.000Z');
/** An instant so many milliseconds from it. */
export const at = (milliseconds: number): string => new Date(now + milliseconds).toISOString();
export const minute = 60_000;
export const day = 24 * 60 * minute;

/** An officer of housing who reads contact details. */
export const officer: Subject = {
  id: 'officer-1',
  kind: 'officer',
  actingArea: 'housing',
  roles: ['contact:read'],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  personId: null,
  teams: [],
  onBehalfOf: null,
};
export const steward: Subject = { ...officer, id: 'steward-1', kind: 'steward', roles: ['contact:read', 'steward'] };
export const support: Subject = {
  ...officer,
  id: 'support-1',
  kind: 'support',
  actingArea: null,
  roles: ['support'],
  purpose: 'SUPPORT_DIAGNOSTIC',
  caseReference: 'CASE-1',
};
export const resident: Subject = {
  ...officer,
  id: 'resident-1',
  kind: 'resident',
  actingArea: null,
  roles: [],
  purpose: 'RESIDENT_REQUEST',
  personId: 'person-1',
};

/** An active mobile of the person, recorded by housing. */
export const ownRow: ContactDetailAttributes = {
  id: 'detail-1',
  targetType: 'PERSON',
  targetId: 'person-1',
  area: 'housing',
  contactType: 'PHONE',
  subType: 'MOBILE',
  isActive: true,
  sensitivity: 'STANDARD',
  relation: null,
  hasThirdPartyAgreed: false,
  isProcessingRestricted: false,
  isWithheldFromSubject: false,
  isPublic: false,
};
/** The same of social care. */
export const otherRow: ContactDetailAttributes = { ...ownRow, area: 'social-care' };
export const legacyRow: ContactDetailAttributes = { ...ownRow, area: null };
/** An organisation's phone, published by social care. */
export const publicRow: ContactDetailAttributes = { ...otherRow, targetType: 'ORGANISATION', targetId: 'organisation-1', isPublic: true };

/** Social care shares phones with housing. */
export const consent: ConsentFacts = {
  id: 'consent-1',
  personIds: ['person-1'],
  sourceArea: 'social-care',
  recipientArea: 'housing',
  purpose: 'SERVICE_DELIVERY',
  scope: { types: ['PHONE'] },
  capturedAt: at(-day),
  validFrom: at(-day),
  validUntil: at(day),
  isRevoked: false,
  isPending: false,
};
export const byId: ConsentFacts = { ...consent, scope: { contactDetailIds: ['detail-1'] } };

/** The person does not want housing to have details of other areas; said before the consent. */
export const objection: ObjectionFacts = { recipientArea: 'housing', capturedAt: at(-2 * day), isWithdrawn: false };
export const laterObjection: ObjectionFacts = { ...objection, capturedAt: at(-minute) };

/** The officer broke the glass ten minutes ago. */
export const breakGlass: BreakGlassFacts = {
  id: 'break-glass-1',
  personIds: ['person-1'],
  area: 'housing',
  startedBy: 'officer-1',
  startedAt: at(-10 * minute),
  endedAt: null,
  approvedBy: null,
};

/** Support looks at social care since ten minutes. */
export const session: DiagnosticSession = { caseReference: 'CASE-1', area: 'social-care', startedAt: at(-10 * minute) };

/** A person with some facts. */
export const personWith = (facts: Partial<PersonFacts>): PersonFacts => ({ ...plainPerson(['person-1']), ...facts });

/** A plain read of the person's current rows. */
export const context: ReadContext = {
  includeHistoric: false,
  isLegacyTriage: false,
  now,
  person: personWith({}),
  diagnosticSession: null,
};

/** A plain read with other facts about the person. */
export const contextWith = (facts: Partial<PersonFacts>, others: Partial<ReadContext> = {}): ReadContext => ({
  ...context,
  person: personWith(facts),
  ...others,
});
