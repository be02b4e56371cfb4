import { type ChildProcess, spawn } from 'node:child_process';
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { patientSettings } from '../../patient-settings.ts';

/** The ways to run: one process on either store, and five processes on MongoDB. */
export type Way = 'one process' | 'one process on MongoDB' | 'five processes on MongoDB';

/** MongoDB for the tests; without one the stories on MongoDB are skipped by name. */
export const mongodbUri = process.env['TEST_MONGODB_URI'];

/** A way to run, with the reason why it is skipped here. */
export interface StoryWay {
  readonly way: Way;
  readonly skipped: string | false;
}

/** The ways on which a story is told. */
export const storyWays: readonly StoryWay[] = [
  { way: 'one process', skipped: false },
  { way: 'one process on MongoDB', skipped: mongodbUri === undefined && 'TEST_MONGODB_URI is not set' },
  { way: 'five processes on MongoDB', skipped: mongodbUri === undefined && 'TEST_MONGODB_URI is not set' },
];

export const mainPath = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

/** How a platform is started. */
export interface PlatformOptions {
  readonly way: Way;
  /** Whether the sample register is brought in; off unless a story needs it. */
  readonly hasSample?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by the stories that know their shape
  readonly body: any;
}

/** Between two questions to something that tells nobody when it is ready; without it the questions take the answerer's processor. */
export const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 20);
  });

const withoutParent = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(NODE_ENV|VITEST|NODE_OPTIONS|MONGODB_URI|DATA_DIR|PORT)/u.test(entry[0]),
    ),
  );

/** Runs a command of the platform to its end. */
export const runCommand = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [mainPath, ...args], {
      env: { ...withoutParent(process.env), APOLLO_TELEMETRY_DISABLED: '1', ...environment },
      cwd,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve({ code, stdout, stderr }));
  });

/** A platform that runs as its users run it: processes, ports and a folder of its own. */
export class RunningPlatform {
  readonly dataDirectory: string;
  readonly #options: PlatformOptions;
  readonly #databasePrefix = `rg-${randomUUID().slice(0, 8)}`;
  #tokens: Promise<ReadonlyMap<string, string>> | undefined;
  #child: ChildProcess | undefined;
  #ended: Promise<number | null> = Promise.resolve(null);
  url = '';
  /** Everything that the processes wrote to stdout and stderr. */
  output = '';

  constructor(dataDirectory: string, options: PlatformOptions) {
    this.dataDirectory = dataDirectory;
    this.#options = options;
  }

  get environment(): Record<string, string> {
    const { way, hasSample, environment } = this.#options;
    return {
      DATA_DIR: this.dataDirectory,
      PORT: '0',
      LOG_LEVEL: 'info',
      SAMPLE_REGISTER: hasSample === true ? 'on' : 'off',
      MONGODB_DATABASE_PREFIX: this.#databasePrefix,
      ...patientSettings,
      ...(way !== 'one process' && mongodbUri !== undefined ? { MONGODB_URI: mongodbUri } : {}),
      ...environment,
    };
  }

  async start(): Promise<void> {
    const command = this.#options.way === 'five processes on MongoDB' ? 'start:services' : 'start';
    const child = spawn(process.execPath, [mainPath, command], {
      env: { ...withoutParent(process.env), APOLLO_TELEMETRY_DISABLED: '1', ...this.environment },
      // A group of its own, so that five processes die together when the story kills them.
      detached: true,
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code) => resolve(code));
    });
    this.url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.output += chunk.toString();
        const url = /Resident Graph listens on (http:\S+)/u.exec(this.output)?.[1];
        if (url !== undefined) resolve(url);
      };
      this.output = '';
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => reject(new Error(`The platform ended with ${code} before it was ready:\n${this.output}`)));
    });
  }

  /** The token of a persona, from the page that holds them all; the command for it has a story of its own. */
  async token(persona: string): Promise<string> {
    this.#tokens ??= this.#readTokens();
    const token = (await this.#tokens).get(persona);
    if (token === undefined) throw new Error(`There is no persona ${persona}.`);
    return token;
  }

  async #readTokens(): Promise<ReadonlyMap<string, string>> {
    const page = await (await fetch(`${this.url}/graphiql`)).text();
    const data = /<script type="application\/json" id="page-data">(.*?)<\/script>/su.exec(page)?.[1] ?? '';
    const { personas } = JSON.parse(data) as { readonly personas: readonly { readonly name: string; readonly token: string }[] };
    return new Map(personas.map(({ name, token }) => [name, token]));
  }

  /** The token of the persona `resident`, but for another person; signed with the development issuer's key in the data folder. */
  async tokenOfResident(personId: string): Promise<string> {
    const [header = '', payload = ''] = (await this.token('resident')).split('.');
    const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const otherClaims = { ...claims, sub: `resident-${personId}`, person_id: personId };
    const signed = `${header}.${Buffer.from(JSON.stringify(otherClaims)).toString('base64url')}`;
    const key = createPrivateKey({
      key: JSON.parse(await readFile(join(this.dataDirectory, 'development-issuer.json'), 'utf8')),
      format: 'jwk',
    });
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
  }

  /** Asks as a persona. */
  async ask(persona: string, query: string, options: { variables?: object; headers?: Record<string, string> } = {}): Promise<Answer> {
    return this.post(JSON.stringify({ query, variables: options.variables }), {
      'content-type': 'application/json',
      authorization: `Bearer ${await this.token(persona)}`,
      ...options.headers,
    });
  }

  /** Sends a body to the endpoint as it is. */
  async post(body: string, headers: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, { method: 'POST', headers, body });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === '' ? null : JSON.parse(text) };
  }

  /** Asks until an answer is as expected; search follows the writes by events. */
  async askUntil(question: () => Promise<Answer>, isEnough: (answer: Answer) => boolean): Promise<Answer> {
    const deadline = Date.now() + 120_000;
    for (;;) {
      const answer = await question();
      if (isEnough(answer) || Date.now() > deadline) return answer;
      await pause();
    }
  }

  /** Kills every process at once, as a power cut would. */
  async kill(): Promise<void> {
    if (this.#child?.pid !== undefined && this.#child.exitCode === null) process.kill(-this.#child.pid, 'SIGKILL');
    await this.#ended;
  }

  /** Asks the processes to end; answers the exit code. */
  async stop(): Promise<number | null> {
    this.#child?.kill('SIGTERM');
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) await this.stop();
    await rm(this.dataDirectory, { recursive: true, force: true });
    if (this.#options.way !== 'one process' && mongodbUri !== undefined) {
      const client = await MongoClient.connect(mongodbUri);
      for (const name of ['person', 'contact-details', 'equality', 'search'])
        await client.db(`${this.#databasePrefix}-${name}`).dropDatabase();
      await client.close();
    }
  }
}

/** A folder that a story may do with as it likes. */
export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'resident-graph-'));

/** Starts a platform for one story: `await using platform = await startPlatform({ way })`. */
export const startPlatform = async (options: PlatformOptions): Promise<RunningPlatform> => {
  const platform = new RunningPlatform(await temporaryFolder(), options);
  try {
    await platform.start();
    return platform;
  } catch (error) {
    await platform[Symbol.asyncDispose]();
    throw error;
  }
};
