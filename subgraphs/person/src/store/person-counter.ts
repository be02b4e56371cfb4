import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';

/** A counter as stored: the last number that was given out. */
interface CounterDocument extends StoredDocument {
  readonly last: number;
}

const countersCollection: CollectionDeclaration = { name: 'counters', indexes: [] };

const counterId = 'personRef';

/** Gives out the short numbers of persons, from 1 on, over either document store. No number is given twice; one that is not used is lost. */
export class PersonCounter {
  readonly #counters: DocumentCollection<CounterDocument>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(counters: DocumentCollection<CounterDocument>) {
    this.#counters = counters;
  }

  static async open(database: DocumentDatabase): Promise<PersonCounter> {
    return new PersonCounter(await database.collection<CounterDocument>(countersCollection));
  }

  /** Takes some numbers in a row, at least one; answers the first of them. */
  take(count: number): Promise<number> {
    // One after the other within a process: only another process can then have been faster.
    const taken = this.#turn.then(() => this.#take(count));
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  async #take(count: number): Promise<number> {
    for (;;) {
      const last = await this.#findLast();
      const { matchedCount } = await this.#counters.updateOne({ _id: counterId, last }, { $inc: { last: count } });
      if (matchedCount > 0) return last + 1;
    }
  }

  async #findLast(): Promise<number> {
    const counter = await this.#counters.findOne({ _id: counterId });
    if (counter !== null) return counter.last;
    try {
      await this.#counters.insertOne({ _id: counterId, last: 0 });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return this.#findLast();
  }
}
