import { type Environment, parseConfig, peerUrlSetting, subgraphSettings } from '@resident-graph/service-kit';
import { z } from 'zod';

const settings = z.object({
  ...subgraphSettings('CONTACT_DETAILS', 4002),
  CONTACT_DETAILS_LOOKUP_KEY_FILE: z.string({
    error: 'expected the path of the lookup key file that `npm run keys` made, the same file for all processes on one database',
  }),
  PERSON_URL: peerUrlSetting,
  SEARCH_URL: peerUrlSetting,
});

/** The configuration of this subgraph as a process of its own. */
export type ContactDetailsConfig = z.output<typeof settings>;

/** Reads the configuration. @throws ConfigurationError with every problem */
export const readContactDetailsConfig = (environment: Environment): ContactDetailsConfig => parseConfig(settings, environment);
