import { type ContactDetailsWaits, contactDetailsWaitSettings, toContactDetailsWaits } from '@resident-graph/contact-details-subgraph';
import { reportSettings } from '@resident-graph/equality-subgraph';
import { type GatewayConfig, readGatewayConfig } from '@resident-graph/gateway';
import { type LinkAddresses, linkSettings, mergeSettings, readLinkAddresses } from '@resident-graph/person-subgraph';
import { ConfigurationError, commonSettings, type Environment, parseConfig } from '@resident-graph/service-kit';
import { z } from 'zod';

const settings = z.object({
  ...commonSettings,
  ...contactDetailsWaitSettings,
  ...linkSettings,
  ...mergeSettings,
  ...reportSettings,
  // An embedded file has one process; several gateways on MongoDB are started one by one until a process manager exists here.
  WORKERS: z.literal('1', { error: 'expected 1: two processes never write one embedded file' }).optional(),
  SAMPLE_REGISTER: z.enum(['on', 'off'], { error: 'expected on or off' }).optional(),
});

/** The configuration of everything in one process. */
export interface PlatformConfig {
  readonly gateway: GatewayConfig;
  readonly contactDetailsWaits: ContactDetailsWaits;
  readonly linkAddresses: LinkAddresses;
  /** How long a merge waits until all know of it, in milliseconds. */
  readonly mergeConfirmMilliseconds: number;
  /** Below which counts an equality report suppresses. */
  readonly reportSuppressBelow: 5 | 10;
  readonly dataDirectory: string;
  readonly mongodbUri: string | undefined;
  readonly databasePrefix: string;
  readonly logLevel: string;
  /** Whether an empty data folder is filled with the sample register. */
  readonly seedsSampleRegister: boolean;
}

const collectProblems = <Value>(problems: string[], read: () => Value): Value | undefined => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems.filter((problem) => !problems.includes(problem)));
    return undefined;
  }
};

/** Reads the configuration. @throws ConfigurationError with every problem of platform and gateway at once */
export const readPlatformConfig = (environment: Environment): PlatformConfig => {
  const problems: string[] = [];
  const own = collectProblems(problems, () => parseConfig(settings, environment));
  const gateway = collectProblems(problems, () => readGatewayConfig(environment));
  const linkAddresses = own === undefined ? undefined : collectProblems(problems, () => readLinkAddresses(own));
  if (own === undefined || gateway === undefined || linkAddresses === undefined) throw new ConfigurationError(problems);
  return {
    gateway,
    contactDetailsWaits: toContactDetailsWaits(own),
    linkAddresses,
    mergeConfirmMilliseconds: own.PERSON_MERGE_CONFIRM_MILLISECONDS,
    reportSuppressBelow: own.EQUALITY_REPORT_SUPPRESS_BELOW,
    dataDirectory: own.DATA_DIR,
    mongodbUri: own.MONGODB_URI,
    databasePrefix: own.MONGODB_DATABASE_PREFIX,
    logLevel: own.LOG_LEVEL,
    seedsSampleRegister: (own.SAMPLE_REGISTER ?? (gateway.isDevelopment ? 'on' : 'off')) === 'on',
  };
};
