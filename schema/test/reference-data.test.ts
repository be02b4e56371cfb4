import { describe, expect, test } from 'vitest';
import {
  codesOfArea,
  contactRelations,
  contactSubTypes,
  contactTypes,
  isServiceArea,
  type ReferenceCode,
  serviceAreaEntries,
  serviceAreas,
} from '../src/index.ts';

/** The value of an enum in GraphQL and, in a query, a literal as well as a string. */
const screamingSnake = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/u;

/** What stands in tokens' mappings, headers and documents. */
const areaCode = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u;

const hasText = (text: string): boolean => text.trim() === text && text !== '';

/** Those that occur more than once. */
const repeated = (values: readonly string[]): readonly string[] => values.filter((value, place) => values.indexOf(value) !== place);

describe('service areas', () => {
  test('have codes of their own in kebab-case, and names of their own', () => {
    expect(serviceAreaEntries.filter(({ code, name }) => !areaCode.test(code) || !hasText(name))).toEqual([]);
    expect(repeated(serviceAreaEntries.map(({ code }) => code))).toEqual([]);
    expect(repeated(serviceAreaEntries.map(({ name }) => name.toLowerCase()))).toEqual([]);
  });

  test('are active or retired, and only a retired one has a successor, which is active', () => {
    expect(serviceAreaEntries.filter(({ state }) => state !== 'ACTIVE' && state !== 'RETIRED')).toEqual([]);
    expect(serviceAreaEntries.filter(({ state, successor }) => state === 'ACTIVE' && successor !== null)).toEqual([]);
    expect(serviceAreaEntries.filter(({ successor }) => successor !== null && !serviceAreas.includes(successor))).toEqual([]);
  });

  test('begin with those of access-model.md section 2', () => {
    expect(serviceAreas).toEqual(expect.arrayContaining(['housing', 'social-care', 'council-tax', 'repairs', 'benefits', 'libraries']));
  });

  test.each<[unknown, boolean]>([
    ['housing', true],
    ['welfare-rights', false],
    ['no-such-area', false],
    ['Housing', false],
    ['', false],
    [null, false],
    [undefined, false],
    [['housing'], false],
  ])('%j acts: %s', (area, acts) => {
    expect(isServiceArea(area)).toBe(acts);
  });
});

describe.each<[string, readonly ReferenceCode[]]>([
  ['contact sub-types', contactSubTypes],
  ['contact relations', contactRelations],
])('%s', (_title, entries) => {
  test('have codes of their own in SCREAMING_SNAKE_CASE, which no area takes twice, and names', () => {
    expect(entries.filter(({ code, name }) => !screamingSnake.test(code) || !hasText(name))).toEqual([]);
    expect(repeated(entries.map(({ code }) => code))).toEqual([]);
    for (const area of [null, ...serviceAreas]) {
      expect(repeated(codesOfArea(entries, area).map(({ name }) => name.toLowerCase()))).toEqual([]);
    }
  });

  test('that one area uses name an area, retired or not, since its rows keep their codes', () => {
    const known = new Set(serviceAreaEntries.map(({ code }) => code));
    expect(entries.filter(({ area }) => area !== null && !known.has(area))).toEqual([]);
  });

  test("of an area are everybody's and its own, never those of another", () => {
    const everybodys = entries.filter(({ area }) => area === null);
    expect(codesOfArea(entries, null)).toEqual(everybodys);
    for (const acting of serviceAreas) {
      expect(codesOfArea(entries, acting)).toEqual(entries.filter(({ area }) => area === null || area === acting));
    }
    expect(codesOfArea(entries, 'no-such-area')).toEqual(everybodys);
  });
});

describe('contact sub-types', () => {
  test('fit at least one type each, and known ones only', () => {
    const known: readonly string[] = contactTypes;
    expect(contactSubTypes.filter((entry) => entry.contactTypes.length === 0)).toEqual([]);
    expect(contactSubTypes.flatMap((entry) => entry.contactTypes).filter((type) => !known.includes(type))).toEqual([]);
  });

  test.each(contactTypes)('have an OTHER for %s that everybody may use', (type) => {
    const usable = codesOfArea(contactSubTypes, null).filter((entry) => entry.contactTypes.includes(type));
    expect(usable.map(({ code }) => code)).toContain('OTHER');
  });

  test('have the addresses that the product speaks of', () => {
    const addresses = codesOfArea(contactSubTypes, null).filter((entry) => entry.contactTypes.includes('ADDRESS'));
    expect(addresses.map(({ code }) => code)).toEqual(expect.arrayContaining(['CORRESPONDENCE_ADDRESS', 'FORWARDING_ADDRESS']));
  });
});
