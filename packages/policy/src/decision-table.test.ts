import { describe, expect, test } from 'vitest';
import { conditions } from './conditions.ts';
import { caps, conditionNames, grantCodes, grants, outcomes } from './decision-table.ts';

const cells = caps.flatMap((cap) => Object.values(cap.cells));

/** What the cells hold is compared with the access model in test/matrix.test.ts. */
describe('the decision table', () => {
  test('the lattice is HIDDEN < MASK < FULL', () => {
    expect(outcomes).toEqual(['HIDDEN', 'MASK', 'FULL']);
  });

  test('the grants stand in the order in which they win ties, with what they give and to whom', () => {
    const staff = ['officer', 'service', 'steward'];
    expect(grants.map(({ number, gives, kinds, role, hidesDefault }) => [number, gives, kinds, role, hidesDefault])).toEqual([
      [1, 'FULL', staff, 'contact:read', false],
      [2, 'FULL', staff, 'contact:read', false],
      [3, 'FULL', ['officer', 'service'], 'contact:read', true],
      [4, 'FULL', ['officer', 'service'], 'contact:read', true],
      [5, 'FULL', ['resident'], null, false],
      [6, 'MASK', ['support'], 'support', true],
      [7, 'MASK', ['steward'], 'steward', true],
      [8, 'FULL', staff, 'contact:read', true],
    ]);
  });

  test('the codes are those of the access model', () => {
    expect(Object.values(grantCodes)).toEqual([
      'OWN_AREA',
      'OWN_HISTORY',
      'CONSENT',
      'BREAK_GLASS',
      'SELF',
      'DIAGNOSTIC',
      'LEGACY_TRIAGE',
      'PUBLIC_ORG',
      'DEFAULT_DENY',
    ]);
  });

  test('each of the nine caps has a cell for each of the eight grants', () => {
    expect(caps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { cells: ofCap } of caps) expect(Object.keys(ofCap)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  });

  test('cells use every condition and no other', () => {
    const used = new Set(cells.flatMap((cell) => (cell === '-' || cell.unless === undefined ? [] : [cell.unless])));
    expect([...used].toSorted()).toEqual([...conditionNames].toSorted());
    expect(Object.keys(conditions).toSorted()).toEqual([...conditionNames].toSorted());
  });

  test('grants, caps and conditions have different words for different things', () => {
    const words = [...grants, ...caps, ...Object.values(conditions)].map((entry) => entry.words);
    expect(words.every((text) => text.trim().length > 3)).toBe(true);
    expect(new Set(words).size).toBe(words.length);
  });
});
