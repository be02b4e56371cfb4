import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@resident-graph/service-kit';
import { createPlatform, type PlatformOverrides, readPlatformConfig } from '../../src/index.ts';
import { patientSettings } from '../patient-settings.ts';
import { residentId } from './sample-details.ts';

/** The person of the persona `resident`, as the platform below knows her. */
export const orla = { sourceId: '1', id: residentId, forename: 'Orla', surname: 'Lanternwick', dateOfBirth: '1980-02-03' };

/** A platform in a temporary folder that is asked without HTTP and knows one person, `orla`. */
export interface InProcessPlatform extends AsyncDisposable {
  /** The lines of alarms and errors so far. */
  readonly logged: readonly string[];
  /** Asks as a persona. Answers the data, which the test knows the shape of; rejects when there are errors. */
  ask<Data>(persona: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** Records a mobile phone of hers in the persona's area; answers its id. */
  recordPhone(persona: string, value: string): Promise<string>;
  /** Lets her consent that one area sees another's phones; answers the id of the consent. */
  captureConsent(areas: { readonly sourceArea: string; readonly recipientArea: string }): Promise<string>;
}

const ingest = `mutation ($items: [IngestPersonInput!]!) {
  ingestPersons(input: { sourceSystem: "test", items: $items }) { results { id } }
}`;
const record = 'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }';
const capture = 'mutation ($input: CaptureConsentInput!) { captureConsent(input: $input) { consent { id } } }';

/** Opens it; search knows her, too. */
export const openInProcessPlatform = async (overrides: PlatformOverrides = {}): Promise<InProcessPlatform> => {
  const directory = await mkdtemp(join(tmpdir(), 'in-process-'));
  const logged: string[] = [];
  const platform = await createPlatform(
    readPlatformConfig({ ...patientSettings, DATA_DIR: directory, PORT: '0', SAMPLE_REGISTER: 'off' }),
    createLogger({ service: 'platform', level: 'error' }, { write: (line) => void logged.push(line) }),
    overrides,
  );
  await platform.startWithoutListening();
  const ask: InProcessPlatform['ask'] = async <Data>(persona: string, query: string, variables = {}) => {
    const token = (await platform.gateway.developmentIssuer?.issueToken(persona)) ?? '';
    const { data, errors } = await platform.gateway.execute({ query, variables }, token);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data as Data;
  };
  await ask('ingest-service', ingest, { items: [orla] });
  await platform.whenSearchIsCurrent();
  return {
    logged,
    ask,
    recordPhone: async (persona, value) => {
      const input = { targetId: residentId, contactType: 'PHONE', subType: 'MOBILE', value };
      const { recordContactDetail } = await ask<{ recordContactDetail: { contactDetail: { id: string } } }>(persona, record, { input });
      return recordContactDetail.contactDetail.id;
    },
    captureConsent: async (areas) => {
      const input = {
        ...areas,
        personId: residentId,
        types: ['PHONE'],
        purpose: 'SERVICE_DELIVERY',
        method: 'ONLINE_FORM',
        noticeId: 'sharing',
        noticeVersion: '1',
        noticeText: 'Another service of the council may call you.',
        evidenceRef: 'form 1',
      };
      const { captureConsent } = await ask<{ captureConsent: { consent: { id: string } } }>('resident', capture, { input });
      return captureConsent.consent.id;
    },
    [Symbol.asyncDispose]: async () => {
      await platform.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
