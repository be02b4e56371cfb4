import type { Subject } from '@resident-graph/policy';
import type { ProblemCollector } from '@resident-graph/service-kit';
import type { AnswerSource } from '../__generated__/schema-types.ts';

/** Reads where answers come from: SELF when it is left out, and nothing else from a resident. Problem: CONTRADICTION. */
export const readAnswerSource = (source: AnswerSource | null | undefined, subject: Subject, problems: ProblemCollector): AnswerSource => {
  if (subject.kind === 'resident' && source != null && source !== 'SELF') {
    problems.add('source', 'CONTRADICTION', 'Expected SELF: a resident gives the own answers.');
  }
  return source ?? 'SELF';
};
