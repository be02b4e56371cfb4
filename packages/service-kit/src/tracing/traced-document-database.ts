import type {
  BulkOperation,
  BulkOutcome,
  CollectionDeclaration,
  DocumentCollection,
  DocumentDatabase,
  DocumentFilter,
  DocumentUpdate,
  FindOptions,
  StoredDocument,
  WriteOutcome,
} from '../store/document-collection.ts';
import { currentTraceRecorder } from './trace-recorder.ts';

/** Tells the trace of the request what is asked of a collection, and leaves the asking to the collection. */
class TracedCollection<T extends StoredDocument> implements DocumentCollection<T> {
  readonly #name: string;
  readonly #inner: DocumentCollection<T>;

  constructor(name: string, inner: DocumentCollection<T>) {
    this.#name = name;
    this.#inner = inner;
  }

  findOne(filter: DocumentFilter): Promise<T | null> {
    return this.#note(
      filter,
      () => this.#inner.findOne(filter),
      (found) => Number(found !== null),
    );
  }

  find(filter: DocumentFilter, options?: FindOptions): { toArray(): Promise<T[]> } {
    const inner = this.#inner.find(filter, options);
    return {
      toArray: () =>
        this.#note(
          filter,
          () => inner.toArray(),
          (found) => found.length,
        ),
    };
  }

  countDocuments(filter: DocumentFilter): Promise<number> {
    return this.#note(
      filter,
      () => this.#inner.countDocuments(filter),
      (found) => found,
    );
  }

  insertOne(document: T): Promise<{ readonly insertedId: string }> {
    return this.#inner.insertOne(document);
  }

  replaceOne(filter: DocumentFilter, replacement: T, options?: { readonly upsert?: boolean }): Promise<WriteOutcome> {
    return this.#note(
      filter,
      () => this.#inner.replaceOne(filter, replacement, options),
      ({ matchedCount }) => matchedCount,
    );
  }

  updateOne(filter: DocumentFilter, update: DocumentUpdate, options?: { readonly upsert?: boolean }): Promise<WriteOutcome> {
    return this.#note(
      filter,
      () => this.#inner.updateOne(filter, update, options),
      ({ matchedCount }) => matchedCount,
    );
  }

  deleteOne(filter: DocumentFilter): Promise<{ readonly deletedCount: number }> {
    return this.#note(
      filter,
      () => this.#inner.deleteOne(filter),
      ({ deletedCount }) => deletedCount,
    );
  }

  deleteMany(filter: DocumentFilter): Promise<{ readonly deletedCount: number }> {
    return this.#note(
      filter,
      () => this.#inner.deleteMany(filter),
      ({ deletedCount }) => deletedCount,
    );
  }

  bulkWrite(operations: BulkOperation<T>[], options?: { readonly ordered?: boolean }): Promise<BulkOutcome> {
    return this.#inner.bulkWrite(operations, options);
  }

  async #note<Answer>(filter: DocumentFilter, ask: () => Promise<Answer>, countOf: (answer: Answer) => number): Promise<Answer> {
    const recorder = currentTraceRecorder();
    if (recorder === undefined) return ask();
    const askedAt = performance.now();
    const answered = await ask();
    recorder.store(this.#name, filter, { found: countOf(answered), askedAt });
    return answered;
  }
}

/** A database whose collections tell the trace of a request what they are asked; outside of a request they do nothing more. */
export const traceDatabase = (inner: DocumentDatabase): DocumentDatabase => ({
  collection: async <T extends StoredDocument>(declaration: CollectionDeclaration) =>
    new TracedCollection(declaration.name, await inner.collection<T>(declaration)),
  ping: () => inner.ping(),
  close: () => inner.close(),
});
