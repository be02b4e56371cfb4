import { type ProblemCollector, readRequiredText, readText } from '@resident-graph/service-kit';

const shortest = 3;

/** Where a reason stands, and how long it may be. */
export interface ReasonRule {
  readonly path: string;
  readonly maximumLength: number;
  readonly isRequired: boolean;
}

/** Reads why something is done, or where the evidence is: at least 3 characters. Null when it is left out and may be. */
export const readReason = (
  value: string | null | undefined,
  { path, maximumLength, isRequired }: ReasonRule,
  problems: ProblemCollector,
): string | null => {
  const rule = { path, minimumLength: shortest, maximumLength };
  return isRequired
    ? readRequiredText(value, { ...rule, expected: `a text of at least ${shortest} characters` }, problems)
    : readText(value, rule, problems);
};

/** The rule of the reasons that mutations ask for: 3 to 500 characters. */
export const reasonRule = (path: string, isRequired = true): ReasonRule => ({ path, maximumLength: 500, isRequired });
