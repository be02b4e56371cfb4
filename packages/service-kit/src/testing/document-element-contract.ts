import { beforeAll, describe, expect, it } from 'vitest';
import type { DocumentCollection, DocumentFilter } from '../store/document-collection.ts';
import type { CollectionOf, Sample } from './document-samples.ts';
import { idsOf, sampleOf } from './document-samples.ts';

type Detail = NonNullable<Sample['details']>[number];

const detail = (id: string, fields: Partial<Detail> = {}): Detail => ({ id, kind: 'phone', isActive: true, ...fields });

/** Conditions on one element of an array, and on what is null, empty or absent: what access filters are made of. */
export const defineElementContract = (collectionOf: CollectionOf): void => {
  describe('conditions of one element', () => {
    const documents: readonly Sample[] = [
      sampleOf('a', { area: 'housing', details: [detail('d1'), detail('d2', { kind: 'email', isActive: false, endedOn: '2026-01-31' })] }),
      sampleOf('b', { area: null, details: [detail('d3', { kind: 'email', endedOn: null })] }),
      sampleOf('c', { area: '', details: [detail('d4', { kind: 'address', isActive: false, endedOn: '' })] }),
      sampleOf('d', { details: [] }),
      sampleOf('e', { area: 'repairs' }),
    ];
    const element = (condition: DocumentFilter): DocumentFilter => ({ details: { $elemMatch: condition } });
    const cases: readonly (readonly [title: string, filter: DocumentFilter, ids: readonly string[]])[] = [
      ['$ne', element({ kind: { $ne: 'email' } }), ['a', 'c']],
      ['$ne beside another condition', element({ kind: { $ne: 'phone' }, isActive: true }), ['b']],
      ['$ne of an indexed path', element({ id: { $ne: 'd3' } }), ['a', 'c']],
      ['$ne null', element({ endedOn: { $ne: null } }), ['a', 'c']],
      ['$in', element({ kind: { $in: ['email', 'address'] }, isActive: true }), ['b']],
      ['$in of an indexed path', element({ id: { $in: ['d2', 'd4'] }, isActive: false }), ['a', 'c']],
      ['$in with null and empty, which an absent field matches', element({ endedOn: { $in: [null, ''] } }), ['a', 'b', 'c']],
      ['an empty $in', element({ kind: { $in: [] } }), []],
      ['$nin', element({ kind: { $nin: ['email', 'address'] } }), ['a']],
      ['$nin of an indexed path', element({ id: { $nin: ['d1', 'd2', 'd3'] } }), ['c']],
      ['$nin with null and empty', element({ endedOn: { $nin: [null, ''] } }), ['a']],
      ['an empty $nin', element({ kind: { $nin: [] } }), ['a', 'b', 'c']],
      ['$or', element({ id: { $exists: true }, $or: [{ kind: 'address' }, { isActive: true, kind: 'email' }] }), ['b', 'c']],
      ['$or beside a condition', element({ isActive: false, $or: [{ kind: 'phone' }, { kind: 'email' }] }), ['a']],
      [
        '$or with operators',
        element({ id: { $ne: 'd1' }, $or: [{ endedOn: { $in: [''] } }, { id: { $gt: 'd2' }, kind: { $ne: 'address' } }] }),
        ['b', 'c'],
      ],
      [
        '$or inside $and',
        element({ isActive: true, $and: [{ kind: { $ne: 'phone' } }, { $or: [{ kind: 'email' }, { id: 'd4' }] }] }),
        ['b'],
      ],
      ['$nor', element({ id: { $ne: null }, $nor: [{ kind: 'phone' }, { isActive: false }] }), ['b']],
      ['$not of an operator', element({ kind: { $not: { $in: ['phone', 'email'] } } }), ['c']],
      ['an alternative that only two elements together meet', element({ kind: 'phone', $or: [{ isActive: false }] }), []],
      [
        'none of them',
        { details: { $not: { $elemMatch: { kind: { $ne: 'phone' }, $or: [{ isActive: true }, { endedOn: '' }] } } } },
        ['a', 'd', 'e'],
      ],
      ['several of them as alternatives', { $or: [element({ id: 'd1' }), element({ kind: { $in: ['address'] } })] }, ['a', 'c']],
      [
        'a book condition and one of its elements',
        { $and: [{ area: { $ne: 'repairs' } }, { $or: [element({ id: 'd1' }), { area: null }] }] },
        ['a', 'b', 'd'],
      ],
      ['null and empty, which an absent field matches', { area: { $in: [null, ''] } }, ['b', 'c', 'd']],
      ['neither null nor empty nor absent', { area: { $nin: [null, ''] } }, ['a', 'e']],
      ['null, empty or absent beside an element', { area: { $in: [null, ''] }, ...element({ isActive: true }) }, ['b']],
    ];
    let indexed: DocumentCollection<Sample>;
    let bare: DocumentCollection<Sample>;

    beforeAll(async () => {
      indexed = await collectionOf(documents);
      bare = await collectionOf(documents, []);
    });

    it.each(cases)('find by %s', async (_title, filter, ids) => {
      for (const collection of [indexed, bare]) {
        expect(idsOf(await collection.find(filter).toArray()).toSorted()).toEqual(ids);
        expect(await collection.countDocuments(filter)).toBe(ids.length);
      }
    });
  });
};
