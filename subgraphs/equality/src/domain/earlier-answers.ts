import { findImportedCode } from '@resident-graph/schema';
import type { EqualityAnswers } from './equality-information.ts';

/** What answers that were written before these questions were asked do not have. */
export type LaterAnswer = 'pregnancyOrMaternity' | 'nationalInsuranceNumber';

/** Answers as an earlier release may have written them. */
export type EarlierAnswers = Omit<EqualityAnswers, LaterAnswer> & Partial<Pick<EqualityAnswers, LaterAnswer>>;

/**
 * The answers of an earlier release as they are written now: what was not asked is unanswered, and a language that was recorded as a word
 * is the code of ISO 639 that the word is an alias of. Answers of today stay as they are.
 */
export const answersOfToday = <Earlier extends EarlierAnswers>(earlier: Earlier): Earlier & EqualityAnswers => {
  const { pregnancyOrMaternity = [], nationalInsuranceNumber = null } = earlier;
  const languages = earlier.languages.map((entry) => ({
    ...entry,
    language: findImportedCode('language', entry.language) ?? entry.language,
  }));
  return { ...earlier, pregnancyOrMaternity, nationalInsuranceNumber, languages };
};
