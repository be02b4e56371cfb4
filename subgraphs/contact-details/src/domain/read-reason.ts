import { type ProblemCollector, readText } from '@resident-graph/service-kit';

const shortest = 3;

/** Where a reason stands, and how long it may be. */
export interface ReasonRule {
  readonly path: string;
  readonly maximumLength: number;
  readonly isRequired: boolean;
}

/** Reads why something is done, or where the evidence is: at least 3 characters. Null when it is left out and may be. */
export const readReason = (value: string | null | undefined, rule: ReasonRule, problems: ProblemCollector): string | null => {
  const text = readText(value, rule, problems);
  if (text === null && rule.isRequired) problems.add(rule.path, 'REQUIRED', `Expected a text of at least ${shortest} characters.`);
  if (text !== null && [...text].length < shortest) problems.add(rule.path, 'TOO_SHORT', `Expected at least ${shortest} characters.`);
  return text;
};

/** The rule of the reasons that mutations ask for: 3 to 500 characters. */
export const reasonRule = (path: string, isRequired = true): ReasonRule => ({ path, maximumLength: 500, isRequired });
