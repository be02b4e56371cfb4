import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createPlatform, readPlatformConfig } from '@resident-graph/platform';
import { createLogger } from '@resident-graph/service-kit';
import type { Identity } from './duplicates-register.ts';

/** Somebody who may be the one that was asked for. */
export interface Candidate {
  /** The key of the identity that was registered. */
  readonly key: string;
  readonly band: string;
}

/** An answer, and how long it took in milliseconds. */
export interface Answer {
  readonly candidates: readonly Candidate[];
  readonly milliseconds: number;
}

/** A platform in this process, on the embedded store, that is asked for possible duplicates. */
export interface DuplicatesStage {
  /** Registers persons through the API as an import does. */
  register(identities: readonly Identity[]): Promise<void>;
  /** Asks as the housing officer; null where nothing is known that could be asked by. */
  ask(identity: Identity): Promise<Answer | null>;
  stop(): Promise<void>;
}

/** As many as one call takes. */
const batch = 1_000;

const ingest = 'mutation ($input: IngestPersonsInput!) { ingestPersons(input: $input) { results { id problems { message } } } }';
const possibleDuplicates = `query ($input: PossibleDuplicatesInput!) {
  possibleDuplicates(input: $input) { person { id forename surname dateOfBirth } score band reasons { field level } }
}`;

/** A UUID that comes from a key: ids decide among equals, and every run is to find the same. */
const idOf = (key: string): string =>
  createHash('sha256')
    .update(key)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/u, '$1-$2-$3-$4-$5');

interface Ingested {
  readonly ingestPersons: { readonly results: readonly { readonly id: string | null; readonly problems: readonly unknown[] }[] };
}

interface Found {
  readonly possibleDuplicates: readonly { readonly person: { readonly id: string }; readonly band: string }[];
}

/** Starts an empty platform in a folder. */
export const createDuplicatesStage = async (folder: string): Promise<DuplicatesStage> => {
  const config = readPlatformConfig({ DATA_DIR: join(folder, 'data'), PORT: '0', NODE_ENV: 'test', SAMPLE_REGISTER: 'off' });
  const { gateway, ...platform } = await createPlatform(config, createLogger({ service: 'bench', level: 'silent' }));
  await platform.startWithoutListening();
  const { developmentIssuer } = gateway;
  if (developmentIssuer === null) throw new Error('There is no development issuer.');
  const tokens = {
    ingest: await developmentIssuer.issueToken('ingest-service'),
    officer: await developmentIssuer.issueToken('housing-officer'),
  };
  const execute = async <Data>(token: string, query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> => {
    const { data, errors } = await gateway.execute({ query, variables }, token);
    if (data == null || errors !== undefined) throw new Error(`A question failed: ${JSON.stringify(errors)}`);
    return data as Data;
  };
  const keys = new Map<string, string>();
  return {
    register: async (identities) => {
      for (let start = 0; start < identities.length; start += batch) {
        const part = identities.slice(start, start + batch);
        const items = part.map(({ key, ...known }) => ({ sourceId: key, id: idOf(key), ...known }));
        const { ingestPersons } = await execute<Ingested>(tokens.ingest, ingest, { input: { sourceSystem: 'febrl', items } });
        // A row without any name is no person to an import either.
        for (const [place, { id }] of ingestPersons.results.entries()) if (id !== null) keys.set(id, part[place]?.key ?? '');
      }
      await platform.whenSearchIsCurrent();
    },
    ask: async ({ key, ...known }) => {
      if (known.forename === null && known.surname === null && known.dateOfBirth === null) return null;
      const began = performance.now();
      const found = await execute<Found>(tokens.officer, possibleDuplicates, { input: known });
      const milliseconds = performance.now() - began;
      return { candidates: found.possibleDuplicates.map(({ person, band }) => ({ key: keys.get(person.id) ?? '', band })), milliseconds };
    },
    stop: () => platform.stop(),
  };
};
