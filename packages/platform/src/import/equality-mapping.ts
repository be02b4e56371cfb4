import { z } from 'zod';
import { ImportError } from './import-error.ts';
import { equalitySchema, loadMappingAs, loadMappingsIn, type MappingKind, mappingBase, parseMappingAs, valueSchema } from './mapping.ts';

const equalityMappingSchema = z.strictObject({
  ...mappingBase,
  /** The source system of the person import; the command may name it instead. */
  sourceSystem: mappingBase.sourceSystem.optional(),
  /** Where the answers of a row come from. */
  answersFrom: valueSchema.optional(),
  equality: equalitySchema,
});

/** How the columns of a file of equality answers are read. */
export type EqualityMapping = z.output<typeof equalityMappingSchema>;

const equalityMapping: MappingKind<EqualityMapping> = { schema: equalityMappingSchema };

/** Reads a mapping of equality answers from JSON that was parsed. @throws ImportError MAPPING_INVALID with every problem at once. */
export const parseEqualityMapping = (json: unknown, origin: string): EqualityMapping => parseMappingAs(equalityMapping, json, origin);

/** Loads a mapping file of equality answers. @throws ImportError MAPPING_INVALID */
export const loadEqualityMapping = (path: string): Promise<EqualityMapping> => loadMappingAs(equalityMapping, path);

/** Loads the mappings of equality answers that come with the platform. */
export const loadBuiltInEqualityMappings = (): Promise<readonly EqualityMapping[]> =>
  loadMappingsIn(equalityMapping, new URL('../../mappings/equality/', import.meta.url));

/**
 * The source system that the persons of a file were imported from: the one that the command names, else the mapping's.
 * @throws ImportError OPTIONS_INVALID
 */
export const sourceSystemOf = ({ name, sourceSystem }: EqualityMapping, named: string | undefined): string => {
  const system = named ?? sourceSystem;
  if (system !== undefined && mappingBase.sourceSystem.safeParse(system).success) return system;
  throw new ImportError(
    'OPTIONS_INVALID',
    system === undefined
      ? `The mapping "${name}" names no source system. Name the one that the persons were imported from with --source NAME.`
      : '--source needs the source system of the person import: 1 to 50 letters, digits, dots and hyphens.',
  );
};
