import { type ExtendedDataSchema, isServiceArea } from '@resident-graph/schema';
import { isCalendarDate, ProblemCollector, readText } from '@resident-graph/service-kit';
import { Ajv, type ValidateFunction } from 'ajv';
import { addProblemOf } from './extended-data-problems.ts';

/** Most bytes of extended data as JSON, and most levels of objects and lists inside each other, the outermost counted. */
export const extendedDataBytes = 32 * 1_024;
export const extendedDataLevels = 8;

/** What a schema is checked with. */
interface CompiledSchema {
  readonly version: number;
  readonly validate: ValidateFunction;
}

/** Extended data that its area's schema accepts. */
export interface CheckedData {
  readonly json: string;
  readonly schemaVersion: number;
}

/** Free text of any number of lines. Source: domain-write.md section 1.3. */
const isPlainText = (text: string): boolean => {
  const problems = new ProblemCollector('');
  readText(text, { path: '', maximumLength: extendedDataBytes }, problems);
  return problems.problems.length === 0;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an area's schema has to say so that nothing unforeseen can be put into it. */
const isBounded = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.every(isBounded);
  if (!isObject(node)) return true;
  const { type, format, maxLength, maxItems, additionalProperties } = node;
  if (type === 'string' && format !== 'date' && (format !== 'text' || maxLength === undefined)) return false;
  if (type === 'array' && maxItems === undefined) return false;
  if (type === 'object' && additionalProperties !== false) return false;
  return Object.values(node).every(isBounded);
};

const isWithinLevels = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithinLevels(inner, levels - 1));
};

/** The schemas that areas registered for their extended data, compiled at start. */
export class ExtendedDataSchemas {
  readonly #byArea = new Map<string, CompiledSchema>();

  /**
   * @throws Error for a schema of an area that does not act or has two, for one that is not an object's or leaves texts, lists or properties
   * unbounded, and for one that is no JSON Schema
   */
  constructor(registered: readonly ExtendedDataSchema[]) {
    const ajv = new Ajv({ strict: true, allErrors: true, formats: { date: isCalendarDate, text: isPlainText } });
    for (const { area, version, schema } of registered) {
      const isUsable = isServiceArea(area) && !this.#byArea.has(area) && Number.isInteger(version) && version >= 1;
      if (!isUsable) throw new Error(`Extended data of ${area}: expected one schema of an acting area with a version from 1 on.`);
      if (schema['type'] !== 'object' || !isBounded(schema)) {
        throw new Error(
          `Extended data of ${area}: expected an object without other properties, texts of format date or text with a length, and lists with a size.`,
        );
      }
      this.#byArea.set(area, { version, validate: ajv.compile(schema) });
    }
  }

  /** Tells whether an area has registered a schema. */
  has(area: string): boolean {
    return this.#byArea.has(area);
  }

  /** Checks data of an area that has a schema; null when problems were noted: what is wrong and where, never a value. */
  check(area: string, data: unknown, problems: ProblemCollector): CheckedData | null {
    const compiled = this.#byArea.get(area);
    if (compiled === undefined) throw new Error(`The area ${area} has no schema.`);
    if (!isObject(data)) {
      problems.add('data', 'INVALID_VALUE', 'Expected an object.');
      return null;
    }
    // First of all: what is too deep cannot be walked through by anything else.
    if (!isWithinLevels(data, extendedDataLevels)) {
      problems.add('data', 'TOO_LONG', `Expected at most ${extendedDataLevels} levels.`);
      return null;
    }
    const json = JSON.stringify(data);
    if (Buffer.byteLength(json) > extendedDataBytes) {
      problems.add('data', 'TOO_LONG', `Expected at most ${extendedDataBytes / 1_024} KB of JSON.`);
      return null;
    }
    const { validate, version } = compiled;
    if (validate(data)) return { json, schemaVersion: version };
    for (const error of validate.errors ?? []) addProblemOf(error, problems);
    return null;
  }
}
