import { codesOfArea, contactSubTypes, isServiceArea } from '@resident-graph/schema';
import { type EqualityAnswersItem, type PersonItem, personTypes, titles } from './ingest-items.ts';
import { type MappedDetailItem, mapContactDetail } from './map-contact-details.ts';
import { mapEquality } from './map-equality.ts';
import type { Mapping } from './mapping.ts';
import type { RegisterRecord, RegisterRow } from './read-register.ts';
import { columnOf, RowReader, readRaw, withoutAbsent } from './read-value.ts';
import type { RowProblem } from './row-problem.ts';

/** What rows are mapped with. */
export interface MapRowContext {
  readonly mapping: Mapping;
  /** The area of rows that name none: a service area, undefined when every row must name one; null leaves all rows without an area. */
  readonly area: string | null | undefined;
  /** `YYYY-MM-DD`; a date of birth must be before it. */
  readonly today: string;
}

/** What a row says, ready for the ingest mutations but for the person's id. */
export interface MappedRow {
  readonly kind: 'mapped';
  readonly line: number;
  readonly record: RegisterRecord;
  readonly person: PersonItem;
  readonly contactDetails: readonly MappedDetailItem[];
  readonly equality: EqualityAnswersItem | undefined;
  /** What the row is kept without. */
  readonly problems: readonly RowProblem[];
}

/** A row of which nothing can be imported. */
export interface RejectedRow {
  readonly kind: 'rejected';
  readonly line: number;
  readonly problems: readonly RowProblem[];
}

const rejectedRow = (line: number, { column, valueKind, reason }: Pick<RowProblem, 'column' | 'valueKind' | 'reason'>): RejectedRow => ({
  kind: 'rejected',
  line,
  problems: [{ line, column, kind: 'rejected', valueKind, reason }],
});

/** The day of birth, before today. */
const mapBirth = (reader: RowReader, { mapping, today }: MapRowContext): string | undefined => {
  const { dateOfBirth } = mapping.person;
  const born = reader.text(dateOfBirth);
  return born !== undefined && born >= today ? reader.keepWithout(dateOfBirth, 'not a day before today') : born;
};

/** The day of death, from birth to today. */
const mapDeath = (reader: RowReader, born: string | undefined, { mapping, today }: MapRowContext): string | undefined => {
  const { dateOfDeath } = mapping.person;
  const died = reader.text(dateOfDeath);
  if (died === undefined) return undefined;
  if (died > today) return reader.keepWithout(dateOfDeath, 'a day in the future');
  return born !== undefined && died < born ? reader.keepWithout(dateOfDeath, 'a day before the birth') : died;
};

const mapPerson = (reader: RowReader, sourceId: string, context: MapRowContext): PersonItem => {
  const { person } = context.mapping;
  const born = mapBirth(reader, context);
  return withoutAbsent({
    sourceId,
    id: reader.text(person.id),
    title: reader.oneOf(person.title, titles),
    preferredTitle: reader.oneOf(person.preferredTitle, titles),
    forename: reader.text(person.forename),
    middleName: reader.text(person.middleName),
    surname: reader.text(person.surname),
    preferredForename: reader.text(person.preferredForename),
    preferredMiddleName: reader.text(person.preferredMiddleName),
    preferredSurname: reader.text(person.preferredSurname),
    placeOfBirth: reader.text(person.placeOfBirth),
    dateOfBirth: born,
    dateOfDeath: mapDeath(reader, born, context),
    personTypes: reader.listOf(person.personTypes, personTypes),
    reason: reader.text(person.reason),
  });
};

const mapContactDetails = (reader: RowReader, sourceId: string, { mapping, area: fallback }: MapRowContext): MappedDetailItem[] => {
  const named = reader.text(mapping.area);
  // Who imports without an area means all rows, whatever their column says.
  const area = fallback === null ? null : (named ?? fallback);
  const usable = codesOfArea(contactSubTypes, area ?? null);
  const details = mapping.contactDetails.flatMap((mapped) => {
    const allowedSubTypes = usable.filter(({ contactTypes }) => contactTypes.includes(mapped.contactType)).map(({ code }) => code);
    const detail = mapContactDetail(reader, mapped, { sourceId, area: area ?? null, allowedSubTypes });
    return detail === undefined ? [] : [detail];
  });
  if (area !== null && named !== undefined && !isServiceArea(named)) {
    reader.keepWithout(mapping.area, 'not a service area: the contact details of the row are left out');
    return [];
  }
  if (area === undefined && details.length > 0) {
    reader.keepWithout(mapping.area, 'no service area: the contact details of the row are left out');
    return [];
  }
  return details;
};

/** Turns a row into what the ingest mutations take. A row without a source id or without any name is rejected; nothing else is. */
export const mapRow = (row: RegisterRow, context: MapRowContext): MappedRow | RejectedRow => {
  if (row.kind === 'malformed') return rejectedRow(row.line, row);
  const { mapping } = context;
  const reader = new RowReader(row.line, row.record);
  const sourceId = reader.text(mapping.sourceId);
  if (sourceId === undefined) {
    return rejectedRow(row.line, { column: columnOf(mapping.sourceId), valueKind: 'empty', reason: 'the row has no id in its source' });
  }
  const person = mapPerson(reader, sourceId, context);
  if (person.forename === undefined && person.surname === undefined) {
    const column = [mapping.person.forename, mapping.person.surname]
      .map(columnOf)
      .filter((name) => name !== '')
      .join(' ');
    const raw = readRaw(row.record, mapping.person.forename) + readRaw(row.record, mapping.person.surname);
    return rejectedRow(row.line, { column, valueKind: raw === '' ? 'empty' : 'unusable', reason: 'the row has no name at all' });
  }
  const contactDetails = mapContactDetails(reader, sourceId, context);
  // A steward, who alone imports without an area, does not bring equality answers in.
  const equality = mapping.equality === undefined || context.area === null ? undefined : mapEquality(reader, mapping.equality);
  return { kind: 'mapped', line: row.line, record: row.record, person, contactDetails, equality, problems: reader.problems };
};
