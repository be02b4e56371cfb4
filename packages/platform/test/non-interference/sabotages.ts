import { type PersonFactsSource, policyReadRule, type ReadRule } from '@resident-graph/contact-details-subgraph';
import type { JudgeRow } from '@resident-graph/gateway';
import { createDecide, type PersonFacts } from '@resident-graph/policy';
import type { SearchIndex } from '@resident-graph/search-subgraph';
import { type CursorCodec, readIdempotency } from '@resident-graph/service-kit';
import type { PlatformOverrides } from '../../src/index.ts';
import { approveEverything, ExplainedHiddenDetails, forgetRestrictions, openWholeQueue, openWholeRecord } from './leaky-accountability.ts';
import {
  DuplicateAcrossAreasBooks,
  ForeignWriteBooks,
  LimitPerPersonBooks,
  openLeaky,
  openTellingBooks,
  SharedKeyBooks,
} from './leaky-contact-books.ts';
import { findRestrictedPersons, showForeignExtendedData, tellDocumentsInHistory } from './leaky-persons.ts';
import {
  CountBeforeFilterDetails,
  DefaultOfAnyAreaDetails,
  DescribedMaskDetails,
  ErrorWithIndexDetails,
  FindMaskedDetails,
  ForeignWriteDetails,
  openLeakyDetails,
  TotalBeforeFilterDetails,
} from './leaky-visible-details.ts';

/** A known leak. */
export interface Sabotage {
  readonly name: string;
  /** The leaky parts, made anew for each world. */
  readonly createOverrides: () => PlatformOverrides;
}

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
  const openBooks = openTellingBooks(({ targetId, details }) => {
    const values = valuesOf.get(targetId) ?? new Set();
    valuesOf.set(targetId, values);
    for (const { contactType, value } of details) if (contactType === 'ADDRESS') values.add(value);
  });
  return { wrapSearchIndex: leak, contactDetails: { openBooks } };
};

const everything: ReadRule = {
  books: () => ({}),
  createDecide: () => () => ({ outcome: 'FULL', code: 'OWN_AREA', flags: {} }),
};

const withHistory: ReadRule = {
  books: (subject, context) => policyReadRule.books(subject, { ...context, includeHistoric: true }),
  createDecide: (subject, context) => policyReadRule.createDecide(subject, { ...context, includeHistoric: true }),
};

const judgeWithHistory: JudgeRow = (subject, context) =>
  createDecide(subject, 'contact-detail.read', { ...context, includeHistoric: true });

const takeMaskForFull: JudgeRow = (subject, context) => {
  const decide = createDecide(subject, 'contact-detail.read', context);
  return (row) => ({ ...decide(row), ...(decide(row).outcome === 'MASK' ? { outcome: 'FULL' as const } : {}) });
};

/** Once there is something to know of a person, it is never looked up again: a revoked consent goes on working. */
const neverForget = (source: PersonFactsSource): PersonFactsSource => {
  const known = new Map<string, PersonFacts>();
  return {
    find: async (personIds, area) => {
      const keyOf = (id: string): string => `${area ?? ''} ${id}`;
      const news = await source.find(
        personIds.filter((id) => !known.has(keyOf(id))),
        area,
      );
      for (const [id, facts] of news) known.set(keyOf(id), facts);
      return new Map(
        personIds.flatMap((id) => {
          const facts = known.get(keyOf(id));
          return facts === undefined ? [] : [[id, facts] as const];
        }),
      );
    },
  };
};

/** A cursor is good for everybody and everywhere. */
const unbound = (codec: CursorCodec): CursorCodec => {
  const anywhere = { subjectId: '', area: null, filter: '' };
  return { encode: (position) => codec.encode(position, anywhere), decode: (cursor) => codec.decode(cursor, anywhere) };
};

const ofBooks = (name: string, openBooks: ReturnType<typeof openLeaky>): Sabotage => ({
  name,
  createOverrides: () => ({ contactDetails: { openBooks } }),
});

const ofReads = (name: string, openVisible: ReturnType<typeof openLeakyDetails>): Sabotage => ({
  name,
  createOverrides: () => ({ contactDetails: { openVisible } }),
});

/** The leaks that access-model.md section 13 (T1) names, and some more. */
export const sabotages: readonly Sabotage[] = [
  {
    name: 'skip-filter-and-recheck',
    createOverrides: () => ({
      contactDetails: { readRule: everything },
      judgeRow: () => () => ({ outcome: 'FULL', code: 'OWN_AREA', flags: {} }),
    }),
  },
  {
    name: 'history-unfiltered',
    createOverrides: () => ({ contactDetails: { readRule: withHistory }, judgeRow: judgeWithHistory }),
  },
  {
    name: 'mask-with-description',
    createOverrides: () => ({ contactDetails: { openVisible: openLeakyDetails(DescribedMaskDetails) }, judgeRow: takeMaskForFull }),
  },
  ofReads('count-before-filter', openLeakyDetails(CountBeforeFilterDetails)),
  ofReads('total-before-filter', openLeakyDetails(TotalBeforeFilterDetails)),
  ofReads('default-of-any-area', openLeakyDetails(DefaultOfAnyAreaDetails)),
  ofReads('find-by-contact-on-mask', openLeakyDetails(FindMaskedDetails)),
  ofReads('error-with-index', openLeakyDetails(ErrorWithIndexDetails)),
  { name: 'stale-consent-cache', createOverrides: () => ({ contactDetails: { wrapFacts: neverForget } }) },
  { name: 'cursor-unbound', createOverrides: () => ({ contactDetails: { wrapCursors: unbound } }) },
  ofBooks('limit-per-person', openLeaky(LimitPerPersonBooks)),
  ofBooks('duplicate-across-areas', openLeaky(DuplicateAcrossAreasBooks)),
  {
    name: 'write-of-foreign-row',
    createOverrides: () => ({
      contactDetails: { openBooks: openLeaky(ForeignWriteBooks), openVisible: openLeakyDetails(ForeignWriteDetails) },
    }),
  },
  { name: 'cap-2-ignored', createOverrides: () => ({ contactDetails: { wrapFacts: forgetRestrictions } }) },
  { name: 'approval-ignored', createOverrides: () => ({ contactDetails: { wrapFacts: approveEverything } }) },
  ofReads('explain-hidden-row', openLeakyDetails(ExplainedHiddenDetails)),
  { name: 'queue-of-all-areas', createOverrides: () => ({ contactDetails: { openBreakGlass: openWholeQueue } }) },
  { name: 'record-unfiltered', createOverrides: () => ({ contactDetails: { openLog: openWholeRecord } }) },
  { name: 'search-by-foreign-address', createOverrides: searchByForeignAddress },
  { name: 'extended-data-of-any-area', createOverrides: showForeignExtendedData },
  { name: 'identification-in-history', createOverrides: tellDocumentsInHistory },
  { name: 'restricted-person-found', createOverrides: findRestrictedPersons },
  {
    name: 'idempotency-per-key',
    createOverrides: () => ({
      contactDetails: {
        openBooks: openLeaky(SharedKeyBooks),
        readIdempotency: (call) => readIdempotency({ ...call, subject: { ...call.subject, id: '', actingArea: null } }),
      },
    }),
  },
];
