import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SubgraphName, subgraphNames } from '@resident-graph/schema';
import { type Environment, type identityIssuers, StartError } from '@resident-graph/service-kit';

type ServiceName = (typeof identityIssuers)[number];

/** Five processes of one deployment on this machine. */
export interface RunningServices {
  readonly url: string;
  /** Resolves with the name of a service that ended without being asked to. */
  readonly firstDeath: Promise<ServiceName>;
  /** Ends the gateway first, then the subgraphs; each answers what is under way. */
  stop(): Promise<void>;
}

/** Longest wait for a service to get ready, and pause between two questions, in milliseconds. */
const readyMilliseconds = 30_000;
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
    this.#child = spawn(process.execPath, [entryOf(place.name)], { env: { ...environment }, stdio: ['ignore', 'inherit', 'inherit'] });
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

/**
 * Starts the four subgraphs and the gateway as processes on this machine, on free loopback ports but for the gateway's.
 * @throws StartError when one of them does not get ready; the others are stopped then
 */
export const runServices = async (parts: ServicesParts): Promise<RunningServices> => {
  const ports = new Map<ServiceName, number>([['gateway', parts.gatewayPort === 0 ? await freePort() : parts.gatewayPort]]);
  for (const name of subgraphNames) ports.set(name, await freePort());
  const urlOf = (name: ServiceName): string => `http://127.0.0.1:${ports.get(name) ?? 0}`;
  const peers = Object.fromEntries(subgraphNames.map((name) => [`${prefixOf(name)}_URL`, urlOf(name)]));
  const launch = (name: ServiceName): ServiceProcess =>
    new ServiceProcess(
      { name, url: urlOf(name) },
      {
        ...parts.environment,
        ...peers,
        [`${prefixOf(name)}_KEY_FILE`]: join(parts.keyDirectory, `${name}.json`),
        [name === 'gateway' ? 'PORT' : `${prefixOf(name)}_PORT`]: String(ports.get(name)),
        GATEWAY_EXAMPLE_NAME: parts.exampleName,
      },
    );
  const subgraphs = subgraphNames.map((name: SubgraphName) => launch(name));
  const processes = [...subgraphs];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.filter(({ name }) => name === 'gateway').map((service) => service.stop()));
    await Promise.all(processes.filter(({ name }) => name !== 'gateway').map((service) => service.stop()));
  };
  try {
    await Promise.all(subgraphs.map((service) => service.whenReady()));
    const gateway = launch('gateway');
    processes.push(gateway);
    await gateway.whenReady();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urlOf('gateway'), firstDeath: Promise.race(processes.map((service) => service.unexpectedEnd())), stop };
};
