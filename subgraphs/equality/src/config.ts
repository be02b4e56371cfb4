import { type Environment, parseConfig, peerUrlSetting, subgraphSettings } from '@resident-graph/service-kit';
import { z } from 'zod';

const settings = z.object({
  ...subgraphSettings('EQUALITY', 4003),
  PERSON_URL: peerUrlSetting,
  CONTACT_DETAILS_URL: peerUrlSetting,
});

/** The configuration of this subgraph as a process of its own. */
export type EqualityConfig = z.output<typeof settings>;

/** Reads the configuration. @throws ConfigurationError with every problem */
export const readEqualityConfig = (environment: Environment): EqualityConfig => parseConfig(settings, environment);
