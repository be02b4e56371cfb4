import { type Environment, millisecondsSetting, parseConfig, peerUrlSetting, subgraphSettings } from '@resident-graph/service-kit';
import { z } from 'zod';
import { linkSettings } from './read-link-addresses.ts';

/** How long a merge waits, in one process as in five. */
export const mergeSettings = { PERSON_MERGE_CONFIRM_MILLISECONDS: millisecondsSetting(2_000) };

const settings = z.object({
  ...subgraphSettings('PERSON', 4001),
  PERSON_LOOKUP_KEY_FILE: z.string({
    error: 'expected the path of the lookup key file that `npm run keys` made, the same file for all processes on one database',
  }),
  SEARCH_URL: peerUrlSetting,
  CONTACT_DETAILS_URL: peerUrlSetting,
  EQUALITY_URL: peerUrlSetting,
  ...mergeSettings,
  ...linkSettings,
});

/** The configuration of this subgraph as a process of its own. */
export type PersonConfig = z.output<typeof settings>;

/** Reads the configuration. @throws ConfigurationError with every problem */
export const readPersonConfig = (environment: Environment): PersonConfig => parseConfig(settings, environment);
