/** The callers that exist in development, with fixed ids. Source: access-model.md section 2. */
export interface Persona {
  readonly name: string;
  /** What the persona is and may do, for the landing page. */
  readonly description: string;
  readonly subjectId: string;
  readonly groups: readonly string[];
  /** Headers that the persona needs besides its token. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const personas: readonly Persona[] = [
  {
    name: 'housing-officer',
    description: 'An officer of housing: reads and writes persons, contact details of housing and equality answers.',
    subjectId: 'persona-housing-officer',
    groups: ['housing-officers'],
  },
  {
    name: 'social-care-officer',
    description: 'An officer of social care: reads and writes persons, contact details of social care and equality answers.',
    subjectId: 'persona-social-care-officer',
    groups: ['social-care-officers'],
  },
  {
    name: 'two-area-officer',
    description: 'An officer of housing and of social care, who acts for one at a time: needs the header x-service-area.',
    subjectId: 'persona-two-area-officer',
    groups: ['housing-casework', 'social-care-casework'],
    headers: { 'x-service-area': 'housing' },
  },
  {
    name: 'read-only-officer',
    description: 'An officer of housing who reads persons and contact details of housing, and no equality answers.',
    subjectId: 'persona-read-only-officer',
    groups: ['housing-readers'],
  },
  {
    name: 'repairs-service',
    description: 'A service of repairs that reads persons and contact details of repairs.',
    subjectId: 'persona-repairs-service',
    groups: ['repairs-clients'],
  },
  {
    name: 'data-steward',
    description: 'The data steward of housing, who may import records without a service area.',
    subjectId: 'persona-data-steward',
    groups: ['housing-stewards'],
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
