import { createLogger, type Environment, runService } from '@resident-graph/service-kit';
import { readPlatformConfig } from '../config.ts';
import { createPlatform, type Platform } from '../create-platform.ts';
import { seedSampleRegister } from '../seed-sample-register.ts';
import { welcome } from '../welcome.ts';
import type { CommandProcess } from './command-process.ts';

const seedOnce = async (platform: Platform, signal: AbortSignal): Promise<number> => {
  const issuer = platform.gateway.developmentIssuer;
  if (issuer === null || platform.dataFolder.isSampleDecided()) return 0;
  const token = await issuer.issueToken('ingest-service');
  const { imported } = await seedSampleRegister(
    { execute: (query, variables) => platform.gateway.execute({ query, variables }, token) },
    signal,
  );
  await platform.whenSearchIsCurrent();
  platform.dataFolder.decideSample(true);
  return imported;
};

/** `npm start`: everything in one process. Prints where it listens, what to open and what to paste. */
export const start = async (process: CommandProcess, environment: Environment): Promise<void> => {
  await runService(process, async () => {
    const config = readPlatformConfig(environment);
    const logger = createLogger({ service: 'platform', level: config.logLevel });
    const platform = await createPlatform(config, logger);
    const stopping = new AbortController();
    return {
      logger,
      service: {
        start: async () => {
          await platform.start();
          const imported = config.seedsSampleRegister ? await seedOnce(platform, stopping.signal) : 0;
          process.stdout.write(welcome({ url: platform.gateway.url(), imported, isDevelopment: config.gateway.isDevelopment }));
        },
        stop: () => {
          stopping.abort();
          return platform.stop();
        },
      },
    };
  });
};
