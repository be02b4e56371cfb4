import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@resident-graph/service-kit';
import { createPlatform, type PlatformOverrides } from '../../src/index.ts';
import { readSilentConfig } from '../read-silent-config.ts';

/** A request, ready to be sent. */
export interface Question {
  readonly persona: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What came back, and how long it took. */
export interface TimedAnswer {
  /** Status, headers and body as a caller sees them; without the date and the request id. */
  readonly seen: string;
  /** The codes of its errors. */
  readonly codes: readonly string[];
  /** From sending the request to the last byte of the answer. */
  readonly milliseconds: number;
}

/** A platform that is asked over HTTP on one connection. */
export interface Stage {
  ask(question: Question): Promise<TimedAnswer>;
  /** Asks for something that must succeed, and answers its data. */
  must(question: Question): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

/** The stage's clock stands still: no token is renewed while somebody measures. */
const stageTime = Date.parse('2026-03-10T09:00:00.000Z');
const memoryFolder = '/dev/shm';
const changingHeaders = new Set(['date', 'x-request-id']);
const requestId = /"requestId":"[^"]*"/gu;

interface Received {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly milliseconds: number;
}

interface Body {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

const seenOf = ({ status, headers, body }: Received): string => {
  const text = body.replace(requestId, '"requestId":""');
  // The entity tag is a digest of the body, and so of the request id where there is one.
  const shown = headers.filter(([name]) => !changingHeaders.has(name) && (name !== 'etag' || text === body));
  return `${status}\n${shown.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${text}`;
};

/** Starts a platform in a temporary folder, in memory where the system offers that; `stop` removes it. */
export const createStage = async (overrides: PlatformOverrides): Promise<Stage> => {
  const directory = mkdtempSync(join(existsSync(memoryFolder) ? memoryFolder : tmpdir(), 'timing-'));
  const config = readSilentConfig(directory);
  const logger = createLogger({ service: 'timing', level: 'silent' });
  const platform = await createPlatform(config, logger, { ...overrides, now: () => stageTime });
  await platform.start();
  const { developmentIssuer } = platform.gateway;
  if (developmentIssuer === null) throw new Error('There is no development issuer.');
  const endpoint = new URL(`${platform.gateway.url()}/graphql`);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const tokens = new Map<string, string>();
  const tokenOf = async (persona: string): Promise<string> => {
    const token = tokens.get(persona) ?? (await developmentIssuer.issueToken(persona));
    tokens.set(persona, token);
    return token;
  };
  const send = async ({ persona, document, variables }: Question): Promise<Received> => {
    const payload = Buffer.from(JSON.stringify({ query: document, variables }));
    const headers = {
      'content-type': 'application/json',
      'content-length': payload.length,
      authorization: `Bearer ${await tokenOf(persona)}`,
      'x-correlation-id': 'timing',
    };
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const sent = request(endpoint, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const milliseconds = performance.now() - startedAt;
          const names = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const);
          resolve({ status: response.statusCode ?? 0, headers: names, body: Buffer.concat(chunks).toString(), milliseconds });
        });
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  };
  return {
    ask: async (question) => {
      const received = await send(question);
      const { errors = [] } = JSON.parse(received.body) as Body;
      const codes = errors.map(({ extensions }) => extensions?.code ?? 'none');
      return { seen: seenOf(received), codes, milliseconds: received.milliseconds };
    },
    must: async (question) => {
      const { body } = await send(question);
      const { data, errors } = JSON.parse(body) as Body;
      if (data === undefined || errors !== undefined) throw new Error(`Setting the stage failed: ${body}`);
      return data;
    },
    stop: async () => {
      agent.destroy();
      await platform.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
