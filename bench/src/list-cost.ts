import { ContactBookStore, type Reading, type ReadRule, VisibleDetails } from '@resident-graph/contact-details-subgraph';
import type { Decision } from '@resident-graph/policy';
import { createListStage, readingArea } from './list-stage.ts';
import { inTemporaryFolder, median } from './measure.ts';

/** What reading a list of 200 rows costs. */
export interface ListCost {
  readonly filtered: Durations;
  /** The same read without filter, consents and decision: every book of the person, every row of it. */
  readonly bare: Durations;
  /** The same books as the store gives them, not even made into rows. */
  readonly books: Durations;
}

/** Milliseconds. */
interface Durations {
  readonly median: number;
  readonly p95: number;
}

const expectedRows = 200;
const rounds = 402;
const warmUpRounds = 99;

type Read = () => Promise<readonly unknown[]>;

const toDurations = (durations: readonly number[]): Durations => ({
  median: median(durations),
  p95: durations.toSorted((a, b) => a - b)[Math.floor(durations.length * 0.95)] ?? Number.NaN,
});

const time = async (read: Read): Promise<number> => {
  const startedAt = performance.now();
  const rows = await read();
  const milliseconds = performance.now() - startedAt;
  if (rows.length !== expectedRows) throw new Error(`Expected ${expectedRows} visible rows and read ${rows.length}.`);
  return milliseconds;
};

type Reads = Readonly<Record<keyof ListCost, Read>>;
const kinds = ['filtered', 'bare', 'books'] as const;

/** One of each a round, each time another first, so that what slows the machine concerns them alike. */
const measureRounds = async (reads: Reads): Promise<ListCost> => {
  const durations: Readonly<Record<keyof ListCost, number[]>> = { filtered: [], bare: [], books: [] };
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const place of kinds.keys()) {
      const kind = kinds[(place + round + warmUpRounds) % kinds.length] ?? 'bare';
      const milliseconds = await time(reads[kind]);
      if (round >= 0) durations[kind].push(milliseconds);
    }
  }
  return { filtered: toDurations(durations.filtered), bare: toDurations(durations.bare), books: toDurations(durations.books) };
};

const everything: Decision = { outcome: 'FULL', code: 'OWN_AREA', flags: {} };
const openRule: ReadRule = { books: () => ({}), createDecide: () => () => everything };

/** Measures the list of one person's rows under 50 consents, on the embedded store, beside the same read without the filter. */
export const measureList = (): Promise<ListCost> =>
  inTemporaryFolder(async (folder) => {
    const stage = await createListStage(folder);
    try {
      const { areas, personId, reads } = stage;
      const visible = new VisibleDetails(reads);
      const reading: Reading = {
        subject: {
          id: 'officer-1',
          kind: 'officer',
          actingArea: readingArea,
          roles: ['contact:read'],
          purpose: 'SERVICE_DELIVERY',
          caseReference: null,
          personId: null,
          teams: [],
          onBehalfOf: null,
        },
        includeHistoric: false,
        isLegacyTriage: false,
        now: Date.now(),
      };
      const store = new ContactBookStore(reads.books);
      const places = areas.map((area) => ({ targetType: 'PERSON' as const, targetId: personId, area }));
      const open = new VisibleDetails({ ...reads, facts: { find: async () => new Map() }, rule: openRule });
      return await measureRounds({
        filtered: () => visible.findByTarget([personId], reading),
        bare: () => open.findByTarget([personId], reading),
        books: async () => (await store.getBooks(places)).flatMap(({ details }) => details),
      });
    } finally {
      await stage.stop();
    }
  });
