import { readdirSync, readFileSync } from 'node:fs';
import type { ServiceArea } from './reference-data.ts';

/** The schema that an area registered for what it alone holds of a person. */
export interface ExtendedDataSchema {
  readonly area: ServiceArea;
  /** Grows with each change of the schema; what was recorded keeps the version that it was checked against. */
  readonly version: number;
  /** JSON Schema, draft-07. Texts have an `enum` or one of the formats `date` and `text`. */
  readonly schema: Readonly<Record<string, unknown>>;
}

const folder = new URL('../reference-data/extended-data/', import.meta.url);

/** The registered schemas, one file an area. Source: person seed, "Flexibility to store 'extended' data". */
export const extendedDataSchemas: readonly ExtendedDataSchema[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .toSorted()
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ExtendedDataSchema);
