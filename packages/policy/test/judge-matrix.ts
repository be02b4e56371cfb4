import { readFileSync } from 'node:fs';
import { caps, decide, grantCodes, grants, type Outcome, outcomes } from '../src/index.ts';
import { flagsText } from './judge-policy-case.ts';
import { type MatrixCell, situationsOf } from './matrix-situations.ts';

/** What is decided on a cell. */
export interface CellOutcome {
  readonly outcome: string;
  readonly code: string;
  readonly flags: string;
}

/** A cell by its three sources, which must agree. */
export interface JudgedCell {
  readonly cell: MatrixCell;
  /** `G3xC4 named by id: yes` */
  readonly name: string;
  /** What the code decides in each situation that stands for the cell. */
  readonly decided: readonly CellOutcome[];
  /** What the table's own cell says. */
  readonly table: CellOutcome;
  /** What expected-matrix.csv says, which was written out from the access model; null where it has no such cell. */
  readonly expected: CellOutcome | null;
}

const defaultDeny: CellOutcome = { outcome: 'HIDDEN', code: 'DEFAULT_DENY', flags: '' };

const listCells = (): readonly MatrixCell[] =>
  grants.flatMap(({ number: grant }) =>
    caps.flatMap(({ number: cap, cells }) => {
      const cell = cells[grant];
      const condition = cell === '-' ? '' : (cell.unless ?? '');
      return (condition === '' ? [false] : [false, true]).map((holds) => ({ grant, cap, condition, holds }));
    }),
  );

const conditionText = ({ condition, holds }: MatrixCell): string => (condition === '' ? '' : `${condition}: ${holds ? 'yes' : 'no'}`);

const readExpected = (): ReadonlyMap<string, CellOutcome> => {
  const [, ...lines] = readFileSync(new URL('expected-matrix.csv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  return new Map(
    lines.map((line) => {
      const [grant = '', cap = '', condition = '', outcome = '', code = '', flags = ''] = line.split(',');
      return [`G${grant}xC${cap} ${condition}`.trimEnd(), { outcome, code, flags }];
    }),
  );
};

const lower = (one: Outcome, other: Outcome): Outcome => (outcomes.indexOf(one) < outcomes.indexOf(other) ? one : other);

/** What the table says, read without the code that decides. */
const tableOutcome = ({ grant: number, cap, holds }: MatrixCell): CellOutcome => {
  const grant = grants.find((known) => known.number === number);
  const cell = caps.find((known) => known.number === cap)?.cells[number];
  if (grant === undefined || cell === undefined) throw new Error('Expected a cell of the table.');
  const acts = cell !== '-' && !holds;
  const outcome = acts && 'to' in cell ? lower(grant.gives, cell.to) : grant.gives;
  if (outcome === 'HIDDEN') return defaultDeny;
  const mark = acts && 'mark' in cell ? cell.mark : undefined;
  const flags = [
    mark === 'doNotUse' ? mark : '',
    number === 3 ? 'sharedUnder' : '',
    grant.hidesDefault ? 'isDefaultNull' : '',
    mark === 'flagged' ? mark : '',
  ];
  return {
    outcome,
    // An inactive row of the own area is grant 2's.
    code: grantCodes[number === 1 && cap === 7 ? 2 : number],
    flags: outcome === 'FULL' ? flags.filter((flag) => flag !== '').join(' ') : '',
  };
};

/** Every cell of the decision table, on both sides of its condition, as code, table and access model have it. */
export const judgeMatrix = (): readonly JudgedCell[] => {
  const expected = readExpected();
  return listCells().map((cell) => {
    const name = `G${cell.grant}xC${cell.cap} ${conditionText(cell)}`.trimEnd();
    const decided = situationsOf(cell).map(({ subject, row, context }) => {
      const { outcome, code, flags } = decide(subject, 'contact-detail.read', row, context);
      return { outcome, code, flags: flagsText(flags) };
    });
    return { cell, name, decided, table: tableOutcome(cell), expected: expected.get(name) ?? null };
  });
};

/** The names of cells that expected-matrix.csv has and the table has not. */
export const listUnknownCells = (cells: readonly JudgedCell[]): readonly string[] => {
  const known = new Set(cells.map(({ name }) => name));
  return [...readExpected().keys()].filter((name) => !known.has(name));
};

const isSame = (one: CellOutcome, other: CellOutcome | null): boolean =>
  one.outcome === other?.outcome && one.code === other.code && one.flags === other.flags;

/** Whether code, table and access model agree on a cell. */
export const isAgreed = ({ decided, table, expected }: JudgedCell): boolean =>
  decided.length > 0 && isSame(table, expected) && decided.every((seen) => isSame(seen, table));
