import { type Environment, parseConfig, peerUrlSetting, subgraphSettings } from '@resident-graph/service-kit';
import { z } from 'zod';

const settings = z.object({
  ...subgraphSettings('SEARCH', 4004),
  CONTACT_DETAILS_URL: peerUrlSetting,
});

/** The configuration of this subgraph as a process of its own. */
export type SearchConfig = z.output<typeof settings>;

/** Reads the configuration. @throws ConfigurationError with every problem */
export const readSearchConfig = (environment: Environment): SearchConfig => parseConfig(settings, environment);
