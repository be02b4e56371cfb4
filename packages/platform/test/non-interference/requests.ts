import type { TestCaller } from './callers.ts';
import type { Answer, Step } from './world.ts';

/** A request without its place in time. */
export type Request = Pick<Step, 'persona' | 'document' | 'variables' | 'headers' | 'onBehalfOf'>;

/** A mutation with its input, apart from who calls it and what is selected. */
export interface MutationCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a caller is asked as. */
export const as = ({ persona, headers, onBehalfOf }: TestCaller): Pick<Request, 'persona' | 'headers' | 'onBehalfOf'> => ({
  persona,
  headers,
  onBehalfOf,
});

const detail = 'contactDetail { id isActive }';
const consent = 'consent { id status }';

/** What the payload of each mutation is asked for by those whose answers only have to be the same. */
const plainSelections: Readonly<Record<string, string>> = {
  retireContactDetail: `${detail} wasDefaultOfTeam`,
  replaceContactDetail: `${detail} superseded { id isActive }`,
  setContactPreference: 'contactPreference { version }',
  acknowledgeNotice: 'id',
  createOrganisation: 'organisation { id version }',
  amendOrganisation: 'organisation { id version }',
  captureConsent: consent,
  confirmConsent: consent,
  revokeConsent: 'consents { id status }',
  recordObjection: 'objection { id }',
  withdrawObjection: 'objection { id }',
  ingestContactDetails: 'results { outcome id }',
  ingestEqualityInformation: 'results { outcome id }',
  ingestPersons: 'results { outcome id }',
  createPerson: 'person { id }',
  amendPerson: 'person { version }',
  recordIdentification: 'person { version } identification { id value isMasked }',
  recordExtendedData: 'extendedData { version }',
  recordEqualityInformation: 'equalityInformation { version }',
  amendEqualityInformation: 'equalityInformation { version }',
  restrictPerson: 'searchConfirmed restriction { version }',
  liftRestriction: 'restriction { version }',
  confirmLiftRestriction: 'isLifted',
  breakGlass: 'breakGlass { id isActive }',
  endBreakGlass: 'breakGlass { id isActive }',
  approveBreakGlass: 'breakGlass { id isActive approvedBy }',
  reviewBreakGlass: 'breakGlass { id reviewState }',
  unlockBreakGlass: 'subjectId',
  startDiagnosticSession: 'diagnosticSession { area startedAt }',
  releaseAccessEvents: 'ids',
};

/** The type of a mutation's input. */
export const inputType = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input!`;

/** A mutation alone in its document. */
export const toRequest = (caller: Pick<TestCaller, 'persona' | 'headers' | 'onBehalfOf'>, { name, input }: MutationCall): Request => ({
  persona: caller.persona,
  headers: caller.headers,
  onBehalfOf: caller.onBehalfOf,
  document: `mutation ($input: ${inputType(name)}) { ${name}(input: $input) { ${plainSelections[name] ?? detail} } }`,
  variables: { input },
});

/** Several mutations in one document, under the keys `k0`, `k1` and so on. */
export const toBatch = (caller: Pick<TestCaller, 'persona' | 'headers' | 'onBehalfOf'>, calls: readonly MutationCall[]): Request => ({
  persona: caller.persona,
  headers: caller.headers,
  onBehalfOf: caller.onBehalfOf,
  document: [
    `mutation (${calls.map(({ name }, place) => `$i${place}: ${inputType(name)}`).join(', ')}) {`,
    ...calls.map(({ name }, place) => `k${place}: ${name}(input: $i${place}) { ${plainSelections[name] ?? detail} }`),
    '}',
  ].join('\n'),
  variables: Object.fromEntries(calls.map(({ input }, place) => [`i${place}`, input])),
});

/** A program without an area of its own. */
export const ingestService = { persona: 'ingest-service', headers: {}, onBehalfOf: null };

/** Something inside an answer; undefined where it is not. */
export const valueAt = (answer: Answer, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string | number, unknown>>)[key] : undefined),
    answer.data,
  );
