import { codesOfArea, contactRelations } from '@resident-graph/schema';
import type { AddressItem, ContactDetailItem } from './ingest-items.ts';
import type { MappedContactDetail } from './mapping.ts';
import { columnOf, type RowReader, readRaw, withoutAbsent } from './read-value.ts';

/** A contact detail of a row, with the column that a problem with it is reported under. */
export interface MappedDetailItem {
  readonly column: string;
  readonly item: ContactDetailItem;
}

type MappedAddress = Extract<MappedContactDetail, { contactType: 'ADDRESS' }>;

/** Empty lines close up, so that line 1 is the first part that is not empty (design.md, "Conventions of the API"). */
const mapAddress = (reader: RowReader, mapped: MappedAddress): AddressItem | undefined => {
  const [line1, line2, line3, line4] = mapped.lines.map((line) => reader.text(line)).filter((line) => line !== undefined);
  const postcode = reader.text(mapped.postcode);
  if (line1 === undefined) {
    return postcode === undefined ? undefined : reader.keepWithout(mapped.postcode, 'an address needs more than a postcode');
  }
  const country = reader.text(mapped.country);
  const isOverseas = country !== undefined && country !== 'GB';
  const uprn = reader.text(mapped.uprn);
  return withoutAbsent({
    line1,
    line2,
    line3,
    line4,
    postcode,
    uprn,
    uprnUnknownReason: isOverseas || uprn !== undefined ? undefined : reader.text(mapped.uprnUnknownReason),
    isOverseas,
    country: isOverseas ? country : undefined,
  });
};

const relationsOf = (area: string | null): readonly string[] => codesOfArea(contactRelations, area).map(({ code }) => code);

const subTypeOf = (reader: RowReader, mapped: MappedContactDetail, allowed: readonly string[]): string => {
  if (typeof mapped.subType === 'string') return mapped.subType;
  return reader.oneOf(mapped.subType.from, allowed) ?? mapped.subType.otherwise;
};

/**
 * Takes one contact detail from a row; undefined when the row has none. `allowedSubTypes` are those that fit its type, `area` is the
 * service area that it is recorded for, `sourceId` the row's id in the source system.
 */
export const mapContactDetail = (
  reader: RowReader,
  mapped: MappedContactDetail,
  {
    sourceId,
    area,
    allowedSubTypes,
  }: { readonly sourceId: string; readonly area: string | null; readonly allowedSubTypes: readonly string[] },
): MappedDetailItem | undefined => {
  const address = mapped.contactType === 'ADDRESS' ? mapAddress(reader, mapped) : undefined;
  const value = mapped.contactType === 'ADDRESS' ? undefined : reader.text(mapped.value);
  if (address === undefined && value === undefined) return undefined;
  const main =
    mapped.contactType === 'ADDRESS' ? (mapped.lines.find((line) => readRaw(reader.record, line) !== '') ?? mapped.lines[0]) : mapped.value;
  return {
    column: columnOf(main),
    item: withoutAbsent({
      sourceId: `${sourceId}/${area ?? 'no-area'}/${mapped.key}`,
      area,
      contactType: mapped.contactType,
      subType: subTypeOf(reader, mapped, allowedSubTypes),
      value,
      address,
      description: reader.text(mapped.description),
      relation: reader.oneOf(mapped.relation, relationsOf(area)),
      contactName: reader.text(mapped.contactName),
      isDefault: mapped.isDefault,
      isActive: mapped.isActive,
      validFrom: reader.text(mapped.validFrom),
      validUntil: reader.text(mapped.validUntil),
    }),
  };
};
