/**
 * The document store port. It is written against the `mongodb` driver's `Collection`, narrowed to what the repositories use, so
 * MongoDB is reached with no adapter at all; the embedded store implements the same narrow type over SQLite.
 * Rules that keep both alike (each a contract test): an unknown operator is refused, nulls and absent fields are equal in unique
 * indexes, dates are ISO strings, every single-document write is atomic and durable when its promise resolves.
 * Source: design.md, "Document store port".
 */

/** Every document has a text id. */
export interface StoredDocument {
  readonly _id: string;
}

/**
 * A MongoDB filter. Supported: equality on dotted paths, $eq $ne $in $nin $gt $gte $lt $lte $exists $size $elemMatch $and $or $nor $not.
 * Inside $elemMatch the conditions of one element may use them all, also $and, $or and $nor between them, when a condition on a field
 * stands first: some servers that speak MongoDB's language take a leading $or for an operator on the element and refuse it.
 * A null or a $size inside the elements of an array is asked for with $elemMatch: the stores differ about `{ 'details.endedAt': null }`.
 */
export type DocumentFilter = Readonly<Record<string, unknown>>;

/** A MongoDB update. Supported: $set $unset $push $pull $inc. */
export interface DocumentUpdate {
  readonly $set?: Readonly<Record<string, unknown>>;
  readonly $unset?: Readonly<Record<string, true | '' | 1>>;
  readonly $push?: Readonly<Record<string, unknown>>;
  readonly $pull?: Readonly<Record<string, unknown>>;
  readonly $inc?: Readonly<Record<string, number>>;
}

/** Order, window and fields of a find. Nulls and absent fields come first; a limit of 0 is none. The order among equals is not promised. */
export interface FindOptions {
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit?: number;
  readonly skip?: number;
  /**
   * The top-level fields to read, with plain names (letters, digits, underscores); `_id` always comes along, an absent field stays
   * absent, none is all. The documents then have no other field, whatever their type says: read them as a `Pick`.
   */
  readonly projection?: Readonly<Record<string, 1>>;
}

/** One operation of a bulk write. */
export type BulkOperation<T extends StoredDocument> =
  | { readonly insertOne: { readonly document: T } }
  | { readonly replaceOne: { readonly filter: DocumentFilter; readonly replacement: T; readonly upsert?: boolean } }
  | { readonly updateOne: { readonly filter: DocumentFilter; readonly update: DocumentUpdate; readonly upsert?: boolean } }
  | { readonly deleteOne: { readonly filter: DocumentFilter } };

/** What repositories need of a collection. Errors of the store are thrown as they come; `isDuplicateKey` recognises a unique index's. */
export interface DocumentCollection<T extends StoredDocument> {
  findOne(filter: DocumentFilter): Promise<T | null>;
  find(filter: DocumentFilter, options?: FindOptions): { toArray(): Promise<T[]> };
  /** How many documents match. */
  countDocuments(filter: DocumentFilter): Promise<number>;
  insertOne(document: T): Promise<{ readonly insertedId: string }>;
  /** Replaces the first document that matches; `matchedCount` 0 tells a lost race. */
  replaceOne(filter: DocumentFilter, replacement: T, options?: { readonly upsert?: boolean }): Promise<WriteOutcome>;
  /** Updates the first document that matches. */
  updateOne(filter: DocumentFilter, update: DocumentUpdate, options?: { readonly upsert?: boolean }): Promise<WriteOutcome>;
  deleteOne(filter: DocumentFilter): Promise<{ readonly deletedCount: number }>;
  deleteMany(filter: DocumentFilter): Promise<{ readonly deletedCount: number }>;
  /**
   * Several single-document writes at once, each atomic by itself. With `ordered: false` a failure (a duplicate key, say) does not
   * stop the others; the thrown error then has `writeErrors[]` with `index` and `code`, as the driver's MongoBulkWriteError.
   */
  bulkWrite(operations: BulkOperation<T>[], options?: { readonly ordered?: boolean }): Promise<BulkOutcome>;
}

/** What a single write did. */
export interface WriteOutcome {
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly upsertedCount: number;
}

/** What a bulk write did. */
export interface BulkOutcome {
  readonly insertedCount: number;
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly deletedCount: number;
  readonly upsertedCount: number;
}

/** An index, declared once and created on both stores. */
export interface IndexDeclaration {
  readonly name: string;
  /** Dotted paths in order, each ascending (1) or descending (-1). A path through an array makes a multikey index. */
  readonly key: Readonly<Record<string, 1 | -1>>;
  /** No two documents may have equal keys; null and absent are equal to each other. */
  readonly isUnique?: boolean;
  /** Only documents that have a non-null value at this path are in the index. */
  readonly whereExists?: string;
  /** Set for a path through an array; the embedded store keeps a side table for it. At most one path. */
  readonly isMultikey?: boolean;
}

/** A collection and its indexes. */
export interface CollectionDeclaration {
  readonly name: string;
  readonly indexes: readonly IndexDeclaration[];
}

/** One subgraph's database. Nobody else's collections are in it. */
export interface DocumentDatabase {
  /** Opens a collection, creating it and its indexes where they are missing. */
  collection<T extends StoredDocument>(declaration: CollectionDeclaration): Promise<DocumentCollection<T>>;
  /** Resolves when the store answers; rejects with StoreUnavailable. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
