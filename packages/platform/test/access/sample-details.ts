import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { personas } from '@resident-graph/gateway';
import type { SubgraphName } from '@resident-graph/schema';
import { createLogger } from '@resident-graph/service-kit';
import { createPlatform, type Platform, type PlatformOverrides, readPlatformConfig } from '../../src/index.ts';
import { patientSettings } from '../patient-settings.ts';

/** An answer over HTTP. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** How somebody asks: a persona, and the area that acts where there are several. */
export interface Asker {
  readonly persona: string;
  readonly area?: string;
}

/** A platform in a temporary folder with two persons and their contact details in several areas. */
export interface SamplePlatform extends AsyncDisposable {
  readonly platform: Platform;
  readonly personIds: readonly string[];
  /** Ids of the contact details by the names of `details`. */
  readonly idOf: Readonly<Record<DetailName, string>>;
  readonly nameOf: (id: string) => string;
  readonly fetches: { readonly name: SubgraphName; readonly query: string }[];
  ask(asker: Asker, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** The first sample person is the one of the persona `resident`. */
export const residentId = '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02';

/** Surname of the sample persons; nobody else has it. */
export const surname = 'Quillfeather';

/** The contact details: whose, of which area, current or historic. */
export const details = [
  { name: 'housing-phone', person: 0, area: 'housing', isActive: true },
  { name: 'housing-second', person: 0, area: 'housing', isActive: true },
  { name: 'housing-old', person: 0, area: 'housing', isActive: false },
  { name: 'care-phone', person: 0, area: 'social-care', isActive: true },
  { name: 'care-old', person: 0, area: 'social-care', isActive: false },
  { name: 'repairs-phone', person: 0, area: 'repairs', isActive: true },
  { name: 'unowned-phone', person: 0, area: null, isActive: true },
  { name: 'other-housing', person: 1, area: 'housing', isActive: true },
  { name: 'other-benefits', person: 1, area: 'benefits', isActive: true },
] as const;
export type DetailName = (typeof details)[number]['name'];

const ingestPersons = `mutation ($items: [IngestPersonInput!]!) {
  ingestPersons(input: { sourceSystem: "test", items: $items }) { results { outcome id problems { path code message } } }
}`;
const ingestContactDetails = `mutation ($items: [IngestContactDetailInput!]!) {
  ingestContactDetails(input: { sourceSystem: "test", items: $items }) { results { outcome id problems { path code message } } }
}`;

const captureConsent = `mutation ($personId: ID!) {
  captureConsent(input: {
    personId: $personId, types: [PHONE], sourceArea: "social-care", recipientArea: "housing", purpose: SERVICE_DELIVERY,
    method: PHONE_CALL, noticeId: "sharing", noticeVersion: "1", noticeText: "Housing may call you.", evidenceRef: "call 4711"
  }) { consent { status } }
}`;

const readResults = (answer: Answer, field: string): readonly string[] => {
  const payload = answer.data?.[field] as
    | { readonly results: readonly { readonly outcome: string; readonly id: string }[] }
    | null
    | undefined;
  if (payload?.results.every(({ outcome }) => outcome === 'CREATED') !== true) throw new Error(`Not created: ${JSON.stringify(answer)}`);
  return payload.results.map(({ id }) => id);
};

/** Starts it and listens on a free port. */
export const startSamplePlatform = async (overrides: PlatformOverrides = {}): Promise<SamplePlatform> => {
  const directory = await mkdtemp(join(tmpdir(), 'platform-'));
  const fetches: { name: SubgraphName; query: string }[] = [];
  const platform = await createPlatform(
    readPlatformConfig({ ...patientSettings, DATA_DIR: directory, PORT: '0', SAMPLE_REGISTER: 'off' }),
    createLogger({ service: 'platform', level: 'silent' }),
    { onFetch: (name, query) => fetches.push({ name, query }), ...overrides },
  );
  await platform.start();
  const tokens = new Map(
    await Promise.all(
      personas.map(async ({ name }) => [name, (await platform.gateway.developmentIssuer?.issueToken(name)) ?? ''] as const),
    ),
  );
  const ask = async ({ persona, area }: Asker, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> => {
    const response = await fetch(`${platform.gateway.url()}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${tokens.get(persona) ?? ''}`,
        ...(area === undefined ? {} : { 'x-service-area': area }),
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  };
  const asIngest = { persona: 'ingest-service' };
  const persons = ['Imogen', 'Jasper'].map((forename, place) => ({
    sourceId: forename,
    forename,
    surname,
    dateOfBirth: '1980-02-03',
    ...(place === 0 ? { id: residentId } : {}),
  }));
  const personIds = readResults(await ask(asIngest, ingestPersons, { items: persons }), 'ingestPersons');
  const items = details.map(({ name, person, area, isActive }, index) => ({
    sourceId: name,
    area,
    targetId: personIds[person],
    contactType: 'PHONE',
    subType: 'MOBILE',
    value: `+442079460${String(index).padStart(3, '0')}`,
    description: name,
    isActive,
  }));
  // Only a steward may leave the area out.
  const owned = items.filter(({ area }) => area !== null);
  const unowned = items.filter(({ area }) => area === null);
  const ids = readResults(await ask(asIngest, ingestContactDetails, { items: owned }), 'ingestContactDetails');
  const unownedIds = readResults(await ask({ persona: 'data-steward' }, ingestContactDetails, { items: unowned }), 'ingestContactDetails');
  // The resident allows housing what social care recorded: the current phone, and nothing else.
  const consent = await ask({ persona: 'social-care-officer' }, captureConsent, { personId: residentId });
  if (consent.errors !== undefined) throw new Error(`Not captured: ${JSON.stringify(consent)}`);
  await platform.whenSearchIsCurrent();
  const pairs = [...owned, ...unowned].map(({ sourceId }, index) => [sourceId, [...ids, ...unownedIds][index] ?? ''] as const);
  const names = new Map<string, string>(pairs.map(([name, id]) => [id, name]));
  return {
    platform,
    personIds,
    idOf: Object.fromEntries(pairs) as Record<DetailName, string>,
    nameOf: (id) => names.get(id) ?? id,
    fetches,
    ask,
    [Symbol.asyncDispose]: async () => {
      await platform.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
