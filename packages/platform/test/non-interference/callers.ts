/** Somebody whose answers are compared, or who changes something. */
export interface TestCaller {
  readonly persona: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The persona of the user for whom a service calls; null for everybody else. */
  readonly onBehalfOf: string | null;
  /** `none` for whoever sees no row at all. */
  readonly kind: 'officer' | 'service' | 'steward' | 'support' | 'governance' | 'resident' | 'none';
  /** The area that acts; null for residents and those who see nothing. */
  readonly area: string | null;
  readonly purpose: string;
  readonly teams: readonly string[];
  /** The own record of a resident. */
  readonly personId: string | null;
  /** Caps on rows of the own area that a role of the caller lifts. */
  readonly lifts: readonly ('CONFIDENTIAL' | 'SAFE_ADDRESS')[];
  readonly mayWrite: boolean;
  readonly mayCaptureConsent: boolean;
  readonly mayWithhold: boolean;
  /** Restricts persons, lifts restrictions, approves emergency openings. */
  readonly maySafeguard: boolean;
  readonly mayBreakGlass: boolean;
  /** The case of support's session; null for everybody else. */
  readonly caseReference: string | null;
  readonly seesPersons: boolean;
  readonly seesEquality: boolean;
  /** Numbers of documents whole, which are other ones in each world. */
  readonly seesIdentities: boolean;
}

/** The person whose record is the persona `resident`'s own. */
export const residentPersonId = '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02';

const nobody: TestCaller = {
  persona: 'nobody',
  headers: {},
  onBehalfOf: null,
  kind: 'none',
  area: null,
  purpose: 'SERVICE_DELIVERY',
  teams: [],
  personId: null,
  lifts: [],
  mayWrite: false,
  mayCaptureConsent: false,
  mayWithhold: false,
  maySafeguard: false,
  mayBreakGlass: false,
  caseReference: null,
  seesPersons: false,
  seesEquality: false,
  seesIdentities: false,
};

const reader = (persona: string, area: string, more: Partial<TestCaller> = {}): TestCaller => ({
  ...nobody,
  persona,
  kind: 'officer',
  area,
  seesPersons: true,
  ...more,
});

const writer = (persona: string, area: string, more: Partial<TestCaller> = {}): TestCaller =>
  reader(persona, area, { mayWrite: true, mayCaptureConsent: true, ...more });

const housingOfficer = writer('housing-officer', 'housing', { teams: ['tenancy'], seesEquality: true, mayBreakGlass: true });
const socialCareOfficer = writer('social-care-officer', 'social-care', {
  lifts: ['CONFIDENTIAL'],
  seesEquality: true,
  mayBreakGlass: true,
});
const twoAreaOfficer = (area: string, team: string): TestCaller =>
  writer('two-area-officer', area, { headers: { 'x-service-area': area }, teams: [team] });
const benefitsOfficer = writer('benefits-officer', 'benefits');
const repairsService = reader('repairs-service', 'repairs', { kind: 'service' });
const steward = writer('data-steward', 'housing', { kind: 'steward', mayCaptureConsent: false });
const resident: TestCaller = {
  ...nobody,
  persona: 'resident',
  kind: 'resident',
  purpose: 'RESIDENT_REQUEST',
  personId: residentPersonId,
  mayCaptureConsent: true,
};
const safeguardingLead = writer('safeguarding-lead', 'social-care', {
  lifts: ['CONFIDENTIAL', 'SAFE_ADDRESS'],
  mayWithhold: true,
  maySafeguard: true,
  mayBreakGlass: true,
  seesEquality: true,
  seesIdentities: true,
});
const secondApprover = reader('second-approver', 'housing', { maySafeguard: true });
/** The case of the session that each epoch begins. */
const knownCase = 'CASE-2041';
const supportAnalyst = (caseReference: string): TestCaller => ({
  ...nobody,
  persona: 'support-analyst',
  headers: { 'x-case-ref': caseReference },
  kind: 'support',
  purpose: 'SUPPORT_DIAGNOSTIC',
  caseReference,
});
const governance: TestCaller = { ...nobody, persona: 'information-governance', kind: 'governance', purpose: 'DATA_QUALITY' };

const dataAnalyst: TestCaller = { ...nobody, persona: 'data-analyst', purpose: 'STATISTICS' };

const forPurpose = (caller: TestCaller, purpose: string): TestCaller => ({
  ...caller,
  purpose,
  headers: { ...caller.headers, 'x-purpose': purpose },
});

/** Each kind of caller, as often as it should be chosen. */
export const testCallers: readonly TestCaller[] = [
  housingOfficer,
  housingOfficer,
  housingOfficer,
  forPurpose(housingOfficer, 'STATUTORY_NOTICE'),
  socialCareOfficer,
  socialCareOfficer,
  socialCareOfficer,
  forPurpose(socialCareOfficer, 'SAFEGUARDING'),
  forPurpose(socialCareOfficer, 'EMERGENCY'),
  reader('read-only-officer', 'housing', { teams: ['lettings'] }),
  reader('read-only-officer', 'housing', { teams: ['lettings'] }),
  benefitsOfficer,
  benefitsOfficer,
  repairsService,
  repairsService,
  // The service's own view is wider than what both may see together.
  { ...repairsService, onBehalfOf: 'resident' },
  { ...repairsService, onBehalfOf: 'housing-officer' },
  steward,
  steward,
  steward,
  steward,
  twoAreaOfficer('housing', 'homelessness'),
  twoAreaOfficer('social-care', 'adults'),
  resident,
  resident,
  resident,
  safeguardingLead,
  safeguardingLead,
  secondApprover,
  supportAnalyst(knownCase),
  supportAnalyst(knownCase),
  supportAnalyst(knownCase),
  supportAnalyst('CASE-9'),
  governance,
  governance,
  dataAnalyst,
  { ...nobody, persona: 'two-area-officer' },
  { ...nobody, persona: 'housing-officer', headers: { 'x-service-area': 'repairs' } },
  nobody,
];

/** Those who write for an area through the API. */
export const writers: readonly TestCaller[] = [
  housingOfficer,
  housingOfficer,
  socialCareOfficer,
  socialCareOfficer,
  safeguardingLead,
  benefitsOfficer,
  steward,
  twoAreaOfficer('housing', 'homelessness'),
  twoAreaOfficer('social-care', 'adults'),
];

/** Who consents in person. */
export const residentWriter = resident;

/** The officer who prepares what an area holds before the runs. */
export const housingWriter = housingOfficer;

/** Who restricts persons. */
export const lead = safeguardingLead;

/** Who approves and confirms as second person. */
export const approver = secondApprover;

/** Support with the case that it has a session for. */
export const support = supportAnalyst(knownCase);

/** Support with a case that it mostly has no session for. */
export const otherSupport = supportAnalyst('CASE-9');

/** Who asks for tables of equality answers. */
export const analyst = dataAnalyst;

/** Who reviews what was done in an emergency. */
export const reviewer = governance;

/** Who breaks glass. */
export const emergencyOfficers = [housingOfficer, socialCareOfficer, safeguardingLead] as const;

/** Officers whose looks residents do not see before governance released them. */
export const discreetOfficers: readonly TestCaller[] = [
  forPurpose(socialCareOfficer, 'SAFEGUARDING'),
  forPurpose(housingOfficer, 'EMERGENCY'),
  forPurpose(safeguardingLead, 'SAFEGUARDING'),
];

/** Under which id a caller is known. */
export const subjectIdOf = ({ persona }: Pick<TestCaller, 'persona'>): string => `persona-${persona}`;

/** Who reads the record of looks at all. */
export const readsRecord = ({ kind }: TestCaller): boolean => kind === 'steward' || kind === 'resident' || kind === 'governance';
