import { setTimeout } from 'node:timers/promises';
import {
  type CollectionDeclaration,
  DependencyError,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';

/** A claim as stored: `_id` is what is claimed. */
interface ClaimDocument extends StoredDocument {
  readonly holder: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export const creationClaimsCollection: CollectionDeclaration = { name: 'creationClaims', indexes: [] };

/** Who claims, and when. */
export interface Claimant {
  /** Different for every call. */
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How long a claim holds that nobody gave back: the process that had it has ended. A creation takes a fraction of that. */
const claimMilliseconds = 5_000;
const pauseMilliseconds = 10;
/** Together longer than a claim holds. */
const maximumTries = 1_000;

/**
 * Makes calls that would create the same person go one after the other, whatever process they are in: the second one then finds what the
 * first one wrote.
 */
export class CreationClaims {
  readonly #claims: DocumentCollection<ClaimDocument>;

  constructor(claims: DocumentCollection<ClaimDocument>) {
    this.#claims = claims;
  }

  static async open(database: DocumentDatabase): Promise<CreationClaims> {
    return new CreationClaims(await database.collection<ClaimDocument>(creationClaimsCollection));
  }

  /**
   * Runs something while nobody else has the claim; waits for it.
   * @throws DependencyError STORE_UNAVAILABLE when it does not become free
   */
  async hold<Result>(claim: string, claimant: Claimant, run: () => Promise<Result>): Promise<Result> {
    await this.#wait(claim, claimant);
    try {
      return await run();
    } finally {
      // What was done stands, whether or not the claim can be given back: it ends by itself.
      await this.#claims.deleteOne({ _id: claim, holder: claimant.holder }).catch(() => undefined);
    }
  }

  async #wait(claim: string, claimant: Claimant): Promise<void> {
    for (let tries = 0; tries < maximumTries; tries += 1) {
      if (await this.#take(claim, claimant)) return;
      await setTimeout(pauseMilliseconds);
    }
    throw new DependencyError('STORE_UNAVAILABLE', 'The same person is being created by somebody else. Try again.');
  }

  async #take(claim: string, { holder, now }: Claimant): Promise<boolean> {
    const at = now();
    const held = { holder, expiresAt: new Date(at + claimMilliseconds).toISOString() };
    try {
      await this.#claims.insertOne({ _id: claim, ...held });
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const { matchedCount } = await this.#claims.updateOne({ _id: claim, expiresAt: { $lt: new Date(at).toISOString() } }, { $set: held });
      return matchedCount > 0;
    }
  }
}
