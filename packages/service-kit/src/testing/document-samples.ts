/** Random documents and filters for the contract of the document store, and the indexes they meet. */
import fc from 'fast-check';
import type { DocumentCollection, DocumentFilter, IndexDeclaration, StoredDocument } from '../store/document-collection.ts';

/** The document of the contract suite; a field more is allowed. */
export interface Sample extends StoredDocument {
  readonly area?: string | null;
  readonly score?: number | null;
  readonly version?: number;
  readonly flag?: boolean;
  readonly tags?: readonly string[];
  readonly nested?: { readonly code?: string | null; readonly level?: number };
  readonly details?: readonly {
    readonly id: string;
    readonly kind: string;
    readonly isActive: boolean;
    readonly endedOn?: string | null;
  }[];
  readonly [more: string]: unknown;
}

/** A fresh collection with these documents; without `indexes` with the sample's. */
export type CollectionOf = (documents: readonly Sample[], indexes?: readonly IndexDeclaration[]) => Promise<DocumentCollection<Sample>>;

/** A sample of this id. */
export const sampleOf = (id: string, fields: Omit<Partial<Sample>, '_id'> = {}): Sample => ({ _id: id, ...fields });

/** The ids in order. */
export const idsOf = (documents: readonly Sample[]): string[] => documents.map((document) => document._id);

/** What a write rejects with. */
export const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('Expected a rejection, came a result.');
};

/** Single, compound, partial and multikey indexes over the sample's fields. */
export const sampleIndexes: readonly IndexDeclaration[] = [
  { name: 'byArea', key: { area: 1, _id: 1 } },
  { name: 'byAreaAndScore', key: { area: 1, score: -1 } },
  { name: 'byScore', key: { score: 1 } },
  { name: 'byCode', key: { 'nested.code': 1 }, whereExists: 'nested.code' },
  { name: 'byDetail', key: { 'details.id': 1 }, isMultikey: true },
  { name: 'byTag', key: { tags: 1 }, isMultikey: true, whereExists: 'tags' },
];

const areas = fc.constantFrom('housing', 'repairs', 'social-care', 'Ä', '');
const codes = fc.constantFrom('k', 'm', 'kk', '5', 'true');
const scores = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.1, 0.3, -0.5, 2.5, 1e21));
const detailIds = fc.constantFrom('d0', 'd1', 'd2', 'd3', 'd4');
const kinds = fc.constantFrom('phone', 'email');
const endings = fc.constantFrom('2026-01-31', '2026-02-28', '');
const tags = fc.constantFrom('x', 'y', 'z');
const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 4 });

const fields = fc.record(
  {
    area: nullable(areas),
    score: nullable(scores),
    version: fc.nat({ max: 3 }),
    flag: fc.boolean(),
    tags: fc.array(tags, { maxLength: 3 }),
    nested: fc.record({ code: nullable(codes), level: fc.nat({ max: 2 }) }, { requiredKeys: [] }),
    details: fc.array(
      fc.record(
        { id: detailIds, kind: kinds, isActive: fc.boolean(), endedOn: nullable(endings) },
        { requiredKeys: ['id', 'kind', 'isActive'] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

/** Up to twelve documents with ids in the order of the list. */
export const sampleDocuments: fc.Arbitrary<Sample[]> = fc
  .array(fields, { minLength: 1, maxLength: 12 })
  .map((list) => list.map((document, at): Sample => ({ _id: `s${String(at).padStart(2, '0')}`, ...document }) as Sample));

const scalar = (path: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<DocumentFilter> => {
  const compared = fc.constantFrom('$gt', '$gte', '$lt', '$lte');
  const condition = fc.oneof(
    nullable(values),
    fc.tuple(fc.constantFrom('$eq', '$ne'), nullable(values)).map(([operator, value]) => ({ [operator]: value })),
    fc
      .tuple(fc.constantFrom('$in', '$nin'), fc.array(nullable(values), { maxLength: 3 }))
      .map(([operator, list]) => ({ [operator]: list })),
    fc.tuple(compared, values).map(([operator, value]) => ({ [operator]: value })),
    fc.tuple(values, values).map(([least, most]) => ({ $gte: least, $lt: most })),
    fc.boolean().map((exists) => ({ $exists: exists })),
    fc.tuple(compared, values).map(([operator, value]) => ({ $not: { [operator]: value } })),
  );
  return condition.map((value) => ({ [path]: value }));
};

/** Conditions that one element must meet, with operators and alternatives. */
const elements: fc.Arbitrary<DocumentFilter> = fc.letrec<{ element: DocumentFilter }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalar('id', detailIds),
    scalar('kind', kinds),
    scalar('endedOn', endings),
    fc.boolean().map((isActive) => ({ isActive })),
    fc.tuple(scalar('kind', kinds), scalar('endedOn', endings)).map(([one, other]) => ({ ...one, ...other })),
    fc
      .tuple(scalar('id', detailIds), fc.constantFrom('$and', '$or', '$nor'), fc.array(tie('element'), { minLength: 1, maxLength: 3 }))
      .map(([one, operator, list]) => ({ ...one, [operator]: list })),
  ),
})).element;

// Through arrays only values are compared, not nulls: mingo and MongoDB differ about an element without the field.
const leaf: fc.Arbitrary<DocumentFilter> = fc.oneof(
  scalar('area', fc.oneof({ weight: 5, arbitrary: areas }, { weight: 1, arbitrary: scores })),
  scalar('score', fc.oneof({ weight: 5, arbitrary: scores }, { weight: 1, arbitrary: areas })),
  scalar('flag', fc.boolean()),
  scalar('nested.code', codes),
  scalar('nested.level', fc.nat({ max: 2 })),
  scalar('_id', fc.constantFrom('s00', 's01', 's02', 's05')).filter((filter) => filter['_id'] !== null),
  tags.map((value) => ({ tags: value })),
  fc.array(tags, { maxLength: 2 }).map((list) => ({ tags: { $in: list } })),
  fc.nat({ max: 3 }).map((size) => ({ tags: { $size: size } })),
  detailIds.map((id) => ({ 'details.id': id })),
  fc.array(detailIds, { maxLength: 3 }).map((list) => ({ 'details.id': { $in: list } })),
  detailIds.map((id) => ({ 'details.id': { $gt: id } })),
  fc.record({ id: detailIds, kind: kinds }, { requiredKeys: ['id'] }).map((element) => ({ details: { $elemMatch: element } })),
  elements.map((element) => ({ details: { $elemMatch: element } })),
  elements.map((element) => ({ details: { $not: { $elemMatch: element } } })),
  kinds.map((kind) => ({ details: { $not: { $elemMatch: { kind, isActive: true } } } })),
);

/** Filters of every supported operator, alone and combined. */
export const sampleFilters: fc.Arbitrary<DocumentFilter[]> = fc.array(
  fc.letrec<{ filter: DocumentFilter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      leaf,
      fc.tuple(leaf, leaf).map(([one, other]) => ({ ...one, ...other })),
      fc
        .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(tie('filter'), { minLength: 1, maxLength: 3 }))
        .map(([operator, list]) => ({ [operator]: list })),
    ),
  })).filter,
  { minLength: 10, maxLength: 30 },
);

const directions = fc.constantFrom<1 | -1>(1, -1);

/** Total orders: the id decides at last, because no store promises an order among equals. */
export const sampleSorts: fc.Arbitrary<Readonly<Record<string, 1 | -1>>> = fc
  .tuple(fc.constantFrom('area', 'score', 'flag', 'nested.code', 'version'), directions, directions)
  .map(([path, direction, idDirection]) => ({ [path]: direction, _id: idDirection }));
