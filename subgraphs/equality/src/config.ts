import { type Environment, parseConfig, peerUrlSetting, subgraphSettings } from '@resident-graph/service-kit';
import { z } from 'zod';
import { reportSettings } from './report-settings.ts';

const settings = z.object({
  ...subgraphSettings('EQUALITY', 4003),
  EQUALITY_LOOKUP_KEY_FILE: z.string({
    error: 'expected the path of the lookup key file that `npm run keys` made, the same file for all processes on one database',
  }),
  ...reportSettings,
  PERSON_URL: peerUrlSetting,
  CONTACT_DETAILS_URL: peerUrlSetting,
});

/** The configuration of this subgraph as a process of its own. */
export type EqualityConfig = z.output<typeof settings>;

/** Reads the configuration. @throws ConfigurationError with every problem */
export const readEqualityConfig = (environment: Environment): EqualityConfig => parseConfig(settings, environment);
