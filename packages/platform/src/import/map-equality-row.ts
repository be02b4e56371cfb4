import type { EqualityMapping } from './equality-mapping.ts';
import { type AnswerSource, answerSources, type EqualityAnswersItem } from './ingest-items.ts';
import { mapEquality } from './map-equality.ts';
import type { RegisterRecord, RegisterRow } from './read-register.ts';
import { columnOf, RowReader, readRaw } from './read-value.ts';
import { describeValueKind, type RowProblem } from './row-problem.ts';

/** What rows of equality answers are mapped with. */
export interface EqualityRowContext {
  readonly mapping: EqualityMapping;
  /** Where answers of rows that do not say so come from; undefined leaves it to the platform. */
  readonly answersFrom: AnswerSource | undefined;
}

/** `IngestEqualityInformationItemInput` of `equality.graphql`, about the person of the same source and id. */
export interface EqualityItem {
  readonly sourceId: string;
  readonly answers: EqualityAnswersItem;
  readonly source?: AnswerSource;
}

/** A row of equality answers, judged; without an item nothing of it can be imported. */
export interface EqualityRow {
  readonly line: number;
  readonly record: RegisterRecord;
  readonly item: EqualityItem | undefined;
  /** Why it was rejected, and what it is kept without. */
  readonly problems: readonly RowProblem[];
}

/**
 * Turns a row into what `ingestEqualityInformation` takes. A row is rejected without an id, without any answer that can be used, and when it
 * cannot be told where its answers come from: reports leave out what was observed.
 */
export const mapEqualityRow = (row: RegisterRow, { mapping, answersFrom }: EqualityRowContext): EqualityRow => {
  const { line } = row;
  if (row.kind === 'malformed') {
    const { column, valueKind, reason } = row;
    return { line, record: {}, item: undefined, problems: [{ line, column, kind: 'rejected', valueKind, reason }] };
  }
  const { record } = row;
  const reader = new RowReader(line, record);
  const rejected = (column: string, reason: string): EqualityRow => {
    const valueKind = column === '' ? 'row' : describeValueKind(record[column] ?? '');
    const others = reader.problems.filter((problem) => problem.column !== column);
    return { line, record, item: undefined, problems: [{ line, column, kind: 'rejected', valueKind, reason }, ...others] };
  };
  const sourceId = reader.text(mapping.sourceId);
  if (sourceId === undefined) return rejected(columnOf(mapping.sourceId), 'the row has no id in its source');
  const named = reader.oneOf(mapping.answersFrom, answerSources);
  if (named === undefined && readRaw(record, mapping.answersFrom) !== '') {
    return rejected(columnOf(mapping.answersFrom), `where the answers come from is not told as one of ${answerSources.join(', ')}`);
  }
  const answers = mapEquality(reader, mapping.equality);
  if (answers === undefined) return rejected('', 'the row has no answer that can be used');
  const source = named ?? answersFrom;
  return { line, record, item: source === undefined ? { sourceId, answers } : { sourceId, answers, source }, problems: reader.problems };
};
