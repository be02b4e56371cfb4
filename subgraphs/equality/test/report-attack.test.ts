import { describe, expect, it } from 'vitest';
import { createDisclosureControl, type DisclosureControl } from '../src/domain/report/disclosure-control.ts';
import { reportDimensions } from '../src/domain/report/report-dimension.ts';
import { averageOverSplits, averageRepetitions, decideOnePerson, followNewcomer, solveWithheldCells } from './report-attacks.ts';
import { boundCells } from './report-bounds.ts';
import { createAsk, createChance, inventRows, snapshotOf } from './report-population.ts';

const control = createDisclosureControl(10, 0x5a_17_5a_17);
const withoutNoise: DisclosureControl = { ...control, noiseOf: () => 0 };
const withoutRounding: DisclosureControl = { ...control, roundTo: 1 };
const withoutEither: DisclosureControl = { ...withoutNoise, roundTo: 1 };

/** What the control must not be: noise that is another one at each question. */
const createForgetful = (): DisclosureControl => {
  const chance = createChance(5);
  return { ...control, noiseOf: ({ count }) => control.noiseOf({ count, key: Math.floor(chance() * 2 ** 32) }) };
};

/**
 * T11. The attacker is an analyst with any number of questions and no access to the keys; the register is invented and seeded. Each bound
 * stands beside the same attack on a weakened control, which breaks it: so the attacks work, and noise and rounding are both needed.
 * Without noise more than the bound is met in all of them, without rounding in the differencing of one person.
 */
describe('T11: an analyst who solves for cells from published tables', () => {
  it('row and column solving: no cell is recovered for sure, where it would be of 87 % of cells without noise and rounding', async () => {
    expect(await boundCells(control)).toBe(0);
    expect(await boundCells(withoutNoise, false)).toBeGreaterThan(0);
    expect(await boundCells(withoutEither, false)).toBeGreaterThan(0.8);
  });

  it('row and column solving: guesses at withheld cells are no better than the most common count without any table', async () => {
    const { hits, hitsWithoutTables } = await solveWithheldCells(control);
    expect(hits).toBeLessThanOrEqual(hitsWithoutTables);
    expect((await solveWithheldCells(withoutNoise)).hits).toBeGreaterThan(hits * 1.5);
    expect((await solveWithheldCells(withoutEither)).hits).toBe(1);
  });

  it('averaging every table that splits a count meets at most 15 % of true counts', async () => {
    expect((await averageOverSplits(control)).hits).toBeLessThanOrEqual(0.15);
    expect((await averageOverSplits(withoutNoise)).hits).toBeGreaterThan(0.25);
    expect((await averageOverSplits(withoutEither)).hits).toBe(1);
  });

  it('repetition: sixty answers meet at most 15 % of true counts', async () => {
    expect((await averageRepetitions(control)).hits).toBeLessThanOrEqual(0.15);
    expect((await averageRepetitions(withoutNoise)).hits).toBeGreaterThan(0.18);
    expect((await averageRepetitions(withoutEither)).hits).toBe(1);
    expect((await averageRepetitions(createForgetful())).hits).toBeGreaterThan(0.5);
  });

  it('differencing: who knows everybody else of a cell learns of one person in at most 3 % of questions', () => {
    expect(decideOnePerson(control)).toBeLessThanOrEqual(0.03);
    expect(decideOnePerson(withoutRounding)).toBeGreaterThan(0.05);
    expect(decideOnePerson(withoutNoise)).toBeGreaterThan(0.15);
    expect(decideOnePerson(withoutEither)).toBeGreaterThan(0.9);
  });

  it.each([0, 40, 60])(
    'consecutive snapshots: nothing is learned of a newcomer, who joined with %i others, from the next day',
    async (others) => {
      const { hits, hitsWithoutFirstDay } = await followNewcomer(control, { others, isAlwaysReplaced: false });
      expect(hits).toBeLessThanOrEqual(hitsWithoutFirstDay + 0.03);
    },
  );

  it('consecutive snapshots: the newcomer would be met when every day had a table of its own', async () => {
    const { hits, hitsWithoutFirstDay } = await followNewcomer(control, { others: 0, isAlwaysReplaced: true });
    expect(hits).toBeGreaterThan(hitsWithoutFirstDay + 0.3);
  });
});

describe('T11: the same persons, asked for in many ways', () => {
  const ask = createAsk(snapshotOf(inventRows(4_000, createChance(11))), control);

  it('have the same count each time, in any order of the questions, and as a filter', async () => {
    const [first, second] = [5, 6];
    const { cells } = await ask([first, second]);
    expect((await ask([first, second])).cells).toEqual(cells);
    const turned = await ask([second, first]);
    for (const { keys, count } of cells) {
      expect(turned.cells.find((cell) => JSON.stringify(cell.keys) === JSON.stringify(keys.toReversed()))?.count).toBe(count);
    }
    for (const [code] of (reportDimensions[first]?.codes ?? []).entries()) {
      const filtered = await ask([second], [{ place: first, wanted: [code] }]);
      const width = reportDimensions[second]?.codes.length ?? 0;
      // A small base withholds the whole table.
      if (filtered.base !== null) {
        expect(filtered.cells.map(({ count }) => count)).toEqual(cells.slice(code * width, (code + 1) * width).map(({ count }) => count));
      }
    }
  });

  it('have no noise of their own in a filter of one code more: it adds what the code is published with', async () => {
    const [table, filtered] = [5, 2];
    const width = reportDimensions[table]?.codes.length ?? 0;
    const pairs = await ask([table, filtered]);
    const size = reportDimensions[filtered]?.codes.length ?? 0;
    let wanted: readonly number[] = [];
    for (let code = 0; code < size; code += 1) {
      wanted = [...wanted, code];
      const { cells, base } = await ask([table], [{ place: filtered, wanted }]);
      for (let row = 0; row < width && base !== null; row += 1) {
        const parts = wanted.map((part) => pairs.cells[row * size + part]?.count ?? null).filter((part) => part !== null);
        expect(cells[row]?.count).toBe(parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0));
      }
    }
  });
});
