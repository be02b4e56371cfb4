import { describe, expect, test } from 'vitest';
import { both, type HistoryQuestion, readsHistory } from './row-question.ts';

const asked = (history: HistoryQuestion, isLegacyTriage = false) => ({ history, isLegacyTriage });
const yes = { kind: 'answered', includes: true } as const;
const no = { kind: 'answered', includes: false } as const;
const byH = { kind: 'variable', name: 'h' } as const;

describe('readsHistory', () => {
  test.each([
    [yes, {}, true],
    [no, { h: true }, false],
    [byH, { h: true }, true],
    [byH, { h: false }, false],
    [byH, { h: 'true' }, false],
    [byH, { h: null }, false],
    [byH, {}, false],
  ] as const)('%j with %j is %s', (question, variables, expected) => {
    expect(readsHistory(asked(question), variables)).toBe(expected);
  });
});

describe('two questions under one key', () => {
  test.each([
    [asked(yes), asked(yes), asked(yes)],
    [asked(byH), asked(byH), asked(byH)],
    [asked(yes), asked(no), asked(no)],
    [asked(yes), asked(byH), asked(no)],
    [asked(byH), asked({ kind: 'variable', name: 'g' }), asked(no)],
    [asked(no, true), asked(no, true), asked(no, true)],
    [asked(no, true), asked(no), asked(no)],
    [asked(yes), asked(yes, true), asked(yes)],
  ])('%j and %j ask %j', (a, b, expected) => {
    expect(both(a, b)).toEqual(expected);
  });
});
