import type { TestCaller } from './callers.ts';
import type { Operation } from './operations.ts';
import type { KnownRow } from './register.ts';
import type { Answer } from './world.ts';

/** Runs per grant and cap of access-model.md section 6 that are in force. */
export type CellTally = Readonly<Record<'G1' | 'G2' | 'G9' | 'C7', number>>;

/** An operation as it was answered. */
export interface AnsweredOperation {
  readonly caller: TestCaller;
  readonly operation: Operation;
  readonly answer: Answer;
}

/**
 * The grants and caps that an answered operation reached, by the test's own book-keeping: G1 and G2 when it shows such a row, G9 and C7
 * when it asks where a row is that they hide.
 */
export const reachedCells = ({ caller, operation, answer }: AnsweredOperation, rows: readonly KnownRow[]): readonly (keyof CellTally)[] => {
  const isOwn = ({ area }: KnownRow): boolean => area !== null && area === caller.area;
  const isShown = ({ id }: KnownRow): boolean => answer.seen.includes(`"${id}"`);
  const isAsked = (row: KnownRow, history?: boolean): boolean =>
    operation.asked.some(
      ({ ids, includesHistoric }) =>
        (ids.includes(row.id) || ids.includes(row.targetId)) && (history === undefined || includesHistoric === history),
    );
  const cells: Readonly<Record<keyof CellTally, (row: KnownRow) => boolean>> = {
    G1: (row) => isOwn(row) && row.isActive && isShown(row),
    G2: (row) => isOwn(row) && !row.isActive && isAsked(row, true) && isShown(row),
    G9: (row) => !isOwn(row) && isAsked(row),
    C7: (row) => isOwn(row) && !row.isActive && isAsked(row, false),
  };
  return (['G1', 'G2', 'G9', 'C7'] as const).filter((cell) => rows.some(cells[cell]));
};
