import { beforeAll, describe, expect, it } from 'vitest';
import type { DocumentCollection, DocumentFilter, FindOptions } from '../store/document-collection.ts';
import type { CollectionOf, Sample } from './document-samples.ts';
import { sampleOf } from './document-samples.ts';

/** Which fields a find gives. */
export const defineProjectionContract = (collectionOf: CollectionOf): void => {
  describe('projection', () => {
    const text = 'Zoë "quoted" \\ \u0000 \u2028 𝒳 \n';
    const details = [{ id: text, kind: 'phone', isActive: true, endedOn: null }];
    const documents: readonly Sample[] = [
      sampleOf('a', { area: 'housing', score: 0.1, tags: [text, ''], details, nested: { code: 'k', level: 1 }, area_2: 1e21 }),
      sampleOf('b', { area: null, score: -7, flag: false, tags: [] }),
      sampleOf('c', { score: 3, nested: {} }),
    ];
    /** One that SQL answers alone, one judged by more than the projection reads, and one ordered by what it does not read. */
    const ways: readonly (readonly [title: string, filter: DocumentFilter, sort: FindOptions['sort']])[] = [
      ['by indexed paths', { _id: { $in: ['a', 'b', 'c'] } }, { _id: 1 }],
      ['by paths without an index', { version: null, 'nested.level': { $ne: 5 } }, { _id: 1 }],
      ['in an order without an index', {}, { 'nested.unknown': 1, _id: 1 }],
    ];
    const cases: readonly (readonly [title: string, projection: Readonly<Record<string, 1>>, found: readonly Sample[]])[] = [
      ['the id alone', { _id: 1 }, [{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }]],
      ['a field, its null and its absence', { area: 1 }, [{ _id: 'a', area: 'housing' }, { _id: 'b', area: null }, { _id: 'c' }]],
      [
        'the id named beside others',
        { score: 1, _id: 1 },
        [
          { _id: 'a', score: 0.1 },
          { _id: 'b', score: -7 },
          { _id: 'c', score: 3 },
        ],
      ],
      ['objects whole', { nested: 1 }, [{ _id: 'a', nested: { code: 'k', level: 1 } }, { _id: 'b' }, { _id: 'c', nested: {} }]],
      ['lists whole', { details: 1, tags: 1 }, [{ _id: 'a', details, tags: [text, ''] }, { _id: 'b', tags: [] }, { _id: 'c' }]],
      ['booleans and large numbers', { flag: 1, area_2: 1 }, [{ _id: 'a', area_2: 1e21 }, { _id: 'b', flag: false }, { _id: 'c' }]],
      ['a field that no document has', { absent: 1 }, [{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }]],
      ['everything when it names nothing', {}, documents],
    ];
    let indexed: DocumentCollection<Sample>;
    let bare: DocumentCollection<Sample>;

    beforeAll(async () => {
      indexed = await collectionOf(documents);
      bare = await collectionOf(documents, []);
    });

    describe.each(ways)('of what is found %s', (_way, filter, sort = {}) => {
      it.each(cases)('gives %s', async (_title, projection, found) => {
        for (const collection of [indexed, bare]) {
          expect(await collection.find(filter, { sort, projection }).toArray()).toEqual(found);
          expect(await collection.find(filter, { sort, projection, skip: 1, limit: 1 }).toArray()).toEqual(found.slice(1, 2));
          expect(await collection.find(filter, { sort, projection, skip: 2 }).toArray()).toEqual(found.slice(2));
        }
      });
    });

    it('leaves the document as it is and gives fresh objects', async () => {
      const [read = sampleOf('none')] = await indexed.find({ _id: 'a' }, { projection: { tags: 1 } }).toArray();
      (read.tags as string[]).push('changed');
      expect(await indexed.findOne({ _id: 'a' })).toEqual(documents[0]);
    });

    it.each<[string, unknown]>([
      ['an unknown operator', { area: { $almost: 1 } }],
      ['inclusion and exclusion together', { area: 1, score: 0 }],
    ])('refuses %s', async (_title, projection) => {
      // Driver and store may refuse it in the call or in the promise: a repository awaits either.
      const attempt = async (): Promise<unknown> => indexed.find({}, { projection } as FindOptions).toArray();
      await expect(attempt()).rejects.toThrow();
    });
  });
};
