import type { ProblemCollector } from '@resident-graph/service-kit';
import type { EqualityAnswers } from './equality-information.ts';

/** Notes that somebody under sixteen is asked for their sexual orientation. Problem: CONTRADICTION. Source: domain-write.md section 5.7. */
export const checkAgeAndOrientation = (
  { ageGroup, sexualOrientation }: Pick<EqualityAnswers, 'ageGroup' | 'sexualOrientation'>,
  problems: ProblemCollector,
): void => {
  if (ageGroup === 'underSixteen' && sexualOrientation !== null) {
    problems.add('answers.sexualOrientation', 'CONTRADICTION', 'Expected no answer: nobody under sixteen is asked for it.');
  }
};
