import { describe, expect, it } from 'vitest';
import type { BulkOperation, IndexDeclaration } from '../store/document-collection.ts';
import { bulkWriteFailures, isDuplicateKey } from '../store/store-errors.ts';
import type { CollectionOf, Sample } from './document-samples.ts';
import { failureOf, idsOf, sampleOf } from './document-samples.ts';

const multikey: readonly IndexDeclaration[] = [
  { name: 'byDetail', key: { 'details.id': 1 }, isUnique: true, isMultikey: true, whereExists: 'details.id' },
];

/** Unique, partial and multikey indexes, and bulk writes that meet them. */
export const defineIndexContract = (collectionOf: CollectionOf): void => {
  describe('indexes', () => {
    const unique: readonly IndexDeclaration[] = [{ name: 'byAreaAndScore', key: { area: 1, score: 1 }, isUnique: true }];
    const partial: readonly IndexDeclaration[] = [{ name: 'byArea', key: { area: 1 }, isUnique: true, whereExists: 'area' }];

    it('count null and absent as equal when they are unique', async () => {
      const collection = await collectionOf([sampleOf('a', { area: 'x', score: null })], unique);
      expect(isDuplicateKey(await failureOf(collection.insertOne(sampleOf('b', { area: 'x' }))))).toBe(true);
      await collection.insertOne(sampleOf('c'));
      expect(isDuplicateKey(await failureOf(collection.insertOne(sampleOf('d', { area: null, score: null }))))).toBe(true);
      await collection.insertOne(sampleOf('e', { score: 1 }));
      expect(isDuplicateKey(await failureOf(collection.updateOne({ _id: 'e' }, { $unset: { score: true } })))).toBe(true);
      expect(isDuplicateKey(await failureOf(collection.replaceOne({ _id: 'e' }, sampleOf('e', { area: 'x' }))))).toBe(true);
      expect(idsOf(await collection.find({ area: null }, { sort: { _id: 1 } }).toArray())).toEqual(['c', 'e']);
    });

    it('hold only documents with a value when they are partial', async () => {
      const collection = await collectionOf(
        [sampleOf('a', { area: null }), sampleOf('b', { area: null }), sampleOf('c'), sampleOf('d'), sampleOf('e', { area: 'x' })],
        partial,
      );
      expect(isDuplicateKey(await failureOf(collection.insertOne(sampleOf('f', { area: 'x' }))))).toBe(true);
      expect(isDuplicateKey(await failureOf(collection.updateOne({ _id: 'a' }, { $set: { area: 'x' } })))).toBe(true);
      expect(idsOf(await collection.find({ area: 'x' }).toArray())).toEqual(['e']);
      expect(idsOf(await collection.find({ area: null }, { sort: { _id: 1 } }).toArray())).toEqual(['a', 'b', 'c', 'd']);
      expect(await collection.countDocuments({ area: { $ne: null } })).toBe(1);
    });

    it('free a key when its document is deleted or changed', async () => {
      const collection = await collectionOf([sampleOf('a', { area: 'x' }), sampleOf('b', { area: 'y' })], partial);
      await collection.deleteOne({ _id: 'a' });
      await collection.updateOne({ _id: 'b' }, { $set: { area: 'x' } });
      await collection.insertOne(sampleOf('c', { area: 'y' }));
      expect(idsOf(await collection.find({ area: { $in: ['x', 'y'] } }, { sort: { area: 1 } }).toArray())).toEqual(['b', 'c']);
    });

    it('reach into arrays, unique among documents and not within one', async () => {
      const detail = (id: string) => ({ id, kind: 'phone', isActive: true });
      const collection = await collectionOf(
        [sampleOf('a', { details: [detail('1'), detail('1'), detail('2')] }), sampleOf('b', { details: [] }), sampleOf('c')],
        multikey,
      );
      expect(isDuplicateKey(await failureOf(collection.insertOne(sampleOf('d', { details: [detail('3'), detail('2')] }))))).toBe(true);
      expect(await collection.findOne({ 'details.id': '3' })).toBeNull();
      await collection.updateOne({ _id: 'a' }, { $pull: { details: { id: '2' } } });
      await collection.updateOne({ _id: 'b' }, { $push: { details: detail('2') } });
      expect(idsOf(await collection.find({ 'details.id': '2' }).toArray())).toEqual(['b']);
      expect(isDuplicateKey(await failureOf(collection.updateOne({ _id: 'c' }, { $set: { details: [detail('9'), detail('1')] } })))).toBe(
        true,
      );
      expect(await collection.findOne({ 'details.id': '9' })).toBeNull();
      await collection.deleteMany({});
      await collection.insertOne(sampleOf('d', { details: [detail('1'), detail('2')] }));
      expect(idsOf(await collection.find({ 'details.id': { $in: ['1', '2'] } }).toArray())).toEqual(['d']);
    });
  });

  describe('bulk writes', () => {
    it('count what each operation did', async () => {
      const collection = await collectionOf([sampleOf('a', { score: 1 }), sampleOf('b'), sampleOf('c')]);
      const operations: BulkOperation<Sample>[] = [
        { insertOne: { document: sampleOf('d') } },
        { updateOne: { filter: { _id: 'a', score: 1 }, update: { $inc: { score: 1 } } } },
        { updateOne: { filter: { _id: 'e' }, update: { $set: { score: 5 } }, upsert: true } },
        { replaceOne: { filter: { _id: 'b' }, replacement: sampleOf('b', { area: 'x' }) } },
        { replaceOne: { filter: { _id: 'f' }, replacement: sampleOf('f'), upsert: true } },
        { deleteOne: { filter: { _id: 'c' } } },
        { updateOne: { filter: { _id: 'a' }, update: { $set: { score: 2 } } } },
      ];
      expect(await collection.bulkWrite(operations)).toMatchObject({
        insertedCount: 1,
        matchedCount: 3,
        modifiedCount: 2,
        deletedCount: 1,
        upsertedCount: 2,
      });
      expect(idsOf(await collection.find({}, { sort: { _id: 1 } }).toArray())).toEqual(['a', 'b', 'd', 'e', 'f']);
    });

    const operations: BulkOperation<Sample>[] = [
      { insertOne: { document: sampleOf('a') } },
      { insertOne: { document: sampleOf('taken', { area: 'new' }) } },
      { insertOne: { document: sampleOf('b') } },
      { updateOne: { filter: { _id: 'taken' }, update: { $inc: { area: 1 } } } },
      { insertOne: { document: sampleOf('b') } },
      { insertOne: { document: sampleOf('c') } },
    ];
    it('keep the successes and tell each failure when unordered', async () => {
      const collection = await collectionOf([sampleOf('taken', { area: 'old' })]);
      const error = await failureOf(collection.bulkWrite(operations, { ordered: false }));
      expect(isDuplicateKey(error)).toBe(true);
      const failures = bulkWriteFailures(error)?.toSorted((one, other) => one.index - other.index);
      expect(failures?.map(({ index, code }) => [index, code])).toEqual([
        [1, 11000],
        [3, 14],
        [4, 11000],
      ]);
      expect(await collection.find({}, { sort: { _id: 1 } }).toArray()).toEqual([
        sampleOf('a'),
        sampleOf('b'),
        sampleOf('c'),
        sampleOf('taken', { area: 'old' }),
      ]);
    });

    it('leave nothing of an operation that fails at an index over an array', async () => {
      const details = (id: string) => [{ id, kind: 'phone', isActive: true }];
      const collection = await collectionOf([sampleOf('a', { details: details('1') })], multikey);
      const writes: BulkOperation<Sample>[] = [
        { insertOne: { document: sampleOf('b', { details: [...details('2'), ...details('1')] }) } },
        { insertOne: { document: sampleOf('c', { details: details('3') }) } },
        { updateOne: { filter: { _id: 'c' }, update: { $push: { details: { $each: [...details('4'), ...details('1')] } } } } },
      ];
      const error = await failureOf(collection.bulkWrite(writes, { ordered: false }));
      expect(bulkWriteFailures(error)?.map(({ index, code }) => [index, code])).toEqual([
        [0, 11000],
        [2, 11000],
      ]);
      expect(idsOf(await collection.find({}, { sort: { _id: 1 } }).toArray())).toEqual(['a', 'c']);
      expect(await collection.countDocuments({ 'details.id': { $in: ['2', '4'] } })).toBe(0);
    });

    it('stop at the first failure when ordered, keeping what came before', async () => {
      const collection = await collectionOf([sampleOf('taken', { area: 'old' })]);
      const error = await failureOf(collection.bulkWrite(operations));
      expect(bulkWriteFailures(error)?.map(({ index, code }) => [index, code])).toEqual([[1, 11000]]);
      expect(idsOf(await collection.find({}, { sort: { _id: 1 } }).toArray())).toEqual(['a', 'taken']);
    });
  });
};
