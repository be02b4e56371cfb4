import { badUserInput } from '../errors/service-error.ts';
import type { CursorBinding, CursorCodec } from './cursor.ts';

/** How many nodes a page has when the caller names no number, and how many at most. Source: design.md, "Conventions of the API". */
export const pageSizes = { fallback: 25, maximum: 100 } as const;

/** What a caller says about the page; null counts as absent. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** One page of a list. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  /** How many nodes all pages have together. */
  readonly totalCount: number;
}

/** How a list is ordered and to whom its cursors belong. */
export interface ConnectionRules<Node> {
  readonly cursors: CursorCodec;
  readonly binding: CursorBinding;
  /** What the list is ordered by, with the node's id at its end: no two nodes share a position. */
  readonly positionOf: (node: Node) => readonly string[];
  /** Below 0 when the node stands before the position, 0 at it, above 0 behind it, in the order of the list. */
  readonly compare: (node: Node, position: readonly string[]) => number;
}

const readFirst = (first: number | null | undefined): number => {
  if (first === null || first === undefined) return pageSizes.fallback;
  if (Number.isInteger(first) && first >= 1 && first <= pageSizes.maximum) return first;
  throw badUserInput([{ path: 'first', code: 'INVALID_VALUE', message: `Expected a whole number from 1 to ${pageSizes.maximum}.` }]);
};

/**
 * The page of a list that is whole, in order, and holds only what the caller may see: nothing hidden moves a page, a cursor or the
 * total. The page after a cursor begins behind its position, also when the node that stood there is gone.
 * @throws InputError BAD_USER_INPUT for `first`, CURSOR_INVALID for `after`. Source: access-model.md L2 and L3.
 */
export const toConnection = <Node>(nodes: readonly Node[], page: PageArguments, rules: ConnectionRules<Node>): Connection<Node> => {
  const { cursors, binding, positionOf, compare } = rules;
  const first = readFirst(page.first);
  let start = 0;
  if (page.after !== null && page.after !== undefined) {
    const position = cursors.decode(page.after, binding);
    const next = nodes.findIndex((node) => compare(node, position) > 0);
    start = next === -1 ? nodes.length : next;
  }
  const edges = nodes.slice(start, start + first).map((node) => ({ cursor: cursors.encode(positionOf(node), binding), node }));
  return {
    edges,
    pageInfo: { hasNextPage: start + first < nodes.length, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount: nodes.length,
  };
};
