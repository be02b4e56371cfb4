import type { MappedValue } from './mapping.ts';
import type { RegisterRecord } from './read-register.ts';
import { describeValueKind, type RowProblem } from './row-problem.ts';
import { transforms } from './transforms.ts';

/** The column that a problem with this value is reported under. */
export const columnOf = (value: MappedValue | undefined): string => value?.columns[0] ?? '';

/** The text of a row before anything is done to it; empty when there is none. */
export const readRaw = (record: RegisterRecord, value: MappedValue | undefined): string => {
  if (value === undefined) return '';
  const parts = value.columns.map((column) => record[column] ?? '').filter((part) => part !== '');
  return value.constant ?? parts.join(value.separator);
};

/** Finds what a text stands for; undefined for an unknown text. */
type Find<T extends string> = (text: string) => T | undefined;

const amongst =
  <T extends string>(allowed: readonly T[]): Find<T> =>
  (text) =>
    allowed.find((one) => one === text);

/** Reads the values of one row and collects what cannot be used, each with the column it came from. */
export class RowReader {
  readonly line: number;
  readonly record: RegisterRecord;
  readonly problems: RowProblem[] = [];

  constructor(line: number, record: RegisterRecord) {
    this.line = line;
    this.record = record;
  }

  /** Reports that the row is kept without this value. */
  keepWithout(value: MappedValue | undefined, reason: string): undefined {
    const valueKind = describeValueKind(readRaw(this.record, value));
    this.problems.push({ line: this.line, column: columnOf(value), kind: 'kept-without', valueKind, reason });
    return undefined;
  }

  /** The mapped text; undefined when it is empty or, after a report, unusable. */
  text(value: MappedValue | undefined): string | undefined {
    const raw = readRaw(this.record, value);
    if (value === undefined || raw === '') return undefined;
    let text = value.values === undefined ? raw : Object.hasOwn(value.values, raw) ? value.values[raw] : undefined;
    if (text === undefined) return this.keepWithout(value, `not one of ${Object.keys(value.values ?? {}).join(', ')}`);
    for (const name of value.transforms) {
      text = transforms[name](text);
      if (text === undefined) return this.keepWithout(value, `not a date that exists in the form ${name.replace('date-', '')}`);
    }
    return text;
  }

  /** What the mapped text is found as; undefined when it is empty or, after a report, not found. */
  found<T extends string>(value: MappedValue | undefined, find: Find<T>): T | undefined {
    const text = this.text(value);
    if (text === undefined) return undefined;
    return find(text) ?? this.keepWithout(value, 'not in the reference data');
  }

  /** The mapped text when it is one of the allowed ones; undefined when it is empty or, after a report, another. */
  oneOf<T extends string>(value: MappedValue | undefined, allowed: readonly T[]): T | undefined {
    return this.found(value, amongst(allowed));
  }

  /** The mapped text split at blanks and semicolons, each part one of the allowed ones; undefined when none is left. */
  listOf<T extends string>(value: MappedValue | undefined, allowed: readonly T[]): readonly T[] | undefined {
    return this.foundList(value, amongst(allowed));
  }

  /** The mapped text split at blanks and semicolons, each part as it is found; undefined when none is left. */
  foundList<T extends string>(value: MappedValue | undefined, find: Find<T>): readonly T[] | undefined {
    const parts =
      this.text(value)
        ?.split(/[\s;]+/)
        .filter((part) => part !== '') ?? [];
    const known = parts.flatMap((part) => find(part) ?? []);
    if (known.length < parts.length) this.keepWithout(value, `${parts.length - known.length} of its parts are not in the reference data`);
    return known.length === 0 ? undefined : known;
  }
}

type MaybeAbsent<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** The same object without the keys whose value is undefined: absent and empty are one thing in a register. */
export const withoutAbsent = <T extends object>(
  object: T,
): Omit<T, MaybeAbsent<T>> & { [K in MaybeAbsent<T>]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as ReturnType<typeof withoutAbsent<T>>;
