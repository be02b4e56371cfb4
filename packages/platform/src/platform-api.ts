import type { Logger } from '@resident-graph/service-kit';
import { StartError } from '@resident-graph/service-kit';
import type { PlatformConfig } from './config.ts';
import { createPlatform } from './create-platform.ts';
import type { IngestApi } from './import/ingest-api.ts';

/** The API of the platform, wherever it runs, for one caller. */
export interface PlatformApi extends IngestApi {
  /** `running` through the port, `own` in this process on the store directly. */
  readonly kind: 'running' | 'own';
  /** Ends what was started for it, once; what was written is in search then. */
  close(): Promise<void>;
}

/** Longest wait for an answer whether something runs, and for one batch, in milliseconds. */
const probeMilliseconds = 1_000;
const callMilliseconds = 120_000;

const isRunning = async (origin: string): Promise<boolean> => {
  try {
    const response = await fetch(new URL('/health/live', origin), { signal: AbortSignal.timeout(probeMilliseconds) });
    return response.ok;
  } catch {
    return false;
  }
};

/** Runs an operation over HTTP for the bearer of a token. */
export const callOverHttp = async (origin: string, token: string, body: object): Promise<Awaited<ReturnType<IngestApi['execute']>>> => {
  const response = await fetch(new URL('/graphql', origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(callMilliseconds),
  });
  return (await response.json()) as Awaited<ReturnType<IngestApi['execute']>>;
};

/**
 * Reaches the platform: through its API when its port answers, else by opening the store in this process, so that two processes never
 * write one embedded file.
 * @throws StartError when the store cannot be opened
 */
export const openPlatformApi = async (
  parts: { readonly config: PlatformConfig; readonly logger: Logger },
  readToken: () => Promise<string>,
): Promise<PlatformApi> => {
  const { config, logger } = parts;
  const origin = `http://127.0.0.1:${config.gateway.port}`;
  const token = await readToken();
  if (await isRunning(origin)) {
    return {
      kind: 'running',
      execute: (query, variables) =>
        callOverHttp(origin, token, { query, variables }).catch((cause: unknown) => {
          throw new StartError(
            'unavailable',
            'The running platform stopped answering. What was acknowledged is kept; run the command again.',
            { cause },
          );
        }),
      close: async () => undefined,
    };
  }
  const platform = await createPlatform(config, logger);
  if (!platform.dataFolder.isSampleDecided()) platform.dataFolder.decideSample(false);
  await platform.startWithoutListening();
  let closed: Promise<void> | undefined;
  return {
    kind: 'own',
    execute: (query, variables) => platform.gateway.execute({ query, variables }, token),
    close: () => {
      closed ??= platform.whenSearchIsCurrent().then(() => platform.stop());
      return closed;
    },
  };
};
