import { type Environment, parseConfig, peerUrlSetting, subgraphSettings } from '@resident-graph/service-kit';
import { z } from 'zod';

const settings = z.object({
  ...subgraphSettings('PERSON', 4001),
  SEARCH_URL: peerUrlSetting,
  CONTACT_DETAILS_URL: peerUrlSetting,
});

/** The configuration of this subgraph as a process of its own. */
export type PersonConfig = z.output<typeof settings>;

/** Reads the configuration. @throws ConfigurationError with every problem */
export const readPersonConfig = (environment: Environment): PersonConfig => parseConfig(settings, environment);
