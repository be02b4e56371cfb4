import { randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import { MongoClient } from 'mongodb';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { DocumentCollection, StoredDocument } from '../../src/store/document-collection.ts';
import { hasFailOver, openMongoDocumentDatabase } from '../../src/store/mongo-document-database.ts';
import { StoreLocationError, StoreUnavailableError, toStoreError } from '../../src/store/store-errors.ts';
import { defineDocumentStoreContract } from '../../src/testing/document-store-contract.ts';

interface Book extends StoredDocument {
  readonly area: string;
  readonly details: readonly { readonly id: string; readonly endedOn?: string | null }[];
}

const uri = process.env['TEST_MONGODB_URI'];

if (uri === undefined) {
  describe.skip('document store contract: MongoDB (skipped: TEST_MONGODB_URI names no server)', () => {
    it('runs on a server', () => undefined);
  });
} else {
  defineDocumentStoreContract('MongoDB', async () => {
    const databaseName = `contract-${randomUUID()}`;
    const database = await openMongoDocumentDatabase({ uri, databaseName, onWarning: () => undefined });
    return {
      database,
      dispose: async () => {
        await database.close();
        const client = new MongoClient(uri);
        await client.db(databaseName).dropDatabase();
        await client.close();
      },
    };
  });

  describe('a MongoDB database', () => {
    it('shares its client until the last one is closed', async () => {
      const place = { uri, onWarning: () => undefined };
      const first = await openMongoDocumentDatabase({ ...place, databaseName: 'contract-first' });
      const second = await openMongoDocumentDatabase({ ...place, databaseName: 'contract-second' });
      await first.close();
      await first.close();
      await expect(second.ping()).resolves.toBeUndefined();
      await second.close();
    });
  });
}

describe('the MongoDB adapter', () => {
  it("is the driver's own collection: its type is assignable to the port", () => {
    expectTypeOf<Collection<Book>>().toExtend<DocumentCollection<Book>>();
  });

  it.each([
    ['a replica set', { setName: 'rs0' }, true],
    ['a sharded cluster', { msg: 'isdbgrid' }, true],
    ['a standalone server', { isWritablePrimary: true }, false],
  ])('knows the fail-over of %s', (_title, hello, expected) => {
    expect(hasFailOver(hello)).toBe(expected);
  });

  it('says that a server does not answer, without its address', async () => {
    const place = { uri: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200', databaseName: 'none', onWarning: () => undefined };
    const error: unknown = await openMongoDocumentDatabase(place).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error).toHaveProperty('message', expect.not.stringContaining('127.0.0.1'));
    expect(error).toHaveProperty('cause.name', 'MongoServerSelectionError');
    expect(toStoreError(error)).toBe(error);
    expect(toStoreError((error as Error).cause)).toBeInstanceOf(StoreUnavailableError);
  });

  it('refuses a connection string that is none, without repeating it', async () => {
    const place = { uri: 'postgres://officer:secret@db/', databaseName: 'none', onWarning: () => undefined };
    const error: unknown = await openMongoDocumentDatabase(place).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreLocationError);
    expect(JSON.stringify([String(error), (error as Error).stack])).not.toContain('secret');
  });
});
