import { type Environment, parseConfig, peerUrlSetting, subgraphSettings } from '@resident-graph/service-kit';
import { z } from 'zod';

const settings = z.object({
  ...subgraphSettings('CONTACT_DETAILS', 4002),
  PERSON_URL: peerUrlSetting,
});

/** The configuration of this subgraph as a process of its own. */
export type ContactDetailsConfig = z.output<typeof settings>;

/** Reads the configuration. @throws ConfigurationError with every problem */
export const readContactDetailsConfig = (environment: Environment): ContactDetailsConfig => parseConfig(settings, environment);
