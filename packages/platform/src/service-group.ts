import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { subgraphNames } from '@resident-graph/schema';
import { type Environment, type identityIssuers, StartError } from '@resident-graph/service-kit';
import { lookupKeyFileName } from './data-folder.ts';

type ServiceName = (typeof identityIssuers)[number];

/** Longest wait for a service to get ready, and pause between two questions, in milliseconds. */
const readyMilliseconds = 60_000;
const askMilliseconds = 50;

const prefixOf = (name: ServiceName): string => name.toUpperCase().replaceAll('-', '_');

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const entryOf = (name: ServiceName): string =>
  fileURLToPath(import.meta.resolve(name === 'gateway' ? '@resident-graph/gateway/main' : `@resident-graph/${name}-subgraph/main`));

const isReady = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(new URL('/health/ready', url));
    return response.ok;
  } catch {
    return false;
  }
};

class ServiceProcess {
  readonly name: ServiceName;
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #isAskedToEnd = false;

  constructor(place: { readonly name: ServiceName; readonly url: string }, environment: Environment) {
    this.name = place.name;
    this.url = place.url;
    // The channel carries nothing: it breaks when this process dies, however it dies, and then the service ends too.
    this.#child = spawn(process.execPath, [entryOf(place.name)], {
      env: { ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', () => resolve());
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async whenReady(): Promise<void> {
    const deadline = performance.now() + readyMilliseconds;
    let hasEnded = false;
    void this.#ended.then(() => {
      hasEnded = true;
    });
    // A process tells that it is ready by its health endpoint alone, as it would to an orchestrator.
    while (!(await isReady(this.url))) {
      if (hasEnded) throw new StartError('unavailable', `${this.name} ended before it was ready; its own message above says why.`);
      if (performance.now() > deadline)
        throw new StartError('unavailable', `${this.name} was not ready within ${readyMilliseconds / 1_000} s.`);
      await new Promise((resolve) => {
        setTimeout(resolve, askMilliseconds);
      });
    }
  }

  async unexpectedEnd(): Promise<ServiceName> {
    await this.#ended;
    return this.#isAskedToEnd ? new Promise<never>(() => undefined) : this.name;
  }

  async stop(): Promise<void> {
    this.#isAskedToEnd = true;
    this.#child.kill('SIGTERM');
    await this.#ended;
  }
}

/** What the five processes are given. */
export interface ServicesParts {
  readonly environment: Environment;
  readonly keyDirectory: string;
  readonly gatewayPort: number;
  readonly exampleName: string;
}

/** The four subgraphs and the gateway as processes on this machine, on free loopback ports but for the gateway's. */
export class ServiceGroup {
  readonly #parts: ServicesParts;
  readonly #ports: ReadonlyMap<ServiceName, number>;
  #processes: readonly ServiceProcess[] = [];

  private constructor(parts: ServicesParts, ports: ReadonlyMap<ServiceName, number>) {
    this.#parts = parts;
    this.#ports = ports;
  }

  /** Chooses the ports; nothing runs yet. */
  static async create(parts: ServicesParts): Promise<ServiceGroup> {
    const ports = new Map<ServiceName, number>([['gateway', parts.gatewayPort === 0 ? await freePort() : parts.gatewayPort]]);
    for (const name of subgraphNames) ports.set(name, await freePort());
    return new ServiceGroup(parts, ports);
  }

  /** Where the gateway listens. */
  get url(): string {
    return this.#urlOf('gateway');
  }

  /** Resolves with the name of a service that ended without being asked to. */
  get firstDeath(): Promise<ServiceName> {
    return Promise.race(this.#processes.map((service) => service.unexpectedEnd()));
  }

  /** Starts the subgraphs, then the gateway. @throws StartError when one of them does not get ready; `stop` ends the others */
  async start(): Promise<void> {
    const subgraphs = subgraphNames.map((name) => this.#launch(name));
    await Promise.all(subgraphs.map((service) => service.whenReady()));
    await this.#launch('gateway').whenReady();
  }

  /** Ends the gateway first, then the subgraphs; each answers what is under way. May come while they start. */
  async stop(): Promise<void> {
    const processes = this.#processes;
    await Promise.all(processes.filter(({ name }) => name === 'gateway').map((service) => service.stop()));
    await Promise.all(processes.filter(({ name }) => name !== 'gateway').map((service) => service.stop()));
  }

  #urlOf(name: ServiceName): string {
    return `http://127.0.0.1:${this.#ports.get(name) ?? 0}`;
  }

  #launch(name: ServiceName): ServiceProcess {
    const peers = Object.fromEntries(subgraphNames.map((peer) => [`${prefixOf(peer)}_URL`, this.#urlOf(peer)]));
    const lookupKey =
      name === 'contact-details' || name === 'equality' || name === 'person'
        ? { [`${prefixOf(name)}_LOOKUP_KEY_FILE`]: join(this.#parts.keyDirectory, lookupKeyFileName) }
        : {};
    const launched = new ServiceProcess(
      { name, url: this.#urlOf(name) },
      {
        ...this.#parts.environment,
        ...peers,
        ...lookupKey,
        [`${prefixOf(name)}_KEY_FILE`]: join(this.#parts.keyDirectory, `${name}.json`),
        [name === 'gateway' ? 'PORT' : `${prefixOf(name)}_PORT`]: String(this.#ports.get(name)),
        GATEWAY_EXAMPLE_NAME: this.#parts.exampleName,
      },
    );
    this.#processes = [...this.#processes, launched];
    return launched;
  }
}
