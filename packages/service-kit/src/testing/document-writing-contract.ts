import { describe, expect, it } from 'vitest';
import type { DocumentUpdate } from '../store/document-collection.ts';
import { isDuplicateKey } from '../store/store-errors.ts';
import type { CollectionOf, Sample } from './document-samples.ts';
import { failureOf, idsOf, sampleOf } from './document-samples.ts';

/** What a single write does to its document, and who wins. */
export const defineWritingContract = (collectionOf: CollectionOf): void => {
  describe('writing', () => {
    it('inserts a document once', async () => {
      const collection = await collectionOf([]);
      expect(await collection.insertOne(sampleOf('a', { area: 'housing' }))).toMatchObject({ insertedId: 'a' });
      const error = await failureOf(collection.insertOne(sampleOf('a', { area: 'repairs' })));
      expect(isDuplicateKey(error)).toBe(true);
      expect(error).toMatchObject({ code: 11000 });
      expect(await collection.find({}).toArray()).toEqual([sampleOf('a', { area: 'housing' })]);
    });

    it('writes an undefined field as null', async () => {
      const collection = await collectionOf([]);
      await collection.insertOne({
        _id: 'a',
        area: undefined,
        details: [{ id: 'd', kind: undefined, isActive: true }],
      } as unknown as Sample);
      expect(await collection.findOne({ _id: 'a' })).toEqual({ _id: 'a', area: null, details: [{ id: 'd', kind: null, isActive: true }] });
    });

    const updates: readonly (readonly [title: string, update: DocumentUpdate, result: Omit<Sample, '_id'>])[] = [
      ['$set', { $set: { area: 'repairs' } }, { area: 'repairs', score: 1, tags: ['x', 'y', 'x'], nested: { code: 'k', level: 2 } }],
      [
        '$set of a dotted path',
        { $set: { 'nested.code': 'm' } },
        { area: 'housing', score: 1, tags: ['x', 'y', 'x'], nested: { code: 'm', level: 2 } },
      ],
      [
        '$set of a path to be made',
        { $set: { 'other.deep': 1 } },
        { area: 'housing', score: 1, tags: ['x', 'y', 'x'], nested: { code: 'k', level: 2 }, other: { deep: 1 } },
      ],
      [
        '$set of a place in a list',
        { $set: { 'tags.1': 'z' } },
        { area: 'housing', score: 1, tags: ['x', 'z', 'x'], nested: { code: 'k', level: 2 } },
      ],
      ['$unset', { $unset: { area: true, 'nested.level': '', absent: 1 } }, { score: 1, tags: ['x', 'y', 'x'], nested: { code: 'k' } }],
      ['$push', { $push: { tags: 'z' } }, { area: 'housing', score: 1, tags: ['x', 'y', 'x', 'z'], nested: { code: 'k', level: 2 } }],
      [
        '$push to an absent list',
        { $push: { outbox: { id: 1 } } },
        { area: 'housing', score: 1, tags: ['x', 'y', 'x'], nested: { code: 'k', level: 2 }, outbox: [{ id: 1 }] },
      ],
      [
        '$push of several',
        { $push: { tags: { $each: ['p', 'q'] } } },
        { area: 'housing', score: 1, tags: ['x', 'y', 'x', 'p', 'q'], nested: { code: 'k', level: 2 } },
      ],
      [
        '$pull of a value, wherever it stands',
        { $pull: { tags: 'x' } },
        { area: 'housing', score: 1, tags: ['y'], nested: { code: 'k', level: 2 } },
      ],
      [
        '$pull by operators',
        { $pull: { tags: { $in: ['y', 'z'] } } },
        { area: 'housing', score: 1, tags: ['x', 'x'], nested: { code: 'k', level: 2 } },
      ],
      [
        '$inc',
        { $inc: { score: 4, 'nested.level': -1, absent: 2 } },
        { area: 'housing', score: 5, tags: ['x', 'y', 'x'], nested: { code: 'k', level: 1 }, absent: 2 },
      ],
      [
        'several operators',
        { $set: { area: 'x' }, $inc: { score: 1 }, $push: { tags: 'z' } },
        { area: 'x', score: 2, tags: ['x', 'y', 'x', 'z'], nested: { code: 'k', level: 2 } },
      ],
    ];
    it.each(updates)('applies %s', async (_title, update, result) => {
      const collection = await collectionOf([
        sampleOf('a', { area: 'housing', score: 1, tags: ['x', 'y', 'x'], nested: { code: 'k', level: 2 } }),
        sampleOf('b'),
      ]);
      expect(await collection.updateOne({ _id: 'a' }, update)).toMatchObject({ matchedCount: 1, modifiedCount: 1, upsertedCount: 0 });
      expect(await collection.findOne({ _id: 'a' })).toEqual({ _id: 'a', ...result });
      expect(await collection.findOne({ _id: 'b' })).toEqual(sampleOf('b'));
    });

    it('pulls elements by their fields', async () => {
      const details = ['d1', 'd2', 'd3'].map((id) => ({ id, kind: id === 'd2' ? 'email' : 'phone', isActive: id !== 'd3' }));
      const collection = await collectionOf([sampleOf('a', { details })]);
      await collection.updateOne({ _id: 'a' }, { $pull: { details: { kind: 'phone', isActive: true } } });
      expect((await collection.findOne({ _id: 'a' }))?.details).toEqual(details.slice(1));
      await collection.updateOne({ _id: 'a' }, { $pull: { details: { id: { $in: ['d2', 'd9'] } } } });
      expect((await collection.findOne({ _id: 'a' }))?.details).toEqual(details.slice(2));
    });

    it('says that a write which changes nothing modified nothing', async () => {
      const document = sampleOf('a', { area: 'housing', score: 1 });
      const collection = await collectionOf([document]);
      expect(await collection.updateOne({ _id: 'a' }, { $set: { area: 'housing' } })).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
      expect(await collection.replaceOne({ _id: 'a' }, document)).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
      expect(await collection.updateOne({ _id: 'nobody' }, { $set: { area: 'x' } })).toMatchObject({
        matchedCount: 0,
        modifiedCount: 0,
        upsertedCount: 0,
      });
    });

    it('replaces by id and version only while the version is the expected one', async () => {
      const collection = await collectionOf([sampleOf('a', { version: 0, area: 'housing' })]);
      expect(await collection.replaceOne({ _id: 'a', version: 0 }, sampleOf('a', { version: 1 }))).toMatchObject({
        matchedCount: 1,
        modifiedCount: 1,
      });
      expect(await collection.replaceOne({ _id: 'a', version: 0 }, sampleOf('a', { version: 9 }))).toMatchObject({
        matchedCount: 0,
        modifiedCount: 0,
      });
      expect(await collection.findOne({ _id: 'a' })).toEqual(sampleOf('a', { version: 1 }));
    });

    it('lets exactly one of many concurrent conditional writers win', async () => {
      const collection = await collectionOf([sampleOf('a', { version: 0 }), sampleOf('b', { version: 0 })]);
      const writers = Array.from({ length: 20 }, (_, writer) => writer);
      const replaced = await Promise.all(
        writers.map((score) => collection.replaceOne({ _id: 'a', version: 0 }, sampleOf('a', { version: 1, score }))),
      );
      expect(replaced.filter((outcome) => outcome.matchedCount === 1)).toHaveLength(1);
      await Promise.all(writers.map(() => collection.updateOne({ _id: 'b' }, { $inc: { version: 1 } })));
      expect((await collection.findOne({ _id: 'b' }))?.version).toBe(20);
    });

    it('inserts once when many insert the same id at once', async () => {
      const collection = await collectionOf([]);
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => collection.insertOne(sampleOf('a'))));
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    });

    it('upserts by replacement and by update', async () => {
      const collection = await collectionOf([]);
      expect(await collection.replaceOne({ _id: 'a' }, sampleOf('a', { score: 1 }), { upsert: true })).toMatchObject({
        matchedCount: 0,
        upsertedCount: 1,
      });
      expect(await collection.replaceOne({ _id: 'a' }, sampleOf('a', { score: 2 }), { upsert: true })).toMatchObject({
        matchedCount: 1,
        upsertedCount: 0,
      });
      const filter = { _id: 'b', area: 'housing', 'nested.code': { $eq: 'k' }, score: { $gt: 1 } };
      expect(await collection.updateOne(filter, { $inc: { version: 1 }, $push: { tags: 'x' } }, { upsert: true })).toMatchObject({
        matchedCount: 0,
        upsertedCount: 1,
      });
      expect(await collection.find({}, { sort: { _id: 1 } }).toArray()).toEqual([
        sampleOf('a', { score: 2 }),
        sampleOf('b', { area: 'housing', nested: { code: 'k' }, version: 1, tags: ['x'] }),
      ]);
    });

    it('tells a lost race of an upsert as a duplicate key', async () => {
      const collection = await collectionOf([sampleOf('a', { version: 2 })]);
      const error = await failureOf(collection.replaceOne({ _id: 'a', version: 1 }, sampleOf('a', { version: 2 }), { upsert: true }));
      expect(isDuplicateKey(error)).toBe(true);
    });

    it('deletes the first or all that match', async () => {
      const collection = await collectionOf([
        sampleOf('a', { area: 'x' }),
        sampleOf('b', { area: 'x' }),
        sampleOf('c', { area: 'x' }),
        sampleOf('d'),
      ]);
      expect(await collection.deleteOne({ area: 'x' })).toMatchObject({ deletedCount: 1 });
      expect(await collection.deleteMany({ area: 'x' })).toMatchObject({ deletedCount: 2 });
      expect(await collection.deleteMany({ area: 'x' })).toMatchObject({ deletedCount: 0 });
      expect(await collection.deleteOne({ area: 'x' })).toMatchObject({ deletedCount: 0 });
      expect(idsOf(await collection.find({}).toArray())).toEqual(['d']);
    });
  });
};
