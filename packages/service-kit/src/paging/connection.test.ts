import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/service-error.ts';
import { errorOf } from '../testing/error-of.ts';
import { type Connection, type ConnectionRules, type PageArguments, toConnection } from './connection.ts';
import { createCursorCodec } from './cursor.ts';

interface Row {
  readonly at: string;
  readonly id: string;
}

const order = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Newest first, then by id. */
const compare = (row: Row, [at = '', id = '']: readonly string[]): number => order(at, row.at) || order(row.id, id);

const rules: ConnectionRules<Row> = {
  cursors: createCursorCodec(new Uint8Array(32).fill(1)),
  binding: { subjectId: 'officer-1', area: 'housing', filter: 'history' },
  positionOf: ({ at, id }) => [at, id],
  compare,
};
const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({ at: String(900 - Math.floor(at / 3)), id: String(at).padStart(3, '0') }));
const pageOf = (rows: readonly Row[], page: PageArguments = {}): Connection<Row> => toConnection(rows, page, rules);
const idsOf = ({ edges }: Connection<Row>): string[] => edges.map(({ node }) => node.id);

const rows = rowsOf(130);

describe('a connection (design.md, "Conventions of the API")', () => {
  it('has 25 nodes without `first`, the total and whether more follow', () => {
    for (const page of [{}, { first: null, after: null }]) {
      const connection = pageOf(rows, page);
      expect(idsOf(connection)).toEqual(rows.slice(0, 25).map(({ id }) => id));
      expect(connection.pageInfo).toEqual({ hasNextPage: true, endCursor: connection.edges[24]?.cursor });
      expect(connection.totalCount).toBe(130);
    }
  });

  it('is empty for an empty list', () => {
    expect(pageOf([])).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 0 });
  });

  it('ends with the page that reaches the last node', () => {
    expect(pageOf(rowsOf(10), { first: 10 }).pageInfo.hasNextPage).toBe(false);
    expect(pageOf(rowsOf(11), { first: 10 }).pageInfo.hasNextPage).toBe(true);
    const last = pageOf(rowsOf(3)).pageInfo.endCursor;
    expect(pageOf(rowsOf(3), { after: last })).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 3 });
  });

  it.each([0, -1, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d as `first`', (first) => {
    const error = errorOf(() => pageOf(rows, { first }));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'first', code: 'INVALID_VALUE', message: 'Expected a whole number from 1 to 100.' }] },
    });
  });

  it.each([1, 100])('takes %d as `first`', (first) => {
    expect(pageOf(rows, { first }).edges).toHaveLength(first);
  });

  it('refuses a cursor of another question, also an empty one', () => {
    const { endCursor } = toConnection(rows, {}, { ...rules, binding: { ...rules.binding, filter: 'other' } }).pageInfo;
    for (const after of [endCursor, '']) expect(errorOf(() => pageOf(rows, { after }))).toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('shows every node once, page by page, in any sizes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 130 }), fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1 }), (count, sizes) => {
        const list = rows.slice(0, count);
        const seen: string[] = [];
        let after: string | null = null;
        for (let at = 0; ; at += 1) {
          const page: Connection<Row> = pageOf(list, { first: sizes[at % sizes.length] ?? 1, after });
          seen.push(...idsOf(page));
          after = page.pageInfo.endCursor;
          if (!page.pageInfo.hasNextPage) break;
        }
        expect(seen).toEqual(list.map(({ id }) => id));
      }),
    );
  });

  it('goes on behind the position of a node that is gone, and skips and repeats nothing else', () => {
    fc.assert(
      fc.property(fc.nat({ max: 129 }), fc.uniqueArray(fc.nat({ max: 129 })), (at, gone) => {
        const after = pageOf(rows.slice(at, at + 1)).pageInfo.endCursor;
        const left = rows.filter((_, index) => !gone.includes(index));
        const expected = left.filter(({ id }) => Number(id) > at).slice(0, 25);
        expect(idsOf(pageOf(left, { after }))).toEqual(expected.map(({ id }) => id));
      }),
    );
  });

  it('gives a node the same cursor whatever else is in the list', () => {
    expect(pageOf(rows.slice(7), { first: 1 }).edges[0]?.cursor).toBe(pageOf(rows, { first: 8 }).edges[7]?.cursor);
  });
});
