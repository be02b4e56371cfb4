/** One thing that kept a row, or a part of it, out. It names the kind of the value and never the value. */
export interface RowProblem {
  /** Line of the register, from 1, the header included; of a row over several lines the first. */
  readonly line: number;
  /** Column of the register; empty when the whole row is meant. */
  readonly column: string;
  /** `rejected`: nothing of the row was imported. `kept-without`: the row was imported without this part. */
  readonly kind: 'rejected' | 'kept-without';
  /** What {@link describeValueKind} says of the value. */
  readonly valueKind: string;
  readonly reason: string;
}

/** Describes a value without repeating it: `empty`, `8 digits`, `text of 12 characters`. */
export const describeValueKind = (value: string): string => {
  if (value === '') return 'empty';
  const length = [...value].length;
  if (/^\d+$/.test(value)) return length === 1 ? '1 digit' : `${length} digits`;
  return length === 1 ? 'text of 1 character' : `text of ${length} characters`;
};
