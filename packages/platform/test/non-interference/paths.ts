import type { ContactDetailInBook } from '@resident-graph/contact-details-subgraph';
import { subjectIdOf, type TestCaller } from './callers.ts';
import type { Census, CensusCompartment, CensusConsent, CensusObjection, CensusOpening } from './census.ts';

export type GrantName = 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8';
export type CapName = 'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7' | 'C8' | 'C9';
export type Outcome = 'HIDDEN' | 'MASK' | 'FULL';

/** A way on which a caller gets at a row, with what lowers it. */
export interface TestPath {
  readonly grant: GrantName;
  readonly outcome: Outcome;
  /** Each alone would lower the path. */
  readonly caps: readonly CapName[];
}

/** How a row is asked for. */
export interface Question {
  readonly includesHistoric: boolean;
  readonly isTriage: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Row = ContactDetailInBook;
type Lowering = readonly [CapName, Exclude<Outcome, 'FULL'>];

const isThirdParty = (row: Row): boolean => row.relation !== null || row.subType === 'EMERGENCY_CONTACT';

/** The roles of a caller that compartments of the test name. */
const rolesOf = ({ area, maySafeguard }: TestCaller): readonly string[] => [
  ...(area === null ? [] : ['contact:read']),
  ...(maySafeguard ? ['safeguarding'] : []),
];

const isInside = (caller: TestCaller, compartment: CensusCompartment): boolean =>
  compartment.some((entry) =>
    'subjectId' in entry ? entry.subjectId === subjectIdOf(caller) : entry.area === caller.area && rolesOf(caller).includes(entry.role),
  );

/** Whether a person is restricted and the caller outside; a service is looked at alone. */
export const isBarred = (caller: TestCaller, personId: string, { restrictions }: Pick<Census, 'restrictions'>): boolean =>
  restrictions.some(
    (restriction) => restriction.personId === personId && restriction.isActive && !isInside(caller, restriction.compartment),
  );

const isActive = (consent: CensusConsent, now: number): boolean =>
  consent.revocation === null &&
  consent.pendingFor === null &&
  Date.parse(consent.validFrom) <= now &&
  now < Date.parse(consent.validUntil);

/** The consents that open a row, before any cap. */
const consentsTo = (caller: TestCaller, row: Row, census: Census, now: number): readonly CensusConsent[] => {
  if (row.targetType !== 'PERSON' || !row.isActive || (caller.kind !== 'officer' && caller.kind !== 'service')) return [];
  return census.consents.filter(
    (consent) =>
      consent.personId === row.targetId &&
      consent.sourceArea === row.area &&
      consent.recipientArea === caller.area &&
      consent.sourceArea !== caller.area &&
      consent.purpose === caller.purpose &&
      isActive(consent, now) &&
      (consent.contactDetailIds?.includes(row.id) ?? consent.types?.includes(row.contactType) ?? false),
  );
};

const objectionsTo = (caller: TestCaller, row: Row, { objections }: Census): readonly CensusObjection[] =>
  objections.filter(
    ({ personId, recipientArea, withdrawal }) => personId === row.targetId && recipientArea === caller.area && withdrawal === null,
  );

const capsOnConsent = (row: Row, consent: CensusConsent, objections: readonly CensusObjection[]): readonly Lowering[] => {
  const isNamed = consent.contactDetailIds !== null;
  const isLater = objections.every(({ capturedAt }) => Date.parse(capturedAt) < Date.parse(consent.capturedAt));
  return [
    ...(row.isProcessingRestricted ? [['C3', 'HIDDEN'] as const] : []),
    ...(row.sensitivity === 'SAFE_ADDRESS' && !isNamed ? [['C4', 'HIDDEN'] as const] : []),
    ...(row.sensitivity === 'CONFIDENTIAL' && !isNamed ? [['C5', 'HIDDEN'] as const] : []),
    ...(isThirdParty(row) && !(isNamed && row.hasThirdPartyAgreed) ? [['C6', 'HIDDEN'] as const] : []),
    ...(objections.length > 0 && !(isNamed && isLater) ? [['C8', 'HIDDEN'] as const] : []),
  ];
};

const openingMilliseconds = 30 * 60_000;

/** The emergency openings that open a row, before any cap. */
const openingsTo = (caller: TestCaller, row: Row, { openings }: Census, now: number): readonly CensusOpening[] => {
  if (caller.kind !== 'officer' || row.targetType !== 'PERSON' || !row.isActive) return [];
  if ((row.area ?? '') === '' || row.area === caller.area) return [];
  return openings.filter(({ personId, area, startedBy, startedAt, endedAt }) => {
    const isOpen = endedAt === null && Date.parse(startedAt) <= now && now < Date.parse(startedAt) + openingMilliseconds;
    return isOpen && personId === row.targetId && area === caller.area && startedBy === subjectIdOf(caller);
  });
};

const capsOnOpening = (row: Row, { approvedBy }: CensusOpening, isOutside: boolean): readonly Lowering[] => [
  ...(isOutside && approvedBy === null ? [['C2', 'HIDDEN'] as const] : []),
  ...(row.sensitivity === 'SAFE_ADDRESS' && approvedBy === null ? [['C4', 'HIDDEN'] as const] : []),
  ...(row.sensitivity === 'CONFIDENTIAL' && approvedBy === null ? [['C5', 'HIDDEN'] as const] : []),
  ...(isThirdParty(row) && row.subType !== 'EMERGENCY_CONTACT' && row.relation !== 'NEXT_OF_KIN' ? [['C6', 'HIDDEN'] as const] : []),
];

const sessionMilliseconds = 60 * 60_000;

/** Whether support has a session in which a row lies. */
const isInSession = (caller: TestCaller, row: Row, { sessions }: Census, now: number): boolean =>
  caller.kind === 'support' &&
  (row.targetType === 'PERSON' || row.targetType === 'ORGANISATION') &&
  sessions.some(({ id, area, startedAt }) => {
    const isOpen = Date.parse(startedAt) <= now && now < Date.parse(startedAt) + sessionMilliseconds;
    return isOpen && id === JSON.stringify([subjectIdOf(caller), caller.caseReference]) && area === row.area;
  });

const capsInSession = (row: Row): readonly Lowering[] => [
  ...(row.isProcessingRestricted ? [['C3', 'HIDDEN'] as const] : []),
  ...(row.sensitivity === 'SAFE_ADDRESS' ? [['C4', 'HIDDEN'] as const] : []),
  ...(row.sensitivity === 'CONFIDENTIAL' ? [['C5', 'HIDDEN'] as const] : []),
  ...(isThirdParty(row) ? [['C6', 'HIDDEN'] as const] : []),
  ...(row.isActive ? [] : [['C7', 'HIDDEN'] as const]),
];

const capsInOwnArea = ({ lifts }: TestCaller, row: Row): readonly Lowering[] => [
  ...(row.sensitivity === 'SAFE_ADDRESS' && !lifts.includes('SAFE_ADDRESS') ? [['C4', 'MASK'] as const] : []),
  ...(row.sensitivity === 'CONFIDENTIAL' && !lifts.includes('CONFIDENTIAL') ? [['C5', 'MASK'] as const] : []),
];

const capsOnHistory = (row: Row, { includesHistoric }: Question): readonly Lowering[] =>
  row.isActive || includesHistoric ? [] : [['C7', 'HIDDEN']];

const capsOnSelf = (row: Row, question: Question): readonly Lowering[] => [
  ...(row.isWithheldFromSubject && row.sensitivity === 'SAFE_ADDRESS' ? [['C4', 'HIDDEN'] as const] : []),
  ...(isThirdParty(row) && !row.hasThirdPartyAgreed ? [['C6', 'MASK'] as const] : []),
  ...capsOnHistory(row, question),
  ...(row.isWithheldFromSubject ? [['C9', 'HIDDEN'] as const] : []),
];

const capsInTriage = (row: Row, question: Question): readonly Lowering[] => [
  ...(row.isProcessingRestricted ? [['C3', 'HIDDEN'] as const] : []),
  ...(row.sensitivity === 'SAFE_ADDRESS' ? [['C4', 'HIDDEN'] as const] : []),
  ...(row.sensitivity === 'CONFIDENTIAL' ? [['C5', 'HIDDEN'] as const] : []),
  ...(isThirdParty(row) ? [['C6', 'HIDDEN'] as const] : []),
  ...capsOnHistory(row, question),
];

const capsOnPublic = (row: Row): readonly Lowering[] => [
  ...(row.area === null ? [['C1', 'HIDDEN'] as const] : []),
  ...(row.isProcessingRestricted ? [['C3', 'HIDDEN'] as const] : []),
  ...(row.sensitivity === 'SAFE_ADDRESS' ? [['C4', 'HIDDEN'] as const] : []),
  ...(row.sensitivity === 'CONFIDENTIAL' ? [['C5', 'HIDDEN'] as const] : []),
  ...(row.isActive ? [] : [['C7', 'HIDDEN'] as const]),
];

const toPath = (grant: GrantName, gives: Outcome, lowerings: readonly Lowering[]): TestPath => ({
  grant,
  outcome: lowerings.some(([, to]) => to === 'HIDDEN') ? 'HIDDEN' : lowerings.length > 0 ? 'MASK' : gives,
  caps: lowerings.map(([cap]) => cap),
});

const isStaff = ({ kind }: TestCaller): boolean => kind === 'officer' || kind === 'service' || kind === 'steward';

/**
 * The ways of a caller to a row by access-model.md section 6, written down once more and apart from the product: what the test calls
 * hidden does not rest on the rule that it tests. Where a service calls for a user, the service's own, which are at least as wide.
 */
export const pathsTo = (
  caller: TestCaller,
  row: Row,
  { census, question }: { readonly census: Census; readonly question: Question },
): readonly TestPath[] => {
  const isOwn = isStaff(caller) && caller.area !== null && row.area === caller.area;
  const objections = objectionsTo(caller, row, census);
  const isOutside = row.targetType === 'PERSON' && isBarred(caller, row.targetId, census);
  const restricted: readonly Lowering[] = isOutside ? [['C2', 'HIDDEN']] : [];
  return [
    ...(isOwn && row.isActive ? [toPath('G1', 'FULL', [...restricted, ...capsInOwnArea(caller, row)])] : []),
    ...(isOwn && !row.isActive
      ? [toPath('G2', 'FULL', [...restricted, ...capsInOwnArea(caller, row), ...capsOnHistory(row, question)])]
      : []),
    ...consentsTo(caller, row, census, question.now).map((consent) =>
      toPath('G3', 'FULL', [...restricted, ...capsOnConsent(row, consent, objections)]),
    ),
    ...openingsTo(caller, row, census, question.now).map((opening) => toPath('G4', 'FULL', capsOnOpening(row, opening, isOutside))),
    ...(caller.kind === 'resident' && row.targetType === 'PERSON' && row.targetId === caller.personId
      ? [toPath('G5', 'FULL', capsOnSelf(row, question))]
      : []),
    ...(isInSession(caller, row, census, question.now) ? [toPath('G6', 'MASK', [...restricted, ...capsInSession(row)])] : []),
    ...(caller.kind === 'steward' && question.isTriage && (row.area ?? '') === ''
      ? [toPath('G7', 'MASK', [...restricted, ...capsInTriage(row, question)])]
      : []),
    ...(isStaff(caller) && row.targetType === 'ORGANISATION' && row.isPublic ? [toPath('G8', 'FULL', capsOnPublic(row))] : []),
  ];
};

/** The best of several ways. */
export const bestOf = (paths: readonly TestPath[]): Outcome =>
  paths.some(({ outcome }) => outcome === 'FULL') ? 'FULL' : paths.some(({ outcome }) => outcome === 'MASK') ? 'MASK' : 'HIDDEN';
