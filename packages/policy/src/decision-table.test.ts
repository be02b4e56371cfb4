import { describe, expect, test } from 'vitest';
import { caps, grants, outcomes } from './decision-table.ts';

describe('the decision table', () => {
  test('the lattice is HIDDEN < MASK < FULL', () => {
    expect(outcomes).toEqual(['HIDDEN', 'MASK', 'FULL']);
  });

  test('the grants in force are G1 and G2, in the order of their numbers, with their codes', () => {
    expect(grants.map(({ number, code, gives }) => [number, code, gives])).toEqual([
      [1, 'OWN_AREA', 'FULL'],
      [2, 'OWN_HISTORY', 'FULL'],
    ]);
  });

  test('the caps in force are C1 and C7', () => {
    expect(caps.map(({ number, name }) => [number, name])).toEqual([
      [1, 'without area, or area unknown'],
      [7, 'inactive'],
    ]);
  });

  test('every grant in force has its cell in every cap in force', () => {
    for (const cap of caps) {
      for (const grant of grants) expect(cap.lowers[grant.number], `C${cap.number} and G${grant.number}`).toBe('HIDDEN');
    }
  });

  // Said twice on purpose in the access model: either rule alone must hold.
  test.each([
    [true, false, false],
    [true, true, false],
    [false, false, true],
    [false, true, false],
  ])('cap C7 for a row with active %s and history asked %s applies: %s', (isActive, includeHistoric, expected) => {
    const row = { targetType: 'PERSON', targetId: 'person-1', area: 'housing', isActive };
    expect(caps.find(({ number }) => number === 7)?.applies(row, { includeHistoric })).toBe(expected);
  });

  test.each([
    ['housing', false],
    [null, true],
    ['', true],
    ['fisheries', true],
  ])('cap C1 for a row of the area %j applies: %s', (area, expected) => {
    const row = { targetType: 'PERSON', targetId: 'person-1', area, isActive: true };
    expect(caps.find(({ number }) => number === 1)?.applies(row, { includeHistoric: true })).toBe(expected);
  });
});
