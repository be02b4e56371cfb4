/** A platform for `bench:audit`, in a process of its own: it tells its parent where it listens, and is told whether looks are stored. */
import { createPlatform, readPlatformConfig, seedSampleRegister } from '@resident-graph/platform';
import { createLogger, type WorkerLink } from '@resident-graph/service-kit';

/** What the platform tells once it is ready. */
export interface ReadyPlatform {
  readonly url: string;
  readonly token: string;
}

let isStored = true;

/** Answers at once, without storing, while looks are not to be stored. */
const switched = (link: WorkerLink): WorkerLink => ({
  call: async (action, input, correlationId) =>
    action === 'access-events.append' && !isStored ? { appended: true } : link.call(action, input, correlationId),
});

const [dataDirectory = ''] = process.argv.slice(2);
const platform = await createPlatform(
  readPlatformConfig({ DATA_DIR: dataDirectory, PORT: '0' }),
  createLogger({ service: 'bench', level: 'error' }),
  { wrapAuditLink: switched },
);
await platform.start();
const tokenOf = async (persona: string): Promise<string> => (await platform.gateway.developmentIssuer?.issueToken(persona)) ?? '';
const ingest = await tokenOf('ingest-service');
await seedSampleRegister({ execute: (query, variables) => platform.gateway.execute({ query, variables }, ingest) });
await platform.whenSearchIsCurrent();
process.on('message', (message) => {
  isStored = message === 'on';
  process.send?.('switched');
});
const ready: ReadyPlatform = { url: platform.gateway.url(), token: await tokenOf('housing-officer') };
process.send?.(ready);
