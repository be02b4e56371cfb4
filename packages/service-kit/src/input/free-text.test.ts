import { describe, expect, it } from 'vitest';
import { readRequiredText, readText } from './free-text.ts';
import { ProblemCollector } from './problem-collector.ts';

const read = (value: string | null | undefined, maximumLength = 100) => {
  const problems = new ProblemCollector('input');
  return { text: readText(value, { path: 'note', maximumLength }, problems), problems: problems.problems };
};

const markup = { path: 'input.note', code: 'W42', message: 'Expected text without "<" before a letter and without "&#".' };
const control = { path: 'input.note', code: 'INVALID_FORMAT', message: 'Expected text without control characters.' };

describe('free text (domain-write.md 1.3)', () => {
  it.each(['<script', '<b>', 'a <B', '<!--', '</p', '<?xml', '&#60;', 'tea &# milk', 'a\u0338<i'])('%j is refused with W42', (value) => {
    expect(read(value).problems).toEqual([markup]);
  });

  it.each(['a < b', 'under <5', 'ends with <', 'salt & pepper', '& #', '<', '< !', '&amp;', '<é'])('%j is allowed', (value) => {
    expect(read(value)).toEqual({ text: value, problems: [] });
  });

  it.each([null, undefined, '', '   ', '\u00a0\t', '\u200b', ' \ufeff \u200d'])('%j counts as null', (value) => {
    expect(read(value)).toEqual({ text: null, problems: [] });
  });

  it.each([
    ['trims', '  Ann \u00a0', 'Ann'],
    ['collapses blanks and line breaks', 'Ann \n\t Marie', 'Ann Marie'],
    ['composes accents (NFC)', 'Rene\u0301', 'René'],
    ['keeps a joiner that a script needs', 'علی\u200cرضا', 'علی\u200cرضا'],
  ])('%s', (_title, value, expected) => {
    expect(read(value)).toEqual({ text: expected, problems: [] });
  });

  it.each([
    ['a control character', 'a\u0000b'],
    ['a direction override', 'abc\u202edef'],
    ['an isolate', 'abc\u2066def'],
    ['half a surrogate pair', 'a\ud800b'],
  ])('%s is refused', (_title, value) => {
    expect(read(value).problems).toEqual([control]);
  });

  it('is counted in characters, after trimming', () => {
    expect(read(` ${'😀'.repeat(5)} `, 5).problems).toEqual([]);
    expect(read('😀'.repeat(6), 5).problems).toEqual([{ path: 'input.note', code: 'TOO_LONG', message: 'Expected at most 5 characters.' }]);
  });

  it('of too few characters, counted after trimming, is refused where a shortest length is named', () => {
    const problemsOf = (value: string) => {
      const problems = new ProblemCollector('input');
      readText(value, { path: 'note', minimumLength: 3, maximumLength: 5 }, problems);
      return problems.problems;
    };
    expect(problemsOf('a😀c')).toEqual([]);
    expect(problemsOf(' a😀 ')).toEqual([{ path: 'input.note', code: 'TOO_SHORT', message: 'Expected at least 3 characters.' }]);
    expect(problemsOf(' ')).toEqual([]);
  });

  it.each([null, undefined, ' '])('that must be there and is %j has one problem', (value) => {
    const problems = new ProblemCollector('input');
    const rule = { path: 'note', minimumLength: 3, maximumLength: 5, expected: 'a note' };
    expect(readRequiredText(value, rule, problems)).toBe('');
    expect(problems.problems).toEqual([{ path: 'input.note', code: 'REQUIRED', message: 'Expected a note.' }]);
  });

  it('has all its problems told at once, and never the value', () => {
    const { problems } = read(`<b\u0000${'canary'.repeat(20)}`, 10);
    expect(problems.map(({ code }) => code)).toEqual(['W42', 'INVALID_FORMAT', 'TOO_LONG']);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });
});
