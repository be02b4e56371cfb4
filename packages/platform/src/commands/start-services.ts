import { join } from 'node:path';
import { openDevelopmentIssuer } from '@resident-graph/gateway';
import { createLogger, type Environment, runService, StartError } from '@resident-graph/service-kit';
import { readPlatformConfig } from '../config.ts';
import { openDataFolder } from '../data-folder.ts';
import { callOverHttp } from '../platform-api.ts';
import { sampleStory } from '../sample-story.ts';
import { seedSampleRegister } from '../seed-sample-register.ts';
import { ServiceGroup } from '../service-group.ts';
import { welcome } from '../welcome.ts';
import type { CommandProcess } from './command-process.ts';
import { writeKeyFiles } from './keys.ts';

/** `npm run start:services`: the same five parts as five processes over HTTP, on MongoDB. */
export const startServices = async (process: CommandProcess, environment: Environment): Promise<void> => {
  await runService(process, async () => {
    const config = readPlatformConfig(environment);
    if (config.mongodbUri === undefined) {
      throw new StartError(
        'configuration',
        'MONGODB_URI: expected the address of a MongoDB, such as mongodb://127.0.0.1:27017; five processes do not share embedded files. ' +
          'Without a MongoDB use `npm start`.',
      );
    }
    const logger = createLogger({ service: 'platform', level: config.logLevel });
    const folder = openDataFolder(config.dataDirectory);
    const keyDirectory = join(config.dataDirectory, 'keys');
    const { name: exampleName } = sampleStory.exampleVariables;
    const services = await ServiceGroup.create({ environment, keyDirectory, gatewayPort: config.gateway.port, exampleName });
    const stopping = new AbortController();
    const seedOnce = async (): Promise<number> => {
      const isWanted = config.seedsSampleRegister && config.gateway.tokens.kind === 'development' && !folder.isSampleDecided();
      if (!isWanted) return 0;
      const token = await (await openDevelopmentIssuer(config.dataDirectory)).issueToken('ingest-service');
      const { imported } = await seedSampleRegister(
        { execute: (query, variables) => callOverHttp(services.url, token, { query, variables }) },
        stopping.signal,
      );
      folder.decideSample(true);
      return imported;
    };
    return {
      logger,
      service: {
        start: async () => {
          await writeKeyFiles(keyDirectory);
          await services.start();
          void services.firstDeath.then((name) => {
            process.stderr.write(`${name} ended; the other services are stopped.\n`);
            return services.stop().then(() => process.exit(70));
          });
          const imported = await seedOnce();
          process.stdout.write(welcome({ url: services.url, imported, isDevelopment: config.gateway.isDevelopment }));
        },
        stop: async () => {
          stopping.abort();
          await services.stop();
          folder.close();
        },
      },
    };
  });
};
