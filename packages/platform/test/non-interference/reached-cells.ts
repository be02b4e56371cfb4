import type { ContactDetailInBook } from '@resident-graph/contact-details-subgraph';
import type { TestCaller } from './callers.ts';
import type { Census } from './census.ts';
import { bestOf, type CapName, type GrantName, pathsTo, type TestPath } from './paths.ts';
import type { Asked } from './selection-writer.ts';

/** The grants and caps of access-model.md section 6 that are in force. */
export const cellNames = [
  'G1',
  'G2',
  'G3',
  'G4',
  'G5',
  'G6',
  'G7',
  'G8',
  'G9',
  'C1',
  'C2',
  'C3',
  'C4',
  'C5',
  'C6',
  'C7',
  'C8',
  'C9',
] as const satisfies readonly (GrantName | CapName | 'G9')[];
export type CellName = (typeof cellNames)[number];

/** Runs per grant and cap. */
export type CellTally = Readonly<Record<CellName, number>>;

/** An operation as it was answered. */
export interface AnsweredOperation {
  readonly caller: TestCaller;
  readonly asked: readonly Asked[];
  readonly seen: string;
  /** When it was asked. */
  readonly now: number;
}

const isAskedAt = ({ ids }: Asked, row: ContactDetailInBook): boolean =>
  ids === null ? (row.area ?? '') === '' : ids.includes(row.id) || ids.includes(row.targetId);

const isNamed = (seen: string, { id }: ContactDetailInBook): boolean => seen.includes(`"id":"${id}"`);

const grantsOf = (paths: readonly TestPath[], row: ContactDetailInBook, seen: string): readonly CellName[] => {
  const best = bestOf(paths);
  if (best === 'HIDDEN') return paths.length === 0 ? ['G9'] : [];
  return isNamed(seen, row) ? paths.filter(({ outcome }) => outcome === best).map(({ grant }) => grant) : [];
};

/**
 * The grants and caps that an answered operation reached, by the test's own rule: a grant when the answer shows such a row, G9 and a cap
 * when the operation asks where a row is that they hide or mask.
 */
export const reachedCells = ({ caller, asked, seen, now }: AnsweredOperation, census: Census): ReadonlySet<CellName> => {
  const reached = new Set<CellName>();
  for (const place of asked) {
    const question = { includesHistoric: place.includesHistoric, isTriage: place.ids === null, now };
    for (const row of census.rows.filter((candidate) => isAskedAt(place, candidate))) {
      const paths = pathsTo(caller, row, { census, question });
      for (const cell of [...grantsOf(paths, row, seen), ...paths.flatMap(({ caps }) => caps)]) reached.add(cell);
      if ((row.area ?? '') === '' && place.ids !== null && paths.length === 0) reached.add('C1');
    }
  }
  return reached;
};

/** Ids of rows that an answer shows although the caller gets at them on no way. */
export const shownThoughHidden = ({ caller, seen, now }: Omit<AnsweredOperation, 'asked'>, census: Census): readonly string[] =>
  census.rows
    .filter((row) => {
      const look = (isTriage: boolean): boolean =>
        bestOf(pathsTo(caller, row, { census, question: { includesHistoric: true, isTriage, now } })) === 'HIDDEN';
      return isNamed(seen, row) && look(true) && look(false);
    })
    .map(({ id }) => id);
