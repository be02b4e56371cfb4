import { type Environment, millisecondsSetting, parseConfig, peerUrlSetting, subgraphSettings } from '@resident-graph/service-kit';
import { z } from 'zod';
import type { ContactDetailsWaits } from './create-contact-details-subgraph.ts';

/** How long this subgraph waits, in one process as in five. */
export const contactDetailsWaitSettings = {
  CONTACT_DETAILS_AUDIT_DEADLINE_MILLISECONDS: millisecondsSetting(4_000),
  CONTACT_DETAILS_SEARCH_CONFIRM_MILLISECONDS: millisecondsSetting(2_000),
};

const settings = z.object({
  ...subgraphSettings('CONTACT_DETAILS', 4002),
  ...contactDetailsWaitSettings,
  CONTACT_DETAILS_LOOKUP_KEY_FILE: z.string({
    error: 'expected the path of the lookup key file that `npm run keys` made, the same file for all processes on one database',
  }),
  PERSON_URL: peerUrlSetting,
  SEARCH_URL: peerUrlSetting,
});

/** The configuration of this subgraph as a process of its own. */
export type ContactDetailsConfig = z.output<typeof settings>;

/** The waits of a configuration. */
export const toContactDetailsWaits = (read: z.output<z.ZodObject<typeof contactDetailsWaitSettings>>): ContactDetailsWaits => ({
  auditDeadlineMilliseconds: read.CONTACT_DETAILS_AUDIT_DEADLINE_MILLISECONDS,
  searchConfirmMilliseconds: read.CONTACT_DETAILS_SEARCH_CONFIRM_MILLISECONDS,
});

/** Reads the configuration. @throws ConfigurationError with every problem */
export const readContactDetailsConfig = (environment: Environment): ContactDetailsConfig => parseConfig(settings, environment);
