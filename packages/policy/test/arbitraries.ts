import fc from 'fast-check';
import {
  type BreakGlassFacts,
  type CompartmentEntry,
  type ConsentFacts,
  type ContactDetailAttributes,
  type ObjectionFacts,
  type PersonFacts,
  type ReadContext,
  type Role,
  type Subject,
  sensitivities,
} from '../src/index.ts';
import { at, day, minute, now, session } from './samples.ts';

const hour = 60 * minute;

/** Mostly one, so that not everything is hidden for several reasons at once. */
function often<Value, Other>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Other>): fc.Arbitrary<Value | Other> {
  return fc.oneof({ weight: 7, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

/** Small pools, so that what is drawn meets: two areas that act, one that acted, one that nobody knows. */
const area = often(fc.constantFrom('housing', 'social-care'), fc.constantFrom('welfare-rights', 'fisheries'));
const areaOrNone = fc.oneof({ weight: 4, arbitrary: area }, { weight: 1, arbitrary: fc.constantFrom(null, '') });
const actingArea = often(fc.constantFrom('housing', 'housing', 'housing', 'social-care'), fc.constantFrom('welfare-rights', null));
const detailIds = ['detail-1', 'detail-2', 'detail-3'] as const;
const types = ['PHONE', 'EMAIL', 'ADDRESS'] as const;
const purpose = often(fc.constant('SERVICE_DELIVERY' as const), fc.constantFrom('SAFEGUARDING', 'SUPPORT_DIAGNOSTIC'));
const subjectId = often(fc.constant('officer-1'), fc.constant('officer-2'));
const seldom = often(fc.constant(false), fc.constant(true));
/** Either side of the moment of reading, and the moment itself. */
const instant = fc.constantFrom(-2 * day, -hour, -hour + 1, -hour / 2, -hour / 2 + 1, -minute, -1, 0, 1, day).map(at);

const bearing: readonly Role[] = ['contact:read', 'confidential', 'safe-address', 'steward', 'support', 'safeguarding'];
const someRoles = fc.oneof(
  fc.constant(bearing),
  fc.constant(bearing),
  fc.subarray([...bearing]),
  fc.constant<readonly Role[]>(['contact:read']),
);

const kind = often(
  fc.constantFrom('officer', 'officer', 'officer', 'service', 'steward', 'steward', 'support', 'resident'),
  fc.constantFrom('analyst', 'governance', 'worker'),
);

/** A subject that acts for itself. */
export const anySubject: fc.Arbitrary<Subject> = fc
  .record({
    id: subjectId,
    kind,
    actingArea,
    roles: someRoles,
    purpose,
    caseReference: fc.constantFrom('CASE-1', null),
    personId: fc.constantFrom('person-1', 'person-2', null),
    teams: fc.constant([]),
    onBehalfOf: fc.constant(null),
  })
  .map((subject) =>
    subject.kind === 'support' && subject.caseReference !== null ? { ...subject, purpose: 'SUPPORT_DIAGNOSTIC' } : subject,
  );

/** A service that calls on behalf of a user, both for the same area. */
export const anyService: fc.Arbitrary<Subject> = fc
  .tuple(anySubject, anySubject)
  .map(([service, user]) => ({ ...service, kind: 'service', onBehalfOf: { ...user, actingArea: service.actingArea } }));

/** What a row says beside whose it is, where and under which id. */
const features = {
  contactType: fc.constantFrom(...types),
  subType: often(fc.constant('MOBILE'), fc.constant('EMERGENCY_CONTACT')),
  isActive: fc.constantFrom(true, true, true, false),
  sensitivity: often(fc.constant('STANDARD' as const), fc.constantFrom(...sensitivities)),
  relation: often(fc.constant(null), fc.constantFrom('NEIGHBOUR', 'NEXT_OF_KIN', 'EMERGENCY_CONTACT')),
  hasThirdPartyAgreed: fc.boolean(),
  isProcessingRestricted: seldom,
  isWithheldFromSubject: seldom,
  isPublic: fc.boolean(),
};

/** What a book says about the rows in it. */
const place = {
  targetType: fc.constantFrom('PERSON', 'PERSON', 'PERSON', 'PERSON', 'ORGANISATION', 'TENURE'),
  targetId: often(fc.constantFrom('person-1', 'person-1', 'person-2'), fc.constant('person-3')),
  area: areaOrNone,
};

export const anyRow: fc.Arbitrary<ContactDetailAttributes> = fc.record({ id: fc.constantFrom(...detailIds), ...place, ...features });

/** A book as the store keeps it: the rows in it say nothing of target and area. */
export interface Book extends Pick<ContactDetailAttributes, 'targetType' | 'targetId' | 'area'> {
  readonly details: readonly Omit<ContactDetailAttributes, 'targetType' | 'targetId' | 'area'>[];
}

const detail = fc.record({ id: fc.constantFrom(...detailIds), ...features });
export const anyBook: fc.Arbitrary<Book> = fc.record({ ...place, details: fc.array(detail, { maxLength: 3 }) });

const personIds = fc.constantFrom(['person-1'], ['person-1', 'person-2'], ['person-1', 'person-2'], ['person-2']);

export const anyConsent: fc.Arbitrary<ConsentFacts> = fc.record({
  id: fc.constantFrom('consent-1', 'consent-2'),
  personIds,
  sourceArea: often(fc.constant('social-care'), area),
  recipientArea: often(fc.constant('housing'), area),
  purpose,
  scope: fc.oneof(
    fc.constant({ types: [...types] }),
    fc.subarray([...types], { minLength: 1 }).map((some) => ({ types: some })),
    fc.subarray([...detailIds], { minLength: 1 }).map((some) => ({ contactDetailIds: some })),
  ),
  capturedAt: instant,
  validFrom: often(fc.constant(at(-day)), instant),
  validUntil: often(fc.constantFrom(at(day), at(2 * day)), fc.oneof(instant, fc.constant(null))),
  isRevoked: seldom,
  isPending: seldom,
});

export const anyObjection: fc.Arbitrary<ObjectionFacts> = fc.record({ recipientArea: area, capturedAt: instant, isWithdrawn: seldom });

export const anyBreakGlass: fc.Arbitrary<BreakGlassFacts> = fc.record({
  id: fc.constant('break-glass-1'),
  personIds,
  area: often(fc.constant('housing'), area),
  startedBy: subjectId,
  startedAt: often(fc.constant(at(-minute)), instant),
  endedAt: often(fc.constant(null), instant),
  approvedBy: fc.oneof(fc.constant(null), subjectId),
});

const compartmentEntry: fc.Arbitrary<CompartmentEntry> = fc.oneof(
  fc.record({ area, role: fc.constantFrom(...bearing) }),
  subjectId.map((id) => ({ subjectId: id })),
);

export const anyRestriction: fc.Arbitrary<NonNullable<PersonFacts['restriction']>> = fc.record({
  compartment: fc.array(compartmentEntry, { maxLength: 2 }),
});

export const anyPerson: fc.Arbitrary<PersonFacts> = fc.record({
  personIds,
  restriction: often(fc.constant(null), anyRestriction),
  consents: fc.array(anyConsent, { maxLength: 3 }),
  objections: often(fc.constant([]), fc.array(anyObjection, { maxLength: 2 })),
  breakGlass: fc.oneof(fc.constant([]), fc.array(anyBreakGlass, { maxLength: 2 })),
});

const anySession = fc.record({ caseReference: fc.constantFrom('CASE-1', 'CASE-2'), area: areaOrNone, startedAt: instant });

export const anyContext: fc.Arbitrary<ReadContext> = fc.record({
  includeHistoric: fc.boolean(),
  isLegacyTriage: fc.constantFrom(true, true, false),
  now: fc.constant(now),
  person: often(anyPerson, fc.constant(null)),
  diagnosticSession: fc.oneof(fc.constant(session), anySession, fc.constant(null)),
});
