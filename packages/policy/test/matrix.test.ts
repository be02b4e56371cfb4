import { describe, expect, test } from 'vitest';
import { decide, grantCodes, grants } from '../src/index.ts';
import { isAgreed, judgeMatrix, listUnknownCells } from './judge-matrix.ts';
import { flagsText } from './judge-policy-case.ts';
import { openOnly } from './matrix-situations.ts';

const cells = judgeMatrix();

describe('the decision table as code, table and access model have it', () => {
  test('has 8 x 9 cells, 19 of them with both sides of a condition', () => {
    expect(cells).toHaveLength(72 + 19);
    expect(listUnknownCells(cells)).toEqual([]);
  });

  test.each(grants.map((grant) => [grant.number, grant] as const))('grant %i alone gives what it gives', (number, grant) => {
    const { subject, row, context } = openOnly[number];
    const { outcome, code, flags } = decide(subject, 'contact-detail.read', row, context);
    const shown = [...(number === 3 ? ['sharedUnder'] : []), ...(grant.hidesDefault ? ['isDefaultNull'] : [])];
    expect([outcome, code, flagsText(flags)]).toEqual([grant.gives, grantCodes[number], outcome === 'FULL' ? shown.join(' ') : '']);
  });

  test.each(cells.map((judged) => [judged.name, judged] as const))('%s', (_name, judged) => {
    expect(judged.table).toEqual(judged.expected);
    for (const decided of judged.decided) expect(decided).toEqual(judged.expected);
    expect(isAgreed(judged)).toBe(true);
  });

  test('a cell that differs in one of the three is told', () => {
    const [first] = cells;
    if (first === undefined) throw new Error('The table has no cell.');
    const other = { outcome: 'FULL', code: 'OWN_AREA', flags: '' };
    expect(isAgreed(first)).toBe(true);
    expect([
      isAgreed({ ...first, expected: other }),
      isAgreed({ ...first, expected: null }),
      isAgreed({ ...first, table: other }),
      isAgreed({ ...first, decided: [...first.decided, other] }),
      isAgreed({ ...first, decided: [] }),
    ]).toEqual([false, false, false, false, false]);
  });
});
