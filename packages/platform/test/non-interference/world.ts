import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessEventStore } from '@resident-graph/contact-details-subgraph';
import type { SubgraphName } from '@resident-graph/schema';
import { type AccessEventDraft, createLogger, type DocumentDatabase } from '@resident-graph/service-kit';
import { createPlatform, type PlatformOverrides } from '../../src/index.ts';
import { readSilentConfig } from '../read-silent-config.ts';
import { type Census, type CensusEvent, takeCensus } from './census.ts';

/** One request at one place of the worlds' common time. The same step has the same clock and makes the same ids in both worlds. */
export interface Step {
  /** Names the step; ids come from it. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly persona: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The persona of the user for whom a service calls. */
  readonly onBehalfOf: string | null;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What came back: everything a caller can see, as text to compare, and the parsed answer. */
export interface Answer {
  /** Status, headers and body; without the date and the request id. */
  readonly seen: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The codes of its errors. */
  readonly codes: readonly string[];
  /** The id of the request, at random. */
  readonly requestId: string;
  /** What went on record for it, as text. */
  readonly recorded: string;
}

/** A platform whose clock and ids the test decides. */
export interface World {
  ask(step: Step): Promise<Answer>;
  /** What is stored of targets, past every rule. */
  takeCensus(targetIds: readonly string[]): Promise<Census>;
  stop(): Promise<void>;
}

interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** What differs between any two answers. */
const changingHeaders = new Set(['date', 'x-request-id']);
const requestId = /"requestId":"[^"]*"/gu;
/** The gateway makes the ids of its decisions at random; how many there are is compared. */
const decisionIds = /"decisionIds":\[[^\]]*\]/gu;
const withoutChance = (body: string): string =>
  body.replace(requestId, '"requestId":""').replace(decisionIds, (list) => list.replace(/[0-9a-f-]{36}/gu, ''));

/** The `number`th id of a step, a UUID. */
const idOf = (step: string, number: number): string => {
  const hex = createHash('sha256').update(`${step}/${number}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const memoryFolder = '/dev/shm';
const enoughMemory = 512 * 2 ** 20;

/** In memory where the system offers that and has room: most of the time would go into making sure of writes, which is not the question here. */
const chooseParent = (): string => {
  if (!existsSync(memoryFolder)) return tmpdir();
  const { bavail, bsize } = statfsSync(memoryFolder);
  return bavail * bsize >= enoughMemory ? memoryFolder : tmpdir();
};

/** The same secret in all worlds: with another one, cursors would be other texts. */
const lookupKey = Buffer.alloc(32, 7).toString('base64url');

const createFolder = (): string => {
  const directory = mkdtempSync(join(chooseParent(), 'non-interference-'));
  mkdirSync(join(directory, 'keys'), { mode: 0o700 });
  writeFileSync(join(directory, 'keys', 'contact-details-lookup.key'), `${lookupKey}\n`, { mode: 0o600 });
  return directory;
};

const tellsOthers =
  /\b(?:createPerson|amendPerson|ingestPersons|recordIdentification|removeIdentification|restrictPerson|confirmLiftRestriction)\b/u;

const textOf = ({ requestId: _request, decisionIds: _decisions, ...draft }: AccessEventDraft): string => JSON.stringify(draft);

type OpenLog = typeof AccessEventStore.open;

/** What goes on record in one moment has one time: the order in which worlds are told of hidden changes is not the product's. */
const millisecondsOfRecord = 2_000;

/** The record of looks of a world, with a clock and ids of its own, so that what is hidden leaves those of everything else alone. */
class WorldRecord {
  readonly events: CensusEvent[] = [];
  readonly #moment: () => { readonly step: string; readonly at: number };
  #step = '';
  #number = 0;
  #newest: string[] = [];

  constructor(moment: () => { readonly step: string; readonly at: number }) {
    this.#moment = moment;
  }

  readonly open = async (openLog: OpenLog, ...[database, options]: Parameters<OpenLog>): Promise<AccessEventStore> => {
    const now = (): number => this.#moment().at - (this.#moment().at % millisecondsOfRecord);
    const store = await openLog(database, { ...options, now, newId: () => this.#newId() });
    const append = store.append.bind(store);
    store.append = (given) => {
      // In the order of their texts: which of a request's fetches answered first is nobody's to know.
      const drafts = given.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
      // The cursors of somebody else are looked for while the worlds differ, and their looks would differ for good.
      if (this.#moment().step.endsWith(unrecorded)) return Promise.resolve();
      this.#newest = [];
      const written = append(drafts);
      const at = new Date(now()).toISOString();
      for (const [place, draft] of drafts.entries()) this.#note(this.#newest[place] ?? '', at, draft);
      return written;
    };
    return store;
  };

  #newId(): string {
    const { step } = this.#moment();
    if (step !== this.#step) [this.#step, this.#number] = [step, 0];
    this.#number += 1;
    const id = idOf(`${step}/record`, this.#number);
    this.#newest.push(id);
    return id;
  }

  #note(id: string, at: string, { requestId: _request, decisionIds: _decisions, ...draft }: AccessEventDraft): void {
    const digest = createHash('sha256').update(JSON.stringify(draft)).digest('hex');
    this.events.push({ id, at, draft, digest, isReleased: false });
  }
}

/** Steps whose name ends so leave nothing on record. */
export const unrecorded = '/pages';

/** Starts a platform in a temporary folder, which `stop` removes. It is asked over HTTP, so that what is compared is what a caller gets. */
export const createWorld = async (overrides: PlatformOverrides): Promise<World> => {
  const directory = createFolder();
  let clock = 0;
  let step = '';
  let ids = 0;
  const databases = new Map<SubgraphName, DocumentDatabase>();
  const { openLog = AccessEventStore.open } = overrides.contactDetails ?? {};
  const { wrapDatabase = (_name, bare) => bare } = overrides;
  const record = new WorldRecord(() => ({ step, at: clock }));
  const config = readSilentConfig(directory);
  const platform = await createPlatform(config, createLogger({ service: 'non-interference', level: 'silent' }), {
    ...overrides,
    contactDetails: {
      ...overrides.contactDetails,
      openLog: (database, options) => record.open(openLog, database, options),
    },
    wrapDatabase: (name, bare) => {
      databases.set(name, bare);
      return wrapDatabase(name, bare);
    },
    now: () => clock,
    newId: () => {
      ids += 1;
      return idOf(step, ids);
    },
  });
  await platform.start();
  const { developmentIssuer } = platform.gateway;
  if (developmentIssuer === null) throw new Error('There is no development issuer.');
  const endpoint = `${platform.gateway.url()}/graphql`;
  const tokens = new Map<string, { readonly text: string; readonly goodUntil: number }>();
  const tokenOf = async (persona: string): Promise<string> => {
    const known = tokens.get(persona);
    if (known !== undefined && known.goodUntil > clock) return known.text;
    const text = await developmentIssuer.issueToken(persona);
    tokens.set(persona, { text, goodUntil: clock + 3_600_000 });
    return text;
  };
  return {
    ask: async ({ name, at, persona, headers, onBehalfOf, document, variables }) => {
      [clock, step, ids] = [at, name, 0];
      const recordedBefore = record.events.length;
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          // A busy machine lets kept connections go stale.
          connection: 'close',
          authorization: `Bearer ${await tokenOf(persona)}`,
          'x-correlation-id': 'non-interference',
          ...(onBehalfOf === null ? {} : { 'x-on-behalf-of': await tokenOf(onBehalfOf) }),
          ...headers,
        },
        body: JSON.stringify({ query: document, variables }),
      });
      const body = await response.text();
      const text = withoutChance(body);
      // The entity tag is a digest of the body, and so of the request id where there is one.
      const shown = [...response.headers].filter(([header]) => !changingHeaders.has(header) && (header !== 'etag' || text === body));
      if (tellsOthers.test(document)) await platform.whenSearchIsCurrent();
      const { data, errors } = JSON.parse(text) as Body;
      return {
        seen: `${response.status}\n${shown.map(([header, value]) => `${header}: ${value}`).join('\n')}\n\n${text}`,
        data: data ?? {},
        codes: (errors ?? []).map(({ extensions }) => extensions?.code ?? 'none'),
        requestId: response.headers.get('x-request-id') ?? '',
        recorded: JSON.stringify(record.events.slice(recordedBefore).map(({ id, at, draft }) => ({ id, at, ...draft }))),
      };
    },
    takeCensus: (targetIds) => {
      const [database, person, equality] = [databases.get('contact-details'), databases.get('person'), databases.get('equality')];
      if (database === undefined || person === undefined || equality === undefined) throw new Error('The databases are not open.');
      return takeCensus({ database, person, equality, events: record.events }, targetIds);
    },
    stop: async () => {
      await platform.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
