import { createPrivateKey, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContactDetailsSubgraph } from '@resident-graph/contact-details-subgraph';
import { createEqualitySubgraph } from '@resident-graph/equality-subgraph';
import { createPersonSubgraph } from '@resident-graph/person-subgraph';
import { policyRevision, type Subject } from '@resident-graph/policy';
import { type SubgraphName, subgraphNames } from '@resident-graph/schema';
import { createSearchSubgraph, openSearchIndex } from '@resident-graph/search-subgraph';
import {
  createIdentityVerifier,
  createLogger,
  createServiceKeyRing,
  openDocumentDatabase,
  type Service,
  type ServiceKey,
  type ServiceKeyRing,
  type SubgraphHandler,
} from '@resident-graph/service-kit';

/** The four subgraphs with a key ring that the test holds in its hands. */
export interface OpenSubgraphs extends AsyncDisposable {
  readonly ring: ServiceKeyRing;
  readonly handlers: Readonly<Record<SubgraphName, SubgraphHandler>>;
}

/** Composes them in a temporary folder; `now` is their clock. */
export const openSubgraphs = async (now: () => number): Promise<OpenSubgraphs> => {
  const directory = await mkdtemp(join(tmpdir(), 'subgraphs-'));
  const ring = await createServiceKeyRing();
  const [personDatabase, contactDatabase, equalityDatabase, searchDatabase] = await Promise.all(
    subgraphNames.map((name) =>
      openDocumentDatabase({ mongodbUri: undefined, dataDirectory: directory, name, databasePrefix: 'test', onWarning: () => undefined }),
    ),
  );
  if (personDatabase === undefined || contactDatabase === undefined || equalityDatabase === undefined || searchDatabase === undefined) {
    throw new Error('A database is missing.');
  }
  const common = (name: SubgraphName) => ({
    verifier: createIdentityVerifier(name, ring.trusted, now),
    logger: createLogger({ service: name, level: 'silent' }),
    now,
    leaseHolder: 'test',
    subscribers: [],
    person: { call: async () => ({ existing: [] }) },
    search: { call: async () => ({ applied: true }) },
    contactDetails: { call: async () => ({ restrictions: [] }) },
  });
  const person = await createPersonSubgraph({
    ...common('person'),
    database: personDatabase,
    lookupSecret: new Uint8Array(32),
    equality: { call: async () => ({ applied: true }) },
    isOnlyProcess: true,
    mergeConfirmMilliseconds: 60_000,
  });
  const contactDetails = await createContactDetailsSubgraph({
    ...common('contact-details'),
    database: contactDatabase,
    lookupSecret: new Uint8Array(32),
    waits: { auditDeadlineMilliseconds: 60_000, searchConfirmMilliseconds: 60_000 },
  });
  const equality = await createEqualitySubgraph({
    ...common('equality'),
    database: equalityDatabase,
    lookupSecret: new Uint8Array(32),
    reportSuppressBelow: 10,
  });
  const index = await openSearchIndex({ path: join(directory, 'search-index.db') });
  const search = await createSearchSubgraph({ ...common('search'), database: searchDatabase, index });
  const background: readonly Service[] = [search.background, person.background, contactDetails.background, equality.background];
  for (const service of background) await service.start();
  return {
    ring,
    handlers: { person: person.handler, 'contact-details': contactDetails.handler, equality: equality.handler, search: search.handler },
    [Symbol.asyncDispose]: async () => {
      for (const service of background.toReversed()) await service.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** What stands in a token that the test writes itself. */
export interface WrittenToken {
  readonly key: ServiceKey;
  readonly audience: SubgraphName;
  readonly subject: Subject;
  readonly issuedAt: number;
  readonly issuer?: string;
  readonly kid?: string;
  readonly revision?: string;
  readonly lifetimeSeconds?: number;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Writes an identity token by hand, so that it may say what the product's signer never would. */
export const writeToken = ({ key, audience, subject, issuedAt, ...rest }: WrittenToken): string => {
  const { id, ...claims } = subject;
  const iat = Math.floor(issuedAt / 1_000);
  const head = encode({ alg: 'EdDSA', kid: rest.kid ?? key.issuer });
  const body = encode({
    iss: rest.issuer ?? key.issuer,
    sub: id,
    aud: audience,
    iat,
    exp: iat + (rest.lifetimeSeconds ?? 60),
    subject: claims,
    policyRevision: rest.revision ?? policyRevision,
  });
  const signature = sign(null, Buffer.from(`${head}.${body}`), createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' }));
  return `${head}.${body}.${signature.toString('base64url')}`;
};
