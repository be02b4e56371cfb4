/** The callers that exist in development, with fixed ids. Source: access-model.md section 2. */
export interface Persona {
  readonly name: string;
  /** What the persona is and may do, for the landing page. */
  readonly description: string;
  readonly subjectId: string;
  readonly groups: readonly string[];
  /** The teams that the token claims, each `area:team`. */
  readonly teams?: readonly string[];
  /** The own record of a resident: the id that the sample register gives. */
  readonly personId?: string;
  /** Headers that the persona needs besides its token. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const personas: readonly Persona[] = [
  {
    name: 'housing-officer',
    description: 'An officer of housing: reads and writes persons, contact details of housing and equality answers.',
    subjectId: 'persona-housing-officer',
    groups: ['housing-officers'],
    teams: ['housing:tenancy'],
  },
  {
    name: 'social-care-officer',
    description: 'An officer of social care: reads and writes persons, contact details of social care and equality answers.',
    subjectId: 'persona-social-care-officer',
    groups: ['social-care-officers'],
  },
  {
    name: 'benefits-officer',
    description: 'An officer of benefits: reads persons, reads and writes contact details of benefits.',
    subjectId: 'persona-benefits-officer',
    groups: ['benefits-officers'],
  },
  {
    name: 'two-area-officer',
    description: 'An officer of housing and of social care, who acts for one at a time: needs the header x-service-area.',
    subjectId: 'persona-two-area-officer',
    groups: ['housing-casework', 'social-care-casework'],
    teams: ['housing:homelessness', 'social-care:adults'],
    headers: { 'x-service-area': 'housing' },
  },
  {
    name: 'read-only-officer',
    description: 'An officer of housing who reads persons and contact details of housing, and no equality answers.',
    subjectId: 'persona-read-only-officer',
    groups: ['housing-readers'],
    teams: ['housing:lettings'],
  },
  {
    name: 'finance-officer',
    description: 'An officer of council tax, who reads persons and contact details of council tax.',
    subjectId: 'persona-finance-officer',
    groups: ['council-tax-finance'],
  },
  {
    name: 'repairs-service',
    description: 'A service of repairs that reads persons and contact details of repairs.',
    subjectId: 'persona-repairs-service',
    groups: ['repairs-clients'],
  },
  {
    name: 'safeguarding-lead',
    description: 'The safeguarding lead of social care: what its officers may, and safe addresses and withholding details from a resident.',
    subjectId: 'persona-safeguarding-lead',
    groups: ['social-care-safeguarding'],
  },
  {
    name: 'second-approver',
    description: 'An officer of housing who reads persons and contact details of housing and has the role safeguarding.',
    subjectId: 'persona-second-approver',
    groups: ['housing-safeguarding'],
  },
  {
    name: 'data-steward',
    description:
      'The data steward of housing: imports records without a service area, sees them masked in legacy triage, lowers sensitivities.',
    subjectId: 'persona-data-steward',
    groups: ['housing-stewards'],
  },
  {
    name: 'support-analyst',
    description:
      'A support analyst: finds out what a request did, under the case reference of x-case-ref; sees details masked in a session.',
    subjectId: 'persona-support-analyst',
    groups: ['support-analysts'],
    headers: { 'x-case-ref': 'CASE-2041' },
  },
  {
    name: 'data-analyst',
    description: 'A data analyst: totals of equality answers under disclosure control, and nothing about one person.',
    subjectId: 'persona-data-analyst',
    groups: ['data-analysts'],
  },
  {
    name: 'information-governance',
    description: 'Information governance: reads the record of who looked at what, reviews emergency openings, explains any decision.',
    subjectId: 'persona-information-governance',
    groups: ['information-governance'],
  },
  {
    name: 'resident',
    description: 'Maeve Holloway-Brandt of the sample register, a resident, who acts for herself: on her own record and no other.',
    subjectId: 'persona-resident',
    groups: ['residents'],
    personId: '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02',
  },
  {
    name: 'ingest-service',
    description: 'The service that imports registers for every area; it reads nothing.',
    subjectId: 'persona-ingest-service',
    groups: ['ingest-clients'],
  },
  {
    name: 'nobody',
    description: 'Somebody with a valid token and no group: may do nothing.',
    subjectId: 'persona-nobody',
    groups: [],
  },
];
