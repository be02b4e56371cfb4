import { subgraphNames } from '@resident-graph/schema';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { StartError } from '../lifecycle/start-error.ts';
import type { IdentityIssuer, ServiceKey, TrustedKeys } from './internal-identity.ts';

/** Every service that signs. */
export const identityIssuers = ['gateway', ...subgraphNames] as const satisfies readonly IdentityIssuer[];

/** One key pair for each service. */
export interface ServiceKeyRing {
  readonly keys: Readonly<Record<IdentityIssuer, ServiceKey>>;
  readonly trusted: Required<TrustedKeys>;
}

/** Makes new keys for all services of one deployment. */
export const createServiceKeyRing = async (): Promise<ServiceKeyRing> => {
  const pairs = await Promise.all(
    identityIssuers.map(async (issuer) => {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
      return [issuer, await exportJWK(privateKey), await exportJWK(publicKey)] as const;
    }),
  );
  return {
    keys: Object.fromEntries(pairs.map(([issuer, privateJwk]) => [issuer, { issuer, privateJwk }])) as Record<IdentityIssuer, ServiceKey>,
    trusted: Object.fromEntries(pairs.map(([issuer, , publicJwk]) => [issuer, publicJwk])) as Required<TrustedKeys>,
  };
};

const jwk = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });
const keyFile = z.object({ privateJwk: jwk.extend({ d: z.string() }), trusted: z.record(z.enum(identityIssuers), jwk) });

/** What one service gets as a file: its own private key and everybody's public keys. */
export interface ServiceKeyFile {
  readonly key: ServiceKey;
  readonly trusted: TrustedKeys;
}

/** The text of a service's key file. */
export const formatServiceKeyFile = (ring: ServiceKeyRing, issuer: IdentityIssuer): string =>
  JSON.stringify({ privateJwk: ring.keys[issuer].privateJwk, trusted: ring.trusted }, null, 2);

/**
 * Reads a service's key file.
 * @throws StartError when the text is not such a file; the message never repeats the text.
 */
export const parseServiceKeyFile = (issuer: IdentityIssuer, text: string): ServiceKeyFile => {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  const parsed = keyFile.safeParse(content);
  if (!parsed.success) {
    throw new StartError(
      'configuration',
      `The key file of ${issuer} is not usable: expected JSON with an Ed25519 "privateJwk" and the "trusted" public keys of all services. ` +
        'Make new ones with `npm run keys -- DIRECTORY`.',
    );
  }
  return { key: { issuer, privateJwk: parsed.data.privateJwk as JWK }, trusted: parsed.data.trusted as TrustedKeys };
};
