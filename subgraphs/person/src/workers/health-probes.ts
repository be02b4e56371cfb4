import type { LinkAddresses } from '../domain/link-addresses.ts';

/** What is known of whether a system is up. */
export type SystemVerdict = 'UP' | 'DOWN' | 'UNKNOWN';

/** Asks a health address once; true when the system says that it is up. Rejects when it cannot be reached or the signal aborts. */
export type ProbeHealth = (healthUrl: string, signal: AbortSignal) => Promise<boolean>;

/** Asks over HTTP: up is 2xx. A redirect is not followed, for it leads where nobody allowed to ask. */
export const probeOverHttp: ProbeHealth = async (healthUrl, signal) => {
  const response = await fetch(healthUrl, { redirect: 'manual', signal });
  await response.body?.cancel();
  return response.ok;
};

/** How long a verdict is fresh, how long it may still be told while a new one is asked for, and the longest waits. */
const freshMilliseconds = 15_000;
const usableMilliseconds = 60_000;
const probeMilliseconds = 2_000;
const answerMilliseconds = 50;

/** What is known of one system. */
interface Health {
  verdict: SystemVerdict;
  /** When it was found; never while it is unknown. */
  foundAt: number;
  probing: Promise<void> | null;
}

/** What probes stand on. */
export interface HealthProbesParts {
  readonly addresses: LinkAddresses;
  readonly now: () => number;
  readonly probe: ProbeHealth;
  /** Told when a verdict differs from the one before. */
  readonly onVerdict: (system: string, verdict: SystemVerdict) => void;
}

/**
 * Knows which linked systems are up. Probes run beside the requests: a verdict counts 15 s, is told up to 60 s while a new one is asked for, and only
 * where there is none an answer waits for it, at most 50 ms. A probe ends after 2 s, and then the system is down.
 */
export class HealthProbes {
  readonly #parts: HealthProbesParts;
  readonly #healths = new Map<string, Health>();
  readonly #stopping = new AbortController();

  constructor(parts: HealthProbesParts) {
    this.#parts = parts;
  }

  /** The verdicts of some systems by code; UNKNOWN for one that nobody can ask or that has not answered yet. */
  async findVerdicts(systems: readonly string[]): Promise<ReadonlyMap<string, SystemVerdict>> {
    const asked = systems.map((system) => [system, this.#ask(system)] as const);
    const missing = asked.flatMap(([, health]) =>
      health !== null && !this.#isUsable(health) && health.probing !== null ? [health.probing] : [],
    );
    if (missing.length > 0) await withinAnswer(Promise.all(missing));
    return new Map(asked.map(([system, health]) => [system, health !== null && this.#isUsable(health) ? health.verdict : 'UNKNOWN']));
  }

  /** Ends the probes that are under way; none begins afterwards. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#healths.values()].flatMap(({ probing }) => probing ?? []));
  }

  #ask(system: string): Health | null {
    const healthUrl = this.#parts.addresses.get(system)?.healthUrl ?? null;
    if (healthUrl === null) return null;
    const health = this.#healths.get(system) ?? { verdict: 'UNKNOWN', foundAt: Number.NEGATIVE_INFINITY, probing: null };
    this.#healths.set(system, health);
    if (health.probing === null && this.#age(health) >= freshMilliseconds && !this.#stopping.signal.aborted) {
      health.probing = this.#probe(system, health, healthUrl);
    }
    return health;
  }

  #age({ foundAt }: Health): number {
    return this.#parts.now() - foundAt;
  }

  #isUsable(health: Health): boolean {
    return this.#age(health) < usableMilliseconds;
  }

  async #probe(system: string, health: Health, healthUrl: string): Promise<void> {
    const before = health.verdict;
    try {
      const isUp = await this.#parts.probe(healthUrl, AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(probeMilliseconds)]));
      health.verdict = isUp ? 'UP' : 'DOWN';
    } catch {
      health.verdict = 'DOWN';
    }
    health.foundAt = this.#parts.now();
    health.probing = null;
    if (health.verdict !== before && !this.#stopping.signal.aborted) this.#parts.onVerdict(system, health.verdict);
  }
}

const withinAnswer = async (work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    work,
    new Promise((resolve) => {
      timer = setTimeout(resolve, answerMilliseconds);
    }),
  ]);
  clearTimeout(timer);
};
