import { readdir, readFile } from 'node:fs/promises';
import { contactSubTypes, type contactTypes } from '@resident-graph/schema';
import { z } from 'zod';
import { ImportError, systemCodeOf } from './import-error.ts';
import { dateTransforms, type TransformName, transforms } from './transforms.ts';

const transformNames = Object.keys(transforms) as [TransformName, ...TransformName[]];

/** How one text is taken from a row: a column (a bare string means that), several columns joined, or a constant. */
export const valueSchema = z.preprocess(
  (value) => (typeof value === 'string' ? { column: value } : value),
  z
    .strictObject({
      column: z.string().optional(),
      columns: z.array(z.string()).min(1).optional(),
      separator: z.string().default(' '),
      constant: z.string().min(1).optional(),
      transforms: z.array(z.enum(transformNames)).default([]),
      values: z.record(z.string(), z.string()).optional(),
    })
    .refine((value) => [value.column, value.columns, value.constant].filter((part) => part !== undefined).length === 1, {
      message: 'needs exactly one of column, columns and constant',
    })
    .transform(({ column, columns, ...rest }) => ({ ...rest, columns: columns ?? (column === undefined ? [] : [column]) })),
);

const dateSchema = valueSchema.refine(
  (value) => value.constant !== undefined || dateTransforms.includes(value.transforms.at(-1) ?? 'name-case'),
  {
    message: `needs one of the transforms ${dateTransforms.join(', ')} at its end`,
  },
);

const codedSchema = z.strictObject({ code: valueSchema, otherText: valueSchema.optional() });

const contactBase = {
  key: z.string().regex(/^[a-z][a-z0-9-]*$/, 'needs a key of small letters, digits and hyphens'),
  isActive: z.boolean().default(true),
  isDefault: z.boolean().default(false),
  description: valueSchema.optional(),
  relation: valueSchema.optional(),
  contactName: valueSchema.optional(),
  validFrom: dateSchema.optional(),
  validUntil: dateSchema.optional(),
};

/** The sub-type is a fixed one, or a value of the row with a fixed one where the row has none; an area's own one counts for its rows. */
const subTypeSchema = (type: (typeof contactTypes)[number]) => {
  const subType = z.enum(contactSubTypes.filter((entry) => entry.contactTypes.includes(type)).map(({ code }) => code));
  return z.union([subType, z.strictObject({ from: valueSchema, otherwise: subType })]);
};

const contactDetailSchema = z.discriminatedUnion('contactType', [
  z.strictObject({ ...contactBase, contactType: z.literal('PHONE'), subType: subTypeSchema('PHONE'), value: valueSchema }),
  z.strictObject({ ...contactBase, contactType: z.literal('EMAIL'), subType: subTypeSchema('EMAIL'), value: valueSchema }),
  z.strictObject({
    ...contactBase,
    contactType: z.literal('ADDRESS'),
    subType: subTypeSchema('ADDRESS'),
    lines: z.array(valueSchema).min(1).max(4),
    postcode: valueSchema.optional(),
    uprn: valueSchema.optional(),
    uprnUnknownReason: valueSchema.optional(),
    country: valueSchema.optional(),
  }),
]);

/** How the equality answers are taken from a row. */
export const equalitySchema = z.strictObject({
  ageGroup: valueSchema.optional(),
  gender: codedSchema.extend({ differentToBirthSex: valueSchema.optional() }).optional(),
  nationality: valueSchema.optional(),
  ethnicity: codedSchema.optional(),
  religionOrBelief: codedSchema.optional(),
  sexualOrientation: codedSchema.optional(),
  marriageOrCivilPartnership: z.strictObject({ married: valueSchema, civilPartnership: valueSchema }).optional(),
  /** A date each; what is empty is none. */
  pregnancyOrMaternity: z.array(dateSchema).min(1).optional(),
  nationalInsuranceNumber: valueSchema.optional(),
  languages: valueSchema.optional(),
  caringResponsibilities: z.strictObject({ providesUnpaidCare: valueSchema, hoursSpentProvidingUnpaidCare: valueSchema }).optional(),
  disabled: valueSchema.optional(),
  communicationRequirements: valueSchema.optional(),
  economicSituation: codedSchema.optional(),
  homeSituation: codedSchema.optional(),
  armedForces: valueSchema.optional(),
});

const sourceSystemForm = /^[A-Za-z0-9.-]{1,50}$/;

/** What every mapping says, whatever its rows hold. */
export const mappingBase = {
  name: z.string().min(1),
  sourceSystem: z.string().regex(sourceSystemForm, 'needs 1 to 50 letters, digits, dots and hyphens'),
  /** Every column of the register. A column that nothing names below is left out on purpose. */
  headers: z.array(z.string().min(1)).min(1),
  sourceId: valueSchema,
};

const mappingSchema = z.strictObject({
  ...mappingBase,
  area: valueSchema.optional(),
  person: z.strictObject({
    /** The id that the person is to have here, a UUID; rows without one get an id made. */
    id: valueSchema.optional(),
    title: valueSchema.optional(),
    preferredTitle: valueSchema.optional(),
    forename: valueSchema.optional(),
    middleName: valueSchema.optional(),
    surname: valueSchema.optional(),
    preferredForename: valueSchema.optional(),
    preferredMiddleName: valueSchema.optional(),
    preferredSurname: valueSchema.optional(),
    placeOfBirth: valueSchema.optional(),
    dateOfBirth: dateSchema.optional(),
    dateOfDeath: dateSchema.optional(),
    personTypes: valueSchema.optional(),
    reason: valueSchema.optional(),
  }),
  contactDetails: z.array(contactDetailSchema).default([]),
  equality: equalitySchema.optional(),
});

/** What is read of every mapping before its columns. */
export interface ColumnMapping {
  readonly name: string;
  readonly headers: readonly string[];
  readonly sourceId: MappedValue;
}

/** How a register's columns become persons, contact details and equality answers. */
export type Mapping = z.output<typeof mappingSchema>;
/** How one text is taken from a row. */
export type MappedValue = z.output<typeof valueSchema>;
/** How one contact detail is taken from a row. */
export type MappedContactDetail = Mapping['contactDetails'][number];
/** How the equality answers are taken from a row. */
export type MappedEquality = z.output<typeof equalitySchema>;

const listUnknownColumns = (part: unknown, headers: readonly string[]): string[] => {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'columns' && Array.isArray(value)
      ? (value as readonly string[]).filter((column) => !headers.includes(column))
      : listUnknownColumns(value, headers),
  );
};

const listRepeated = (texts: readonly string[]): string[] => texts.filter((text, index) => texts.indexOf(text) !== index);

/**
 * Reads a mapping of some kind from JSON that was parsed, with what else has to hold of it. `origin` names it in messages.
 * @throws ImportError MAPPING_INVALID with every problem at once.
 */
export const parseMappingAs = <M extends ColumnMapping>({ schema, check = () => [] }: MappingKind<M>, json: unknown, origin: string): M => {
  const parsed = schema.safeParse(json);
  const problems = parsed.success
    ? [
        ...listUnknownColumns({ ...parsed.data, headers: [] }, parsed.data.headers).map(
          (column) => `column "${column}" is not among its headers`,
        ),
        ...listRepeated(parsed.data.headers).map((column) => `header "${column}" occurs twice`),
        ...check(parsed.data),
      ]
    : parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  if (!parsed.success || problems.length > 0) {
    throw new ImportError('MAPPING_INVALID', `The mapping ${origin} cannot be used: ${problems.join('; ')}.`);
  }
  return parsed.data;
};

/** A kind of mapping: its form, and what else has to hold. */
export interface MappingKind<M extends ColumnMapping> {
  readonly schema: z.ZodType<M>;
  readonly check?: (mapping: M) => readonly string[];
}

const registerMapping: MappingKind<Mapping> = {
  schema: mappingSchema,
  check: ({ contactDetails }) =>
    listRepeated(contactDetails.map(({ key }) => key)).map((key) => `contact detail key "${key}" occurs twice`),
};

/** Reads the mapping of a register from JSON that was parsed. @throws ImportError MAPPING_INVALID with every problem at once. */
export const parseMapping = (json: unknown, origin: string): Mapping => parseMappingAs(registerMapping, json, origin);

/**
 * Loads a mapping file of some kind.
 * @throws ImportError MAPPING_INVALID when it is unreadable, not JSON, or names an unknown column or transform.
 */
export const loadMappingAs = async <M extends ColumnMapping>(kind: MappingKind<M>, path: string | URL): Promise<M> => {
  const origin = path instanceof URL ? (path.pathname.split('/').at(-1) ?? '') : path;
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ImportError('MAPPING_INVALID', `The mapping ${origin} cannot be read (${systemCodeOf(cause)}). Name an existing JSON file.`, {
      cause,
    });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ImportError('MAPPING_INVALID', `The mapping ${origin} is not JSON. Compare it with those in packages/platform/mappings.`, {
      cause,
    });
  }
  return parseMappingAs(kind, json, origin);
};

/** Loads the mapping file of a register. @throws ImportError MAPPING_INVALID */
export const loadMapping = (path: string | URL): Promise<Mapping> => loadMappingAs(registerMapping, path);

/** Loads the mappings of a kind that come with the platform in a folder, by file name. */
export const loadMappingsIn = async <M extends ColumnMapping>(kind: MappingKind<M>, folder: URL): Promise<readonly M[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(files.map((file) => loadMappingAs(kind, new URL(file, folder))));
};

/** Loads the register mappings that come with the platform. */
export const loadBuiltInMappings = (): Promise<readonly Mapping[]> =>
  loadMappingsIn(registerMapping, new URL('../../mappings/', import.meta.url));

/**
 * The mapping whose headers are those of the register, in any order.
 * @throws ImportError HEADER_UNKNOWN, naming what is missing and what is too much for the nearest mapping.
 */
export const chooseMapping = <M extends ColumnMapping>(header: readonly string[], mappings: readonly M[]): M => {
  const compared = mappings
    .map((mapping) => ({
      mapping,
      missing: mapping.headers.filter((column) => !header.includes(column)),
      unexpected: header.filter((column) => !mapping.headers.includes(column)),
    }))
    .sort((one, other) => one.missing.length + one.unexpected.length - other.missing.length - other.unexpected.length);
  const [nearest] = compared;
  if (nearest === undefined) throw new ImportError('OPTIONS_INVALID', 'There is no mapping to choose from. Name one with --mapping FILE.');
  if (nearest.missing.length === 0 && nearest.unexpected.length === 0) return nearest.mapping;
  const listed = (columns: readonly string[]): string =>
    columns
      .slice(0, 20)
      .map((column) => `"${column.slice(0, 40)}"`)
      .join(', ') || 'none';
  throw new ImportError(
    'HEADER_UNKNOWN',
    `No mapping fits the register's header. Nearest is "${nearest.mapping.name}": its columns ${listed(nearest.missing)} are missing, ` +
      `and ${listed(nearest.unexpected)} are not its. Known: ${mappings.map(({ name }) => name).join(', ')}. ` +
      'Correct the header row (comma-separated, UTF-8), or write a mapping and name it with --mapping FILE.',
  );
};
