import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway } from '@resident-graph/gateway';
import { createInProcessWorkerLink, createLogger, type RequestTrace } from '@resident-graph/service-kit';
import { expect, onTestFinished, test } from 'vitest';
import { createPlatform, readPlatformConfig } from '../../src/index.ts';
import { patientSettings } from '../patient-settings.ts';
import { orla } from './in-process-platform.ts';

interface Answer {
  readonly requestId: string;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

const phone = '+442079460777';
const ingest = `mutation ($items: [IngestPersonInput!]!) {
  ingestPersons(input: { sourceSystem: "test", items: $items }) { results { id } }
}`;
const record = 'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }';
const capture = 'mutation ($input: CaptureConsentInput!) { captureConsent(input: $input) { consent { id } } }';
const look = `query AskFor${orla.surname}($text: String!) {
  ${orla.surname}: searchPersons(searchText: $text) { total results { person {
    contactDetails { id contactInformation { value } } equalityInformation { ageGroup }
  } } }
}`;
const start = `mutation ($area: String!) {
  startDiagnosticSession(input: { caseReference: "CASE-2041", area: $area }) { diagnosticSession { area } }
}`;
const traced = `query ($id: ID!) { requestTrace(requestId: $id) {
  requestId at operationHash operation area purpose subjectKind milliseconds refusedFields { path code ruleId } queryPlan
  fetches { subgraph query entities milliseconds errorCodes storeQueries { collection filter found milliseconds }
    searchQueries { body found milliseconds } }
  decisions { decisionId outcome code } errorCodes isCut
} }`;
const masked = 'query ($id: ID!) { contactDetails(targetId: $id) { contactInformation { value description } } }';
const consent = {
  sourceArea: 'housing',
  recipientArea: 'social-care',
  personId: orla.id,
  types: ['PHONE'],
  purpose: 'SERVICE_DELIVERY',
  method: 'ONLINE_FORM',
  noticeId: 'sharing',
  noticeVersion: '1',
  noticeText: 'Another service of the council may call you.',
  evidenceRef: 'form 1',
};
const month = 31 * 24 * 60 * 60 * 1_000;

/** Two gateways over the same subgraphs, under one clock. */
const openStage = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'request-trace-'));
  const logger = createLogger({ service: 'platform', level: 'silent' });
  let time = Date.now();
  const now = (): number => time;
  const config = readPlatformConfig({ ...patientSettings, DATA_DIR: directory, PORT: '0', SAMPLE_REGISTER: 'off' });
  const platform = await createPlatform(config, logger, { now });
  await platform.start();
  const { signer, handlers } = platform;
  const other = await createGateway({
    config: config.gateway,
    subgraphs: handlers,
    signer,
    auditLink: createInProcessWorkerLink({ from: 'gateway', to: 'contact-details', signer }, () => handlers['contact-details']),
    logger,
    checkHealth: async () => undefined,
    exampleVariables: {},
    now,
  });
  await other.start();
  onTestFinished(async () => {
    await other.stop();
    await platform.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const askAt =
    (gateway: typeof other) =>
    async (persona: string, query: string, variables: object): Promise<Answer> => {
      const token = (await gateway.developmentIssuer?.issueToken(persona)) ?? '';
      const response = await fetch(`${gateway.url()}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          ...(persona === 'support-analyst' ? { 'x-case-ref': 'CASE-2041' } : {}),
        },
        body: JSON.stringify({ query, variables }),
      });
      await gateway.whenTracesAreKept();
      return { ...((await response.json()) as Omit<Answer, 'requestId'>), requestId: response.headers.get('x-request-id') ?? '' };
    };
  const ask = askAt(platform.gateway);
  await ask('ingest-service', ingest, { items: [orla] });
  await platform.whenSearchIsCurrent();
  return {
    ask,
    askOther: askAt(other),
    pass: (milliseconds: number): void => {
      time += milliseconds;
    },
  };
};

test('support finds out from a trace, at any gateway, that a consent has expired, and learns no value', { timeout: 60_000 }, async () => {
  const { ask, askOther, pass } = await openStage();
  const input = { targetId: orla.id, contactType: 'PHONE', subType: 'MOBILE', value: phone };
  await ask('housing-officer', record, { input });
  await ask('resident', capture, { input: consent });
  const variables = { text: orla.surname };
  const before = await ask('social-care-officer', look, variables);
  pass(13 * month);
  const after = await ask('social-care-officer', look, variables);
  expect(JSON.stringify(before.data)).toContain(phone);
  expect(JSON.stringify(after.data)).not.toContain(phone);

  const readTrace = async (id: string): Promise<RequestTrace | null> =>
    (await askOther('support-analyst', traced, { id })).data?.['requestTrace'] as RequestTrace | null;
  expect(await readTrace(after.requestId)).toBeNull();
  await askOther('support-analyst', start, { area: 'housing' });
  expect(await readTrace(after.requestId)).toBeNull();
  // With a session of the case the row of the area is seen, masked: it is there and current.
  const { data } = await ask('support-analyst', masked, { id: orla.id });
  expect(data).toEqual({ contactDetails: [{ contactInformation: { value: '••••••••77', description: null } }] });

  await askOther('support-analyst', start, { area: 'social-care' });
  // The trace from before the consent expired is more than a day old.
  expect(await readTrace(before.requestId)).toBeNull();
  const trace = await readTrace(after.requestId);
  expect(trace).toMatchObject({ area: 'social-care', subjectKind: 'OFFICER', purpose: 'SERVICE_DELIVERY', errorCodes: [], isCut: false });
  expect(trace?.operation).toContain('searchPersons(searchText: $v1)');
  expect(trace?.queryPlan).toMatch(/Fetch\(search\)[\s\S]*Flatten\(<alias>\.results\.@\.person\)[\s\S]*Fetch\(contact-details\)/u);
  const fetches = new Map(trace?.fetches.map((fetch) => [fetch.subgraph, fetch]));
  expect(fetches.get('search')?.searchQueries).toMatchObject([{ found: 1, body: expect.stringContaining('"text":"<text>"') }]);
  const { storeQueries } = fetches.get('contact-details') ?? { storeQueries: [] };
  expect(storeQueries.map(({ collection }) => collection)).toEqual(expect.arrayContaining(['consents', 'contactDetails']));
  // The consents of the person were read, and no book of another area was.
  expect(storeQueries.find(({ collection }) => collection === 'consents')?.found).toBe(1);
  expect(storeQueries.find(({ collection }) => collection === 'contactDetails')?.found).toBe(0);
  expect(trace?.decisions).toEqual([]);
  for (const value of [orla.surname, orla.forename, orla.id, phone, orla.dateOfBirth, 'retired'])
    expect(JSON.stringify(trace)).not.toContain(value);

  pass(60 * 60 * 1_000);
  expect(await readTrace(after.requestId)).toBeNull();
});

test('a trace names refused fields, decisions and the codes of errors', { timeout: 60_000 }, async () => {
  const { ask } = await openStage();
  const input = { targetId: orla.id, contactType: 'PHONE', subType: 'MOBILE', value: phone };
  await ask('housing-officer', record, { input });
  const recordEquality =
    'mutation ($input: RecordEqualityInformationInput!) { recordEqualityInformation(input: $input) { equalityInformation { id } } }';
  await ask('housing-officer', recordEquality, { input: { targetId: orla.id, answers: { communicationRequirements: ['audio'] } } });
  const { requestId } = await ask('read-only-officer', look, { text: orla.surname });
  await ask('support-analyst', start, { area: 'housing' });
  const { data } = await ask('support-analyst', traced, { id: requestId });
  expect(data?.['requestTrace']).toMatchObject({
    refusedFields: [{ path: 'searchPersons.results.person.equalityInformation.ageGroup', code: 'FORBIDDEN', ruleId: expect.any(String) }],
    decisions: [{ outcome: 'FULL', code: 'OWN_AREA' }],
    errorCodes: ['FORBIDDEN'],
  });
});

test('nobody but support reads a trace, and what a caller without an area did leaves none', { timeout: 60_000 }, async () => {
  const { ask } = await openStage();
  const { requestId } = await ask('resident', '{ __typename }', {});
  expect((await ask('housing-officer', traced, { id: requestId })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  await ask('support-analyst', start, { area: 'housing' });
  expect((await ask('support-analyst', traced, { id: requestId })).data).toEqual({ requestTrace: null });
});
