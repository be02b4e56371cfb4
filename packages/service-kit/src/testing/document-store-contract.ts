/**
 * The contract of the document store port as a test suite, to be run on every implementation. Each rule of
 * `document-collection.ts` has its test here. Source: design.md, "Document store port".
 */
import fc from 'fast-check';
import { find as mingoFind } from 'mingo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentDatabase } from '../store/document-collection.ts';
import { defineElementContract } from './document-element-contract.ts';
import { defineIndexContract } from './document-index-contract.ts';
import { defineProjectionContract } from './document-projection-contract.ts';
import { defineReadingContract } from './document-reading-contract.ts';
import { defineRefusingContract } from './document-refusing-contract.ts';
import type { CollectionOf, Sample } from './document-samples.ts';
import { idsOf, sampleDocuments, sampleFilters, sampleIndexes, sampleOf, sampleSorts } from './document-samples.ts';
import { defineWritingContract } from './document-writing-contract.ts';

/** An opened store and how to remove it with everything in it. */
export interface OpenedStore {
  readonly database: DocumentDatabase;
  dispose(): Promise<void>;
}

/**
 * Defines the suite for one store.
 * @param name the store's name in the test titles.
 * @param open opens an empty database.
 */
export const defineDocumentStoreContract = (name: string, open: () => Promise<OpenedStore>): void => {
  describe(`document store contract: ${name}`, () => {
    let store: OpenedStore;
    let opened = 0;

    beforeAll(async () => {
      store = await open();
    });
    afterAll(async () => {
      await store.dispose();
    });

    const collectionOf: CollectionOf = async (documents, indexes = sampleIndexes) => {
      opened += 1;
      const collection = await store.database.collection<Sample>({ name: `samples${String(opened)}`, indexes });
      if (documents.length > 0) await collection.bulkWrite(documents.map((document) => ({ insertOne: { document } })));
      return collection;
    };

    defineReadingContract(collectionOf);
    defineElementContract(collectionOf);
    defineProjectionContract(collectionOf);
    defineRefusingContract(collectionOf);
    defineWritingContract(collectionOf);
    defineIndexContract(collectionOf);

    it('can be declared again for a collection that has them', async () => {
      const declaration = { name: 'declaredTwice', indexes: sampleIndexes };
      const first = await store.database.collection<Sample>(declaration);
      await first.insertOne(sampleOf('a', { area: 'x' }));
      const second = await store.database.collection<Sample>(declaration);
      expect(idsOf(await second.find({ area: 'x' }).toArray())).toEqual(['a']);
    });

    it('answers a ping', async () => {
      await expect(store.database.ping()).resolves.toBeUndefined();
    });

    it("finds, counts and orders any documents as MongoDB's language says", async () => {
      await fc.assert(
        fc.asyncProperty(sampleDocuments, sampleFilters, sampleSorts, async (documents, filters, sort) => {
          const collection = await collectionOf(documents);
          for (const filter of filters) {
            const expected = mingoFind<Sample>([...documents], filter)
              .sort({ ...sort })
              .all();
            expect(idsOf(await collection.find(filter, { sort }).toArray())).toEqual(idsOf(expected));
            expect(idsOf(await collection.find(filter, { sort, skip: 1, limit: 2 }).toArray())).toEqual(idsOf(expected.slice(1, 3)));
            expect(await collection.countDocuments(filter)).toBe(expected.length);
          }
        }),
        { numRuns: 40 },
      );
    });
  });
};
