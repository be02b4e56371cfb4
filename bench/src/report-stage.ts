import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type EqualityInformationDocument, equalityInformationCollection } from '@resident-graph/equality-subgraph';
import { createPlatform, type Platform, readPlatformConfig } from '@resident-graph/platform';
import { equalityCodes } from '@resident-graph/schema';
import { createLogger, openDocumentDatabase } from '@resident-graph/service-kit';

/** Records of one write. */
const batch = 1_000;
const recordedAt = '2026-03-10T09:00:00.000Z';

const pick = (codes: readonly string[], number: number): string => codes[number % codes.length] ?? 'other';

/** An invented record; the strides keep the answers independent enough of each other. */
const inventRecord = (number: number): EqualityInformationDocument => {
  const coded = (codes: readonly string[], stride: number) => ({ code: pick(codes, Math.floor(number / stride)), otherText: null });
  return {
    _id: randomUUID(),
    targetId: randomUUID(),
    ageGroup: pick(equalityCodes.ageGroup, number),
    gender: { ...coded(equalityCodes.gender, 3), differentToBirthSex: null },
    nationality: pick(equalityCodes.nationality, Math.floor(number / 5)),
    ethnicity: coded(equalityCodes.ethnicGroup, 7),
    religionOrBelief: coded(equalityCodes.religionOrBelief, 11),
    sexualOrientation: coded(equalityCodes.sexualOrientation, 13),
    marriageOrCivilPartnership: null,
    pregnancyOrMaternity: [],
    nationalInsuranceNumber: null,
    languages: [],
    caringResponsibilities: number % 3 === 0 ? { providesUnpaidCare: 'YES', hoursSpentProvidingUnpaidCare: null } : null,
    disabled: number % 4 === 0 ? 'YES' : 'NO',
    communicationRequirements: [],
    economicSituation: coded(equalityCodes.economicSituation, 17),
    homeSituation: coded(equalityCodes.homeSituation, 19),
    armedForces: pick(equalityCodes.armedForces, Math.floor(number / 23)),
    sources: [],
    version: 0,
    createdAt: recordedAt,
    lastModifiedAt: recordedAt,
    source: null,
    creation: null,
    outbox: [],
    outboxPendingAt: null,
  };
};

const dataDirectoryOf = (folder: string): string => join(folder, 'data');

/** Writes invented records into a folder, a thousand in one go, and tells how many there are so far. */
export const writeRecords = async (folder: string, count: number, onWritten: (written: number) => void): Promise<void> => {
  const database = await openDocumentDatabase({
    mongodbUri: undefined,
    dataDirectory: dataDirectoryOf(folder),
    name: 'equality',
    databasePrefix: 'bench',
    onWarning: () => undefined,
  });
  try {
    const records = await database.collection<EqualityInformationDocument>(equalityInformationCollection);
    for (let start = 0; start < count; start += batch) {
      await records.bulkWrite(
        Array.from({ length: Math.min(batch, count - start) }, (_, place) => ({ insertOne: { document: inventRecord(start + place) } })),
      );
      onWritten(Math.min(start + batch, count));
    }
  } finally {
    await database.close();
  }
};

/** A running platform whose equality subgraph holds many invented records. */
export interface ReportStage {
  /** Asks as a development persona and answers the data; an error ends the bench. */
  readonly ask: (persona: string, document: string, variables: unknown) => Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

const createAsk = async ({ gateway }: Platform, personas: readonly string[]): Promise<ReportStage['ask']> => {
  const { developmentIssuer } = gateway;
  if (developmentIssuer === null) throw new Error('There is no development issuer.');
  const tokens = new Map<string, string>();
  for (const persona of personas) tokens.set(persona, await developmentIssuer.issueToken(persona));
  return async (persona, document, variables) => {
    const response = await fetch(`${gateway.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.get(persona)}` },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as { readonly data?: Readonly<Record<string, unknown>>; readonly errors?: unknown };
    if (data === undefined || errors !== undefined) throw new Error(`A question failed: ${JSON.stringify(errors)}`);
    return data;
  };
};

/** Starts a platform on the records of a folder. */
export const startReportStage = async (folder: string): Promise<ReportStage> => {
  const settings = { PORT: '0', LOG_LEVEL: 'silent', NODE_ENV: 'test', SAMPLE_REGISTER: 'off' };
  const config = readPlatformConfig({ DATA_DIR: dataDirectoryOf(folder), ...settings });
  const platform = await createPlatform(config, createLogger({ service: 'bench', level: 'silent' }));
  await platform.start();
  return { ask: await createAsk(platform, ['housing-officer', 'data-analyst']), stop: () => platform.stop() };
};
