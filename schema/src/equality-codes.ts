import { readFileSync } from 'node:fs';

/** The categories of reference codes of the equality answers. Source: seed 003, domain-write.md section 5.4. */
export const equalityCategories = [
  'ageGroup',
  'gender',
  'nationality',
  'ethnicGroup',
  'religionOrBelief',
  'sexualOrientation',
  'language',
  'hoursSpentProvidingUnpaidCare',
  'economicSituation',
  'homeSituation',
  'armedForces',
  'communicationRequirements',
] as const;
export type EqualityCategory = (typeof equalityCategories)[number];

/** A code table as its file has it: `reference-data/equality/<category>.json`. */
interface EqualityCodeTable {
  /** Counts the changes of the table. A code is never taken out: records keep it. */
  readonly version: number;
  readonly codes: readonly { readonly code: string; readonly name: string }[];
  /** Other spellings of source systems, each with the code that it stands for. Imports alone may use them. */
  readonly aliases: Readonly<Record<string, string>>;
}

const toFileName = (category: EqualityCategory): string => category.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);

const readTable = (category: EqualityCategory): EqualityCodeTable =>
  JSON.parse(
    readFileSync(new URL(`../reference-data/equality/${toFileName(category)}.json`, import.meta.url), 'utf8'),
  ) as EqualityCodeTable;

const ofEach = <Value>(make: (category: EqualityCategory) => Value): Readonly<Record<EqualityCategory, Value>> =>
  Object.fromEntries(equalityCategories.map((category) => [category, make(category)])) as Record<EqualityCategory, Value>;

/** The code tables, by category. */
export const equalityCodeTables: Readonly<Record<EqualityCategory, EqualityCodeTable>> = ofEach(readTable);

/** The reference codes of the equality answers, by category. */
export const equalityCodes: Readonly<Record<EqualityCategory, readonly string[]>> = ofEach((category) =>
  equalityCodeTables[category].codes.map(({ code }) => code),
);

/** What an import may send, by its spelling in lower case: codes and aliases. */
const importedCodes = ofEach(
  (category) =>
    new Map([
      ...Object.entries(equalityCodeTables[category].aliases).map(([alias, code]) => [alias.toLowerCase(), code] as const),
      ...equalityCodes[category].map((code) => [code.toLowerCase(), code] as const),
    ]),
);

/** The code that a value of a source system stands for: the code itself or an alias, in any case. Undefined for an unknown one. */
export const findImportedCode = (category: EqualityCategory, value: string): string | undefined =>
  importedCodes[category].get(value.toLowerCase());
