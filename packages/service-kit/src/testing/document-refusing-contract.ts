import { describe, expect, it } from 'vitest';
import type { DocumentFilter, DocumentUpdate } from '../store/document-collection.ts';
import type { CollectionOf } from './document-samples.ts';
import { idsOf, sampleOf } from './document-samples.ts';

/** What a store refuses, leaving everything as it was. */
export const defineRefusingContract = (collectionOf: CollectionOf): void => {
  describe('refusing', () => {
    const filters: readonly (readonly [title: string, filter: DocumentFilter])[] = [
      ['an unknown operator', { area: { $almost: 'housing' } }],
      ['an unknown operator beside a known one', { area: { $eq: 'housing', $almost: 1 } }],
      ['an unknown operator inside $not', { area: { $not: { $almost: 1 } } }],
      ['an unknown operator inside $elemMatch', { details: { $elemMatch: { id: { $almost: 1 } } } }],
      ['an unknown operator inside $or', { $or: [{ area: { $almost: 1 } }] }],
      ['an unknown operator at the top', { $almost: [{ area: 'housing' }] }],
      ['$in without a list', { area: { $in: 'housing' } }],
      ['an empty $or', { $or: [] }],
    ];
    it.each(filters)('%s in a filter', async (_title, filter) => {
      const document = sampleOf('a', { area: 'housing', details: [{ id: 'd1', kind: 'phone', isActive: true }] });
      const collection = await collectionOf([document]);
      const attempts = [
        () => collection.findOne(filter),
        () => collection.find(filter).toArray(),
        () => collection.countDocuments(filter),
        () => collection.deleteMany(filter),
        () => collection.deleteOne(filter),
        () => collection.updateOne(filter, { $set: { area: 'changed' } }),
        () => collection.replaceOne(filter, sampleOf('a')),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toThrow();
      expect(await collection.findOne({ _id: 'a' })).toEqual(document);
    });

    const updates: readonly (readonly [title: string, update: unknown])[] = [
      ['an unknown operator', { $almost: { area: 'x' } }],
      ['an unknown operator beside a known one', { $set: { area: 'x' }, $almost: { score: 1 } }],
      ['no operator', { area: 'x' }],
      ['nothing', {}],
      ['another id', { $set: { _id: 'b' } }],
      ['two writes of one path', { $set: { area: 'x' }, $unset: { area: true } }],
      ['a write of a path and of a path inside', { $set: { nested: { code: 'x' }, 'nested.code': 'y' } }],
      ['a sum with a text', { $inc: { area: 1 } }],
      ['a sum with a null', { $inc: { score: 1 } }],
      ['a push to a text', { $push: { area: 'x' } }],
      ['a pull from a text', { $pull: { area: 'x' } }],
      ['a path through a text', { $set: { 'area.inner': 'x' } }],
      ['a path through a null', { $set: { 'score.inner': 'x' } }],
      ['a path through a list without a place', { $set: { 'details.id': 'x' } }],
    ];
    it.each(updates)('%s in an update', async (_title, update) => {
      const document = sampleOf('a', { area: 'housing', score: null, details: [{ id: 'd1', kind: 'phone', isActive: true }] });
      const collection = await collectionOf([document]);
      // Driver and store may refuse it in the call or in the promise: a repository awaits either.
      const attempt = async (): Promise<unknown> => collection.updateOne({ _id: 'a' }, update as DocumentUpdate);
      await expect(attempt()).rejects.toThrow();
      expect(await collection.findOne({ _id: 'a' })).toEqual(document);
    });

    it('a replacement with another id', async () => {
      const collection = await collectionOf([sampleOf('a')]);
      await expect(collection.replaceOne({ _id: 'a' }, sampleOf('b'))).rejects.toThrow();
      await expect(collection.replaceOne({ _id: 'c' }, sampleOf('d'), { upsert: true })).rejects.toThrow();
      expect(idsOf(await collection.find({}).toArray())).toEqual(['a']);
    });

    it('an empty bulk write', async () => {
      const collection = await collectionOf([]);
      const attempt = async (): Promise<unknown> => collection.bulkWrite([]);
      await expect(attempt()).rejects.toThrow();
    });
  });
};
