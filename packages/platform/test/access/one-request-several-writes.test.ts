import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@resident-graph/service-kit';
import { expect, test } from 'vitest';
import { createPlatform, readPlatformConfig } from '../../src/index.ts';
import { residentId } from './sample-details.ts';

const capture = `mutation { captureConsent(input: {
  personId: "${residentId}", types: [PHONE], sourceArea: "social-care", recipientArea: "housing", purpose: SERVICE_DELIVERY,
  method: ONLINE_FORM, noticeId: "sharing", noticeVersion: "1", noticeText: "Housing may call you.", evidenceRef: "form 1"
}) { consent { id } } }`;
const record = `mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }`;
const shown = 'contactDetail { person { contactDetails { sourceServiceArea { area } } } }';

test('a mutation shows what holds after the ones before it in the same request', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'several-writes-'));
  const logged: string[] = [];
  const platform = await createPlatform(
    readPlatformConfig({ DATA_DIR: directory, PORT: '0', SAMPLE_REGISTER: 'off' }),
    createLogger({ service: 'platform', level: 'error' }, { write: (line: string) => void logged.push(line) }),
  );
  await platform.startWithoutListening();
  const ask = async (persona: string, query: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const token = (await platform.gateway.developmentIssuer?.issueToken(persona)) ?? '';
    // biome-ignore lint/suspicious/noExplicitAny: the test knows the shape
    const answer: any = await platform.gateway.execute({ query, variables }, token);
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  try {
    const items = [{ sourceId: '1', id: residentId, forename: 'Orla', surname: 'Lanternwick', dateOfBirth: '1980-02-03' }];
    await ask(
      'ingest-service',
      'mutation ($items: [IngestPersonInput!]!) { ingestPersons(input: { sourceSystem: "test", items: $items }) { results { id } } }',
      { items },
    );
    const phone = { targetId: residentId, contactType: 'PHONE', subType: 'MOBILE' };
    await ask('social-care-officer', record, { input: { ...phone, value: '020 7946 0777' } });
    const { recordContactDetail } = await ask('housing-officer', record, { input: { ...phone, value: '020 7946 0778' } });
    const { captureConsent } = await ask('resident', capture);
    const answer = await ask(
      'housing-officer',
      `mutation ($id: ID!, $consent: ID!) {
        before: amendContactDetail(input: { id: $id, expectedVersion: 0, description: "one" }) { ${shown} }
        revokeConsent(input: { id: $consent }) { consents { status } }
        after: amendContactDetail(input: { id: $id, expectedVersion: 1, description: "two" }) { ${shown} }
      }`,
      { id: recordContactDetail.contactDetail.id, consent: captureConsent.consent.id },
    );
    const areasOf = (payload: { contactDetail: { person: { contactDetails: { sourceServiceArea: { area: string } }[] } } }) =>
      payload.contactDetail.person.contactDetails.map(({ sourceServiceArea }) => sourceServiceArea.area);
    expect(areasOf(answer.before).toSorted()).toEqual(['housing', 'social-care']);
    expect(areasOf(answer.after)).toEqual(['housing']);
    // None of this is an alarm.
    expect(logged).toEqual([]);
  } finally {
    await platform.stop();
    await rm(directory, { recursive: true, force: true });
  }
});
