import type { ProblemCollector } from '@resident-graph/service-kit';

/** The form of the header `x-case-ref` too. */
const form = /^[\p{L}\p{N}][\p{L}\p{N} ./_-]{0,63}$/u;

/** Reads the reference of a case; null without one. Problems: INVALID_FORMAT. */
export const readCaseReference = (value: string | null | undefined, problems: ProblemCollector): string | null => {
  if (value === null || value === undefined) return null;
  if (!form.test(value)) problems.add('caseReference', 'INVALID_FORMAT', 'Expected 1 to 64 letters, digits, blanks and . / _ -.');
  return value;
};
