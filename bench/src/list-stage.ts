import { join } from 'node:path';
import { VisibleDetails, type VisibleDetailsParts } from '@resident-graph/contact-details-subgraph';
import { createPlatform, type Platform, readPlatformConfig } from '@resident-graph/platform';
import { createLogger } from '@resident-graph/service-kit';

/** What reading contact details stands on in a running platform: the books and the consents of its store. */
export interface ListStage {
  readonly reads: VisibleDetailsParts;
  /** The person of whom the areas hold rows. */
  readonly personId: string;
  /** The areas that hold them. */
  readonly areas: readonly string[];
  stop(): Promise<void>;
}

/** The area whose officer reads. */
export const readingArea = 'housing';
const areas = [readingArea, 'social-care', 'council-tax', 'repairs', 'benefits'] as const;
/** Together 200 rows. */
const rowsPerArea = 40;
/** Together 50 consents, half of them by type. */
const consentCount = 50;
const namedRows = 4;
/** The person of the development persona `resident`, who can consent for all areas. */
const personId = '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02';

type Send = (persona: string, document: string, input: unknown) => Promise<Readonly<Record<string, unknown>>>;

const createSend = ({ gateway }: Platform): Send => {
  const { developmentIssuer } = gateway;
  if (developmentIssuer === null) throw new Error('There is no development issuer.');
  return async (persona, document, input) => {
    const response = await fetch(`${gateway.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await developmentIssuer.issueToken(persona)}` },
      body: JSON.stringify({ query: document, variables: { input } }),
    });
    const { data, errors } = (await response.json()) as { readonly data?: Readonly<Record<string, unknown>>; readonly errors?: unknown };
    if (data === undefined || errors !== undefined) throw new Error(`Preparing the list failed: ${JSON.stringify(errors)}`);
    return data;
  };
};

const ingest = async (send: Send, field: string, items: readonly unknown[]): Promise<readonly string[]> => {
  const document = `mutation ($input: I${field.slice(1)}Input!) { ${field}(input: $input) { results { id problems { message } } } }`;
  const data = await send('ingest-service', document, { sourceSystem: 'bench', items });
  const { results } = data[field] as { readonly results: readonly { readonly id: string | null }[] };
  return results.map((result) => {
    if (result.id === null) throw new Error(`Preparing the list failed: ${JSON.stringify(result)}`);
    return result.id;
  });
};

const ingestRows = (send: Send, area: string): Promise<readonly string[]> =>
  ingest(
    send,
    'ingestContactDetails',
    Array.from({ length: rowsPerArea }, (_, place) => ({
      sourceId: `${area}-${place}`,
      targetId: personId,
      area,
      contactType: 'ADDRESS',
      subType: 'CORRESPONDENCE_ADDRESS',
      description: 'Ring the upper bell.',
      address: { line1: `${place + 1} Quillfeather Row`, postcode: 'N1 7WA', uprn: `${10_000 + place}` },
    })),
  );

/** All of them hold and concern the reader, which is the most work that fifty can make. */
const captureConsents = async (send: Send, rows: ReadonlyMap<string, readonly string[]>): Promise<void> => {
  const sources = [...rows].filter(([area]) => area !== readingArea);
  for (let number = 0; number < consentCount; number += 1) {
    const [sourceArea = '', ids = []] = sources[number % sources.length] ?? [];
    const first = Math.floor(number / sources.length) % 10;
    const scope =
      Math.floor(number / sources.length) % 2 === 0
        ? { types: ['ADDRESS'] }
        : { contactDetailIds: ids.slice(first * namedRows, (first + 1) * namedRows) };
    await send('resident', 'mutation ($input: CaptureConsentInput!) { captureConsent(input: $input) { consent { id } } }', {
      personId,
      ...scope,
      sourceArea,
      recipientArea: readingArea,
      purpose: 'SERVICE_DELIVERY',
      method: 'IN_PERSON',
      noticeId: 'sharing',
      noticeVersion: '1',
      noticeText: 'We would like to tell them your address.',
      evidenceRef: `form ${number + 1}`,
    });
  }
};

/** Starts a platform in a folder, brings a person in with 200 rows of five areas and 50 consents, and gives what its reads stand on. */
export const createListStage = async (folder: string): Promise<ListStage> => {
  const config = readPlatformConfig({
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    SAMPLE_REGISTER: 'off',
  });
  let reads: VisibleDetailsParts | undefined;
  const platform = await createPlatform(config, createLogger({ service: 'bench', level: 'silent' }), {
    contactDetails: {
      openVisible: (parts) => {
        reads = parts;
        return new VisibleDetails(parts);
      },
    },
  });
  await platform.start();
  const send = createSend(platform);
  await ingest(send, 'ingestPersons', [{ sourceId: 'person', id: personId, forename: 'Maple', surname: 'Quillfeather' }]);
  const rows = new Map<string, readonly string[]>();
  for (const area of areas) rows.set(area, await ingestRows(send, area));
  await captureConsents(send, rows);
  if (reads === undefined) throw new Error('The platform opened no reads.');
  return { reads, personId, areas, stop: () => platform.stop() };
};
