import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  createServiceKeyRing,
  failProcess,
  formatServiceKeyFile,
  identityIssuers,
  readOrCreateSecretFile,
  StartError,
} from '@resident-graph/service-kit';
import { lookupKeyFileName } from '../data-folder.ts';
import type { CommandProcess } from './command-process.ts';

const help = `Makes the keys with which gateway and subgraphs sign their calls to each other: one file for each service.

  npm run keys -- DIRECTORY

Give each process its own file (GATEWAY_KEY_FILE, PERSON_KEY_FILE, ...); it holds that service's private key and everybody's public keys.

${lookupKeyFileName} is for the contact-details, equality and person services alone (CONTACT_DETAILS_LOOKUP_KEY_FILE,
EQUALITY_LOOKUP_KEY_FILE, PERSON_LOOKUP_KEY_FILE): with it contact details and national insurance numbers are found by their value, and
cursors are sealed. It is made once and kept when it is there, because with another one nothing that was recorded before would be found.
`;

/**
 * Writes a new key file for each service, and the lookup key of contact details where there is none; only their owner may read them.
 * @throws StartError when the folder cannot be written or the lookup key that is there is not usable
 */
export const writeKeyFiles = async (directory: string): Promise<void> => {
  // First, so that the service keys stay as they are when the lookup key is not usable.
  readOrCreateSecretFile(join(directory, lookupKeyFileName));
  const ring = await createServiceKeyRing();
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const issuer of identityIssuers)
      writeFileSync(join(directory, `${issuer}.json`), formatServiceKeyFile(ring, issuer), { mode: 0o600 });
  } catch (cause) {
    throw new StartError('cannotCreate', 'The key files cannot be written. Expected a folder that this account may write to.', { cause });
  }
};

/** `npm run keys`: makes the keys of a deployment. */
export const keys = async (process: CommandProcess, args: readonly string[]): Promise<void> => {
  try {
    const [directory] = args;
    if (directory === undefined || directory.startsWith('-')) {
      process.stdout.write(help);
      return;
    }
    await writeKeyFiles(resolve(directory));
    process.stdout.write(`keys=${identityIssuers.length + 1}\n`);
  } catch (error) {
    failProcess(process, error);
  }
};
