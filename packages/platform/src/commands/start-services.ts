import { join } from 'node:path';
import { openDevelopmentIssuer } from '@resident-graph/gateway';
import { createLogger, type Environment, runService, StartError } from '@resident-graph/service-kit';
import { readPlatformConfig } from '../config.ts';
import { openDataFolder } from '../data-folder.ts';
import { callOverHttp } from '../platform-api.ts';
import { type RunningServices, runServices } from '../run-services.ts';
import { sampleStory } from '../sample-story.ts';
import { seedSampleRegister } from '../seed-sample-register.ts';
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
    let services: RunningServices | undefined;
    return {
      logger,
      service: {
        start: async () => {
          const keyDirectory = join(config.dataDirectory, 'keys');
          await writeKeyFiles(keyDirectory);
          const { name: exampleName } = sampleStory.exampleVariables;
          services = await runServices({ environment, keyDirectory, gatewayPort: config.gateway.port, exampleName });
          void services.firstDeath.then((name) => {
            process.stderr.write(`${name} ended; the other services are stopped.\n`);
            return services?.stop().then(() => process.exit(70));
          });
          const { url } = services;
          let imported = 0;
          if (config.seedsSampleRegister && config.gateway.tokens.kind === 'development' && !folder.isSampleDecided()) {
            const token = await (await openDevelopmentIssuer(config.dataDirectory)).issueToken('ingest-service');
            imported = (await seedSampleRegister({ execute: (query, variables) => callOverHttp(url, token, { query, variables }) }))
              .imported;
            folder.decideSample(true);
          }
          process.stdout.write(welcome({ url, imported, isDevelopment: config.gateway.isDevelopment }));
        },
        stop: async () => {
          await services?.stop();
          folder.close();
        },
      },
    };
  });
};
