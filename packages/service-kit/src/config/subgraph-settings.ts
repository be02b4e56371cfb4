import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { IdentityIssuer } from '../identity/internal-identity.ts';
import { parseServiceKeyFile, type ServiceKeyFile } from '../identity/service-keys.ts';
import { StartError } from '../lifecycle/start-error.ts';
import { commonSettings, portSetting } from './common-settings.ts';

/** Origin of a peer, such as `http://127.0.0.1:4001`. */
export const peerUrlSetting = z.url({ protocol: /^https?$/u, error: 'expected a URL that begins with http:// or https://' });

/** The settings of a subgraph that runs as a process of its own; `prefix` is its name in capitals. */
export const subgraphSettings = <Prefix extends string>(prefix: Prefix, port: number) => {
  const own = {
    [`${prefix}_PORT`]: portSetting(port),
    [`${prefix}_HOST`]: z.string().default('127.0.0.1'),
    [`${prefix}_KEY_FILE`]: z.string({ error: 'expected the path of the key file that `npm run keys` made for this service' }),
  } as Record<`${Prefix}_PORT`, ReturnType<typeof portSetting>> &
    Record<`${Prefix}_HOST`, z.ZodDefault<z.ZodString>> &
    Record<`${Prefix}_KEY_FILE`, z.ZodString>;
  return { ...commonSettings, ...own };
};

/** Reads the key file of a service. @throws StartError when it cannot be read or is no key file */
export const readServiceKeyFile = (issuer: IdentityIssuer, path: string): ServiceKeyFile => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartError('configuration', `The key file of ${issuer} cannot be read: expected a file that this account may read.`, {
      cause,
    });
  }
  return parseServiceKeyFile(issuer, text);
};
