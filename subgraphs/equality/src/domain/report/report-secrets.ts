import { createKeyedDigest, deriveSecret } from '@resident-graph/service-kit';

/** What fixes the noise of reports, the same in every process and after a restart. */
export interface ReportSecrets {
  /** The 32-bit key of a record. */
  readonly keyOf: (recordId: string) => number;
  /** 32 bits that every cell's key is mixed with. */
  readonly salt: number;
}

const firstBits = (digest: string): number => Buffer.from(digest, 'base64url').readUInt32BE(0);

/** Derives them from the lookup secret of this subgraph. */
export const createReportSecrets = (lookupSecret: Uint8Array): ReportSecrets => {
  const digest = createKeyedDigest(deriveSecret(lookupSecret, 'equality/report/1'));
  return {
    keyOf: (recordId) => firstBits(digest(`record/${recordId}`)),
    salt: firstBits(digest('salt')),
  };
};
