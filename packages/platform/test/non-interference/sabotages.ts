import { policyReadRule } from '@resident-graph/contact-details-subgraph';
import { decide, toMongoFilter } from '@resident-graph/policy';
import type { SearchIndex } from '@resident-graph/search-subgraph';
import { readIdempotency } from '@resident-graph/service-kit';
import type { PlatformOverrides } from '../../src/index.ts';
import {
  CountBeforeFilterBooks,
  DuplicateAcrossAreasBooks,
  ErrorWithIndexBooks,
  ForeignWriteBooks,
  LimitPerPersonBooks,
  openLeaky,
  openTellingBooks,
  SharedKeyBooks,
} from './leaky-contact-books.ts';

/** A known leak. */
export interface Sabotage {
  readonly name: string;
  /** The leaky parts, made anew for each world. */
  readonly createOverrides: () => PlatformOverrides;
}

const withHistory = { includeHistoric: true };

/** Search also finds persons by the contact details that areas recorded of them. */
const searchByForeignAddress = (): PlatformOverrides => {
  const valuesOf = new Map<string, Set<string>>();
  const leak = (index: SearchIndex): SearchIndex => ({
    apply: (persons) => index.apply(persons),
    remove: (id, version) => index.remove(id, version),
    state: () => index.state(),
    markComplete: () => index.markComplete(),
    clear: () => index.clear(),
    close: () => index.close(),
    searchPersons: async (query) => {
      const page = await index.searchPersons(query);
      const found = [...valuesOf].flatMap(([personId, values]) =>
        [...values].some((value) => value.includes(query.text)) && !page.results.some((hit) => hit.personId === personId) ? [personId] : [],
      );
      const hits = found.map((personId) => ({ personId, matchedOn: ['EXACT'] as const }));
      return { ...page, total: page.total + found.length, results: [...page.results, ...hits].slice(0, query.pageSize) };
    },
  });
  return {
    wrapSearchIndex: leak,
    openBooks: openTellingBooks(({ targetId, details }) => {
      const values = valuesOf.get(targetId) ?? new Set();
      valuesOf.set(targetId, values);
      for (const { contactType, value } of details) if (contactType === 'ADDRESS') values.add(value);
    }),
  };
};

/** The leaks that can exist so far, of those that access-model.md section 13 (T1) names, and two more. */
export const sabotages: readonly Sabotage[] = [
  {
    name: 'skip-filter-and-recheck',
    createOverrides: () => ({ readRule: { books: () => ({}), outcome: () => 'FULL' }, judgeRow: () => true }),
  },
  {
    name: 'history-unfiltered',
    createOverrides: () => ({
      readRule: {
        books: (subject) => toMongoFilter(subject, 'contact-detail.read', withHistory),
        outcome: (subject, row) => policyReadRule.outcome(subject, row, withHistory),
      },
      judgeRow: (subject, row) => decide(subject, 'contact-detail.read', row, withHistory).outcome !== 'HIDDEN',
    }),
  },
  { name: 'limit-per-person', createOverrides: () => ({ openBooks: openLeaky(LimitPerPersonBooks) }) },
  { name: 'duplicate-across-areas', createOverrides: () => ({ openBooks: openLeaky(DuplicateAcrossAreasBooks) }) },
  { name: 'search-by-foreign-address', createOverrides: searchByForeignAddress },
  { name: 'error-with-index', createOverrides: () => ({ openBooks: openLeaky(ErrorWithIndexBooks) }) },
  { name: 'count-before-filter', createOverrides: () => ({ openBooks: openLeaky(CountBeforeFilterBooks) }) },
  {
    name: 'idempotency-per-key',
    createOverrides: () => ({
      openBooks: openLeaky(SharedKeyBooks),
      readIdempotency: (call) => readIdempotency({ ...call, subject: { ...call.subject, id: '', actingArea: null } }),
    }),
  },
  { name: 'write-of-foreign-row', createOverrides: () => ({ openBooks: openLeaky(ForeignWriteBooks) }) },
];
