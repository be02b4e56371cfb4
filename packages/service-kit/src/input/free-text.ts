import type { ProblemCollector } from './problem-collector.ts';

/** A browser could take this for markup: `<` before a letter, `!`, `/` or `?`, and `&#`. Source: domain-write.md section 1.3. */
const markup = /<[A-Za-z!/?]|&#/u;

/** Letters, marks, digits, punctuation and blanks; control characters, lone surrogates and direction overrides are not text. */
const control = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/** Anything but blanks and format characters such as the zero-width space. */
const visible = /[^\p{Z}\p{Cf}]/u;

/** Where a text stands and how long it may be. */
export interface TextRule {
  readonly path: string;
  /** In characters (code points) after trimming; left out for any. */
  readonly minimumLength?: number;
  /** In characters (code points) after trimming. */
  readonly maximumLength: number;
}

/**
 * Reads one line of free text: trimmed, blanks collapsed, NFC. Text without a visible character counts as null. Problems: W42,
 * INVALID_FORMAT, TOO_LONG, TOO_SHORT.
 * Source: domain-write.md section 1.3, modern choice.
 */
export const readText = (value: string | null | undefined, rule: TextRule, problems: ProblemCollector): string | null => {
  if (value === null || value === undefined) return null;
  const text = value.normalize('NFC').trim().replaceAll(/\s+/gu, ' ');
  if (!visible.test(text)) return null;
  if (markup.test(text)) problems.add(rule.path, 'W42', 'Expected text without "<" before a letter and without "&#".');
  if (control.test(text)) problems.add(rule.path, 'INVALID_FORMAT', 'Expected text without control characters.');
  const { length } = [...text];
  const { path, minimumLength = 0, maximumLength } = rule;
  if (length > maximumLength) problems.add(path, 'TOO_LONG', `Expected at most ${maximumLength} characters.`);
  if (length < minimumLength) problems.add(path, 'TOO_SHORT', `Expected at least ${minimumLength} characters.`);
  return text;
};

/** A text that must be there. */
export interface RequiredTextRule extends TextRule {
  /** What is expected, for the message that tells of a missing one. */
  readonly expected: string;
}

/** Reads a text that must be there. Empty when it is missing; then there is one more problem, REQUIRED. */
export const readRequiredText = (value: string | null | undefined, rule: RequiredTextRule, problems: ProblemCollector): string => {
  const text = readText(value, rule, problems);
  if (text === null) problems.add(rule.path, 'REQUIRED', `Expected ${rule.expected}.`);
  return text ?? '';
};
