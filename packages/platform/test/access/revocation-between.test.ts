import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@resident-graph/service-kit';
import { expect, test } from 'vitest';
import { createPlatform, readPlatformConfig } from '../../src/index.ts';

const personId = '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02';
const surname = 'Lanternwick';

const capture = `mutation { captureConsent(input: {
  personId: "${personId}", types: [PHONE], sourceArea: "housing", recipientArea: "social-care", purpose: SERVICE_DELIVERY,
  method: ONLINE_FORM, noticeId: "sharing", noticeVersion: "1", noticeText: "Social care may call you.", evidenceRef: "form 1"
}) { consent { id } } }`;
const hydrate = `{ searchPersons(searchText: "${surname}") { total results { person { contactDetails { contactInformation { value } } } } } }`;

/** A platform that knows one person with one phone of housing; `beforeFacts` runs once, after search has answered and before consents are read. */
const openPlatform = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'revocation-'));
  let beforeFacts: (() => Promise<void>) | null = null;
  const platform = await createPlatform(
    readPlatformConfig({ DATA_DIR: directory, PORT: '0', SAMPLE_REGISTER: 'off' }),
    createLogger({ service: 'platform', level: 'silent' }),
    {
      contactDetails: {
        wrapFacts: (facts) => ({
          find: async (ids, recipientArea) => {
            const now = beforeFacts;
            beforeFacts = null;
            await now?.();
            return facts.find(ids, recipientArea);
          },
        }),
      },
    },
  );
  await platform.startWithoutListening();
  const ask = async (persona: string, query: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const token = (await platform.gateway.developmentIssuer?.issueToken(persona)) ?? '';
    // biome-ignore lint/suspicious/noExplicitAny: the test knows the shape
    const answer: any = await platform.gateway.execute({ query, variables }, token);
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  const persons = [{ sourceId: '1', id: personId, forename: 'Orla', surname, dateOfBirth: '1980-02-03' }];
  await ask(
    'ingest-service',
    'mutation ($items: [IngestPersonInput!]!) { ingestPersons(input: { sourceSystem: "test", items: $items }) { results { id } } }',
    {
      items: persons,
    },
  );
  await platform.whenSearchIsCurrent();
  await ask(
    'housing-officer',
    'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }',
    {
      input: { targetId: personId, contactType: 'PHONE', subType: 'MOBILE', value: '020 7946 0777' },
    },
  );
  return {
    ask,
    runBeforeFacts: (run: () => Promise<void>) => {
      beforeFacts = run;
    },
    [Symbol.asyncDispose]: async () => {
      await platform.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

test('a consent that is revoked after search answered and before the details are read opens nothing (T6)', async () => {
  await using platform = await openPlatform();
  const { captureConsent } = await platform.ask('resident', capture);
  const person = (contactDetails: readonly object[]) => ({ total: 1, results: [{ person: { contactDetails } }] });
  expect((await platform.ask('social-care-officer', hydrate)).searchPersons).toEqual(
    person([{ contactInformation: { value: '+442079460777' } }]),
  );
  platform.runBeforeFacts(async () => {
    await platform.ask('resident', 'mutation ($id: ID!) { revokeConsent(input: { id: $id }) { consents { status } } }', {
      id: captureConsent.consent.id,
    });
  });
  expect((await platform.ask('social-care-officer', hydrate)).searchPersons).toEqual(person([]));
});
