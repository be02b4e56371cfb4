import type { SubgraphName } from '@resident-graph/schema';
import {
  ConfigurationError,
  commonSettings,
  type Environment,
  millisecondsSetting,
  parseConfig,
  peerUrlSetting,
  portSetting,
} from '@resident-graph/service-kit';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/u, error: 'expected a URL that begins with http:// or https://' });

const settings = z.object({
  ...commonSettings,
  PORT: portSetting(4000),
  HOST: z.string().optional(),
  GATEWAY_DEVELOPMENT_ISSUER: z.enum(['on', 'off'], { error: 'expected on or off' }).optional(),
  GATEWAY_TOKEN_ISSUER: z.string().optional(),
  GATEWAY_TOKEN_AUDIENCE: z.string().optional(),
  GATEWAY_TOKEN_JWKS_URL: httpUrl.optional(),
  GATEWAY_TOKEN_ALGORITHMS: z
    .string()
    .transform((list) => list.split(/[\s,]+/u).filter((name) => name !== ''))
    .pipe(
      z
        .array(z.enum(['EdDSA', 'ES256', 'ES384', 'RS256', 'PS256'], { error: 'expected a list of EdDSA, ES256, ES384, RS256 and PS256' }))
        .min(1),
    )
    .default(['EdDSA', 'ES256', 'RS256']),
  GATEWAY_GROUP_MAPPING_FILE: z.string().optional(),
  /** The resident whom the landing page's example looks for. */
  GATEWAY_EXAMPLE_NAME: z.string().default('Amara Okafor-Lindqvist'),
  GATEWAY_CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(/[\s,]+/u).filter((origin) => origin !== ''))
    .default([]),
  GATEWAY_BODY_LIMIT_BYTES: z.coerce
    .number({ error: 'expected a whole number of bytes, at least 1024' })
    .int({ error: 'expected a whole number of bytes, at least 1024' })
    .min(1_024, { error: 'expected a whole number of bytes, at least 1024' })
    .default(2_097_152),
  GATEWAY_AUDIT_DEADLINE_MILLISECONDS: millisecondsSetting(5_000),
  GATEWAY_DEPTH_LIMIT: z.coerce
    .number({ error: 'expected a whole number from 3 to 100' })
    .int({ error: 'expected a whole number from 3 to 100' })
    .min(3, { error: 'expected a whole number from 3 to 100' })
    .max(100, { error: 'expected a whole number from 3 to 100' })
    .default(12),
});

/** Where callers' tokens come from. */
export type TokenSource =
  | { readonly kind: 'development' }
  | {
      readonly kind: 'remote';
      readonly issuer: string;
      readonly audience: string;
      readonly jwksUrl: string;
      readonly algorithms: readonly string[];
    };

/** The gateway's configuration. */
export interface GatewayConfig {
  readonly isDevelopment: boolean;
  readonly logLevel: string;
  readonly dataDirectory: string;
  readonly port: number;
  readonly host: string;
  readonly tokens: TokenSource;
  /** Undefined: the development mapping. */
  readonly groupMappingFile: string | undefined;
  /** The resident whom the landing page's example looks for. */
  readonly exampleName: string;
  readonly corsOrigins: readonly string[];
  readonly bodyLimitBytes: number;
  readonly depthLimit: number;
  /** Longest wait of an answer until its looks are on record. */
  readonly auditDeadlineMilliseconds: number;
}

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

const remoteSettings = ['GATEWAY_TOKEN_ISSUER', 'GATEWAY_TOKEN_AUDIENCE', 'GATEWAY_TOKEN_JWKS_URL', 'GATEWAY_GROUP_MAPPING_FILE'] as const;

/**
 * Reads the gateway's configuration.
 * @throws ConfigurationError with every problem; the development issuer cannot be switched on in production
 */
export const readGatewayConfig = (environment: Environment): GatewayConfig => {
  const read = parseConfig(settings, environment);
  const isProduction = read.NODE_ENV === 'production';
  const isIssuerOn = (read.GATEWAY_DEVELOPMENT_ISSUER ?? (isProduction ? 'off' : 'on')) === 'on';
  const problems: string[] = [];
  if (isProduction && isIssuerOn) {
    problems.push('GATEWAY_DEVELOPMENT_ISSUER: expected off when NODE_ENV is production; it hands out tokens to everybody');
  }
  if (isIssuerOn && read.HOST !== undefined && !loopbackHosts.has(read.HOST)) {
    problems.push(
      'HOST: expected 127.0.0.1, ::1 or localhost while the development issuer is on; it hands out tokens to everybody who asks',
    );
  }
  if (!isIssuerOn) {
    for (const name of remoteSettings) {
      if (read[name] === undefined) problems.push(`${name}: expected a value because the development issuer is off`);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    isDevelopment: !isProduction,
    logLevel: read.LOG_LEVEL,
    dataDirectory: read.DATA_DIR,
    port: read.PORT,
    // In development tokens are handed out on the landing page, so nobody but this machine may ask.
    host: read.HOST ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
    tokens: isIssuerOn
      ? { kind: 'development' }
      : {
          kind: 'remote',
          issuer: read.GATEWAY_TOKEN_ISSUER ?? '',
          audience: read.GATEWAY_TOKEN_AUDIENCE ?? '',
          jwksUrl: read.GATEWAY_TOKEN_JWKS_URL ?? '',
          algorithms: read.GATEWAY_TOKEN_ALGORITHMS,
        },
    groupMappingFile: read.GATEWAY_GROUP_MAPPING_FILE,
    exampleName: read.GATEWAY_EXAMPLE_NAME,
    corsOrigins: read.GATEWAY_CORS_ORIGINS,
    bodyLimitBytes: read.GATEWAY_BODY_LIMIT_BYTES,
    depthLimit: read.GATEWAY_DEPTH_LIMIT,
    auditDeadlineMilliseconds: read.GATEWAY_AUDIT_DEADLINE_MILLISECONDS,
  };
};

const services = z.object({
  GATEWAY_KEY_FILE: z.string({ error: 'expected the path of the key file that `npm run keys` made for the gateway' }),
  GATEWAY_SUBGRAPH_TIMEOUT_MILLISECONDS: millisecondsSetting(10_000),
  PERSON_URL: peerUrlSetting,
  CONTACT_DETAILS_URL: peerUrlSetting,
  EQUALITY_URL: peerUrlSetting,
  SEARCH_URL: peerUrlSetting,
});

/** Where the subgraphs are, for a gateway that is a process of its own. */
export interface GatewayPeers {
  readonly keyFile: string;
  readonly timeoutMilliseconds: number;
  readonly urls: Readonly<Record<SubgraphName, string>>;
}

/** Reads where the subgraphs are. @throws ConfigurationError with every problem */
export const readGatewayPeers = (environment: Environment): GatewayPeers => {
  const read = parseConfig(services, environment);
  return {
    keyFile: read.GATEWAY_KEY_FILE,
    timeoutMilliseconds: read.GATEWAY_SUBGRAPH_TIMEOUT_MILLISECONDS,
    urls: { person: read.PERSON_URL, 'contact-details': read.CONTACT_DETAILS_URL, equality: read.EQUALITY_URL, search: read.SEARCH_URL },
  };
};
