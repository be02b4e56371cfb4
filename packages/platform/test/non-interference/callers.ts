/** Somebody whose answers are compared. */
export interface TestCaller {
  readonly persona: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The area whose rows the caller may see; null when every row is hidden. */
  readonly area: string | null;
  readonly seesPersons: boolean;
  readonly seesEquality: boolean;
}

const caller = (persona: string, area: string | null, more: Partial<TestCaller> = {}): TestCaller => ({
  persona,
  headers: {},
  area,
  seesPersons: area !== null,
  seesEquality: false,
  ...more,
});

/** Each kind of caller that exists so far, as often as it should be chosen. */
export const testCallers: readonly TestCaller[] = [
  caller('housing-officer', 'housing', { seesEquality: true }),
  caller('housing-officer', 'housing', { seesEquality: true }),
  caller('housing-officer', 'housing', { seesEquality: true }),
  caller('social-care-officer', 'social-care', { seesEquality: true }),
  caller('social-care-officer', 'social-care', { seesEquality: true }),
  caller('social-care-officer', 'social-care', { seesEquality: true }),
  caller('read-only-officer', 'housing'),
  caller('read-only-officer', 'housing'),
  caller('data-steward', 'housing'),
  caller('repairs-service', 'repairs'),
  caller('two-area-officer', 'housing', { headers: { 'x-service-area': 'housing' } }),
  caller('two-area-officer', 'social-care', { headers: { 'x-service-area': 'social-care' } }),
  caller('two-area-officer', null),
  caller('housing-officer', null, { headers: { 'x-service-area': 'repairs' } }),
  caller('nobody', null),
];

/** Officers who write for their area through the API. */
export const writers: readonly { readonly persona: string; readonly area: string; readonly headers: Readonly<Record<string, string>> }[] = [
  { persona: 'housing-officer', area: 'housing', headers: {} },
  { persona: 'social-care-officer', area: 'social-care', headers: {} },
  { persona: 'two-area-officer', area: 'housing', headers: { 'x-service-area': 'housing' } },
  { persona: 'two-area-officer', area: 'social-care', headers: { 'x-service-area': 'social-care' } },
];
