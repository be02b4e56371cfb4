import { beforeAll, describe, expect, it } from 'vitest';
import type { DocumentCollection, DocumentFilter, FindOptions } from '../store/document-collection.ts';
import type { CollectionOf, Sample } from './document-samples.ts';
import { idsOf, sampleOf } from './document-samples.ts';

/** What a filter finds and how a find is ordered and limited. */
export const defineReadingContract = (collectionOf: CollectionOf): void => {
  describe('reading', () => {
    const documents: readonly Sample[] = [
      sampleOf('a', {
        area: 'housing',
        score: 1,
        tags: ['x', 'y'],
        details: [{ id: 'd1', kind: 'phone', isActive: true }],
        nested: { code: 'k' },
      }),
      sampleOf('b', {
        area: 'housing',
        score: 2,
        tags: [],
        details: [
          { id: 'd2', kind: 'phone', isActive: false },
          { id: 'd3', kind: 'email', isActive: true },
        ],
      }),
      sampleOf('c', { area: 'repairs', score: null, nested: { code: null } }),
      sampleOf('d', { area: null, score: 10, flag: true }),
      sampleOf('e', { score: -0.5, flag: false, nested: { code: 'm' } }),
    ];
    const cases: readonly (readonly [title: string, filter: DocumentFilter, ids: readonly string[]])[] = [
      ['everything', {}, ['a', 'b', 'c', 'd', 'e']],
      ['an id', { _id: 'b' }, ['b']],
      ['an unknown id', { _id: 'nobody' }, []],
      ['a list of ids', { _id: { $in: ['e', 'a', 'nobody'] } }, ['a', 'e']],
      ['an empty list', { _id: { $in: [] } }, []],
      ['equality', { area: 'housing' }, ['a', 'b']],
      ['$eq', { area: { $eq: 'repairs' } }, ['c']],
      ['null, which an absent field equals', { area: null }, ['d', 'e']],
      ['a value that is undefined, as null', { area: undefined }, ['d', 'e']],
      ['$in with null', { area: { $in: ['repairs', null] } }, ['c', 'd', 'e']],
      ['$ne', { area: { $ne: 'housing' } }, ['c', 'd', 'e']],
      ['$ne null', { area: { $ne: null } }, ['a', 'b', 'c']],
      ['$nin', { area: { $nin: ['housing', null] } }, ['c']],
      ['a range of numbers, not of nulls', { score: { $gte: 1, $lt: 10 } }, ['a', 'b']],
      ['a range below, not of nulls', { score: { $lt: 2 } }, ['a', 'e']],
      ['a bound between whole numbers', { score: { $gt: 0.5, $lte: 1.5 } }, ['a']],
      ['a number between whole ones', { score: { $gte: -0.5, $lte: -0.5 } }, ['e']],
      ['a range of texts below, not of nulls', { area: { $lt: 'z' } }, ['a', 'b', 'c']],
      ['a range of texts, not of numbers', { area: { $gt: 'a', $lte: 'housing' } }, ['a', 'b']],
      ['a range of ids', { _id: { $gt: 'c' } }, ['d', 'e']],
      ['$exists, also for a null', { area: { $exists: true } }, ['a', 'b', 'c', 'd']],
      ['$exists false', { area: { $exists: false } }, ['e']],
      ['true, not 1', { flag: true }, ['d']],
      ['a boolean is no number', { score: true }, []],
      ['a dotted path', { 'nested.code': 'k' }, ['a']],
      ['null at a dotted path', { 'nested.code': null }, ['b', 'c', 'd']],
      ['a whole object', { nested: { code: 'm' } }, ['e']],
      ['a dotted path through an array', { 'details.id': 'd3' }, ['b']],
      ['$in through an array', { 'details.id': { $in: ['d1', 'd2'] } }, ['a', 'b']],
      ['an element of a list', { tags: 'y' }, ['a']],
      ['$size', { tags: { $size: 0 } }, ['b']],
      ['$elemMatch, all of one element', { details: { $elemMatch: { kind: 'phone', isActive: true } } }, ['a']],
      ['two paths, of any elements', { 'details.kind': 'phone', 'details.isActive': true }, ['a', 'b']],
      ['$elemMatch with the indexed path', { details: { $elemMatch: { id: 'd2', kind: 'email' } } }, []],
      ['$elemMatch of operators', { tags: { $elemMatch: { $gt: 'x' } } }, ['a']],
      ['$and', { $and: [{ area: 'housing' }, { score: { $gt: 1 } }] }, ['b']],
      [
        '$or inside $and',
        { $and: [{ score: { $gt: 0 } }, { $or: [{ area: 'repairs' }, { area: null }, { 'details.id': 'd1' }] }] },
        ['a', 'd'],
      ],
      ['$and inside $or inside $and', { $and: [{ $or: [{ $and: [{ area: 'housing' }, { score: 2 }] }, { flag: false }] }] }, ['b', 'e']],
      ['$or beside equality', { area: 'housing', $or: [{ score: 1 }, { score: 10 }] }, ['a']],
      ['$or', { $or: [{ area: 'repairs' }, { score: 10 }] }, ['c', 'd']],
      ['$nor', { $nor: [{ area: 'housing' }, { flag: true }] }, ['c', 'e']],
      ['$not', { score: { $not: { $gte: 2 } } }, ['a', 'c', 'e']],
      ['an element that is not there', { details: { $not: { $elemMatch: { kind: 'phone' } } } }, ['c', 'd', 'e']],
    ];
    let indexed: DocumentCollection<Sample>;
    let bare: DocumentCollection<Sample>;

    beforeAll(async () => {
      indexed = await collectionOf(documents);
      bare = await collectionOf(documents, []);
    });

    it('findOne after a find of the same form that found something finds nothing where nothing is', async () => {
      const area = { area: 'housing' };
      expect(idsOf(await indexed.find(area).toArray()).toSorted()).toEqual(['a', 'b']);
      expect(await indexed.findOne({ area: 'nowhere' })).toBeNull();
      expect(await indexed.findOne({ area: 'repairs' })).toMatchObject({ _id: 'c' });
    });

    it.each(cases)('finds %s', async (_title, filter, ids) => {
      expect(idsOf(await indexed.find(filter).toArray()).toSorted()).toEqual(ids);
      expect(idsOf(await bare.find(filter).toArray()).toSorted()).toEqual(ids);
      expect(await indexed.countDocuments(filter)).toBe(ids.length);
      const first = await indexed.findOne(filter);
      expect(first === null ? [] : ids).toEqual(ids);
    });

    const windows: readonly (readonly [title: string, options: FindOptions, ids: readonly string[]])[] = [
      ['ascending, nulls and absent first', { sort: { score: 1 } }, ['c', 'e', 'a', 'b', 'd']],
      ['descending, nulls and absent last', { sort: { score: -1 } }, ['d', 'b', 'a', 'e', 'c']],
      ['the first ones', { sort: { score: 1 }, limit: 2 }, ['c', 'e']],
      ['a window', { sort: { score: -1 }, skip: 1, limit: 2 }, ['b', 'a']],
      ['what is left', { sort: { score: 1 }, skip: 4, limit: 5 }, ['d']],
      ['nothing behind the end', { sort: { score: 1 }, skip: 9, limit: 5 }, []],
      ['a limit of 0 as none', { sort: { _id: -1 }, limit: 0 }, ['e', 'd', 'c', 'b', 'a']],
      ['two paths', { sort: { area: -1, score: -1 } }, ['c', 'b', 'a', 'd', 'e']],
      ['booleans after what is absent', { sort: { flag: 1, _id: 1 } }, ['a', 'b', 'c', 'e', 'd']],
      ['a dotted path', { sort: { 'nested.code': -1, _id: 1 }, limit: 2 }, ['e', 'a']],
    ];
    it.each(windows)('orders %s', async (_title, options, ids) => {
      expect(idsOf(await indexed.find({}, options).toArray())).toEqual(ids);
      expect(idsOf(await bare.find({}, options).toArray())).toEqual(ids);
    });

    it('gives fresh documents that equal what was written', async () => {
      const first = await indexed.findOne({ _id: 'b' });
      expect(first).toEqual(documents[1]);
      Reflect.set(first ?? {}, 'area', 'changed by the reader');
      expect(await indexed.findOne({ _id: 'b' })).toEqual(documents[1]);
      expect(await indexed.findOne({ _id: 'nobody' })).toBeNull();
    });

    it('finds a limited number behind candidates that do not match', async () => {
      const many = await collectionOf(
        Array.from({ length: 300 }, (_, at) => sampleOf(String(at).padStart(3, '0'), { area: 'housing', flag: at % 100 === 99 })),
      );
      expect(idsOf(await many.find({ area: 'housing', flag: true }, { sort: { _id: 1 }, limit: 2 }).toArray())).toEqual(['099', '199']);
      expect((await many.findOne({ area: 'housing', flag: true, _id: { $gt: '199' } }))?._id).toBe('299');
    });

    it('keeps every character of a text', async () => {
      const text = 'Zoë O’Neill "quoted" \\ \u0000 \u2028 𝒳 \n';
      const collection = await collectionOf([
        sampleOf('t', { area: text, tags: [text], details: [{ id: text, kind: 'k', isActive: true }] }),
      ]);
      for (const filter of [{ area: text }, { tags: text }, { 'details.id': text }])
        expect((await collection.findOne(filter))?.area).toBe(text);
    });
  });
};
