import type { CollectionDeclaration, DocumentCollection, StoredDocument } from '../store/document-collection.ts';
import { isDuplicateKey } from '../store/store-errors.ts';

/** Who works at something, until when. A holder that dies is followed by another one after the expiry. */
export interface LeaseDocument extends StoredDocument {
  readonly holder: string;
  readonly expiresAt: string;
}

export const leasesCollection: CollectionDeclaration = { name: 'leases', indexes: [] };

/** How long a lease lasts without renewal, in milliseconds. */
const leaseMilliseconds = 5_000;

/** A lease on one name that is renewed while it is asked for. */
export class Lease {
  readonly #leases: DocumentCollection<LeaseDocument>;
  readonly #name: string;
  readonly #holder: string;
  readonly #now: () => number;
  #heldUntil = 0;

  constructor(
    leases: DocumentCollection<LeaseDocument>,
    who: { readonly name: string; readonly holder: string; readonly now: () => number },
  ) {
    this.#leases = leases;
    this.#name = who.name;
    this.#holder = who.holder;
    this.#now = who.now;
  }

  /** Tells whether this holder has the lease now; takes or renews it where it may. */
  async isHeld(): Promise<boolean> {
    const now = this.#now();
    if (this.#heldUntil - now > leaseMilliseconds / 2) return true;
    const expiresAt = new Date(now + leaseMilliseconds).toISOString();
    const renewed = await this.#leases.updateOne(
      { _id: this.#name, $or: [{ holder: this.#holder }, { expiresAt: { $lt: new Date(now).toISOString() } }] },
      { $set: { holder: this.#holder, expiresAt } },
    );
    const isHeld = renewed.matchedCount > 0 || (await this.#take(expiresAt));
    this.#heldUntil = isHeld ? now + leaseMilliseconds : 0;
    return isHeld;
  }

  async #take(expiresAt: string): Promise<boolean> {
    try {
      await this.#leases.insertOne({ _id: this.#name, holder: this.#holder, expiresAt });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Lets another holder follow at once. */
  async release(): Promise<void> {
    this.#heldUntil = 0;
    await this.#leases.deleteOne({ _id: this.#name, holder: this.#holder });
  }
}
