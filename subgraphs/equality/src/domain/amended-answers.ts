import { isDeepStrictEqual } from 'node:util';
import type { AnswerSource } from '../__generated__/schema-types.ts';
import type { AnswerName, AnswerOrigin, EqualityAnswers, EqualityInformation } from './equality-information.ts';
import { isAnswered } from './equality-information.ts';

/** Answers of one source that come together. */
export interface AnswersGiven {
  readonly answers: EqualityAnswers;
  readonly source: AnswerSource;
  readonly at: string;
}

const namesOf = (answers: EqualityAnswers): readonly AnswerName[] => Object.keys(answers) as AnswerName[];

/** Where the answers of a new record come from. */
export const originsOf = ({ answers, source, at }: AnswersGiven): readonly AnswerOrigin[] =>
  namesOf(answers)
    .filter((answer) => isAnswered(answers[answer]))
    .map((answer) => ({ answer, source, at }));

/**
 * A record with some of its answers given anew; the others stay. The same record when every one was given before, by the same source. An
 * answer that is taken away has no source any more.
 */
export const amendedAnswers = (before: EqualityInformation, given: AnswersGiven, names: readonly AnswerName[]): EqualityInformation => {
  const { answers, source, at } = given;
  const sourceBefore = new Map(before.sources.map((origin) => [origin.answer, origin.source]));
  const changed = new Set(
    names.filter(
      (name) => !isDeepStrictEqual(before[name], answers[name]) || (isAnswered(answers[name]) && sourceBefore.get(name) !== source),
    ),
  );
  if (changed.size === 0) return before;
  const after = { ...before, ...Object.fromEntries([...changed].map((name) => [name, answers[name]])) };
  const kept = new Map(before.sources.map((origin) => [origin.answer, origin]));
  const sources = namesOf(answers).flatMap((answer): readonly AnswerOrigin[] => {
    if (!changed.has(answer)) return [kept.get(answer) ?? []].flat();
    return isAnswered(answers[answer]) ? [{ answer, source, at }] : [];
  });
  return { ...after, sources, version: before.version + 1, lastModifiedAt: at };
};

/** The answers that a source changed since it last sent them. */
export const answersChangedBy = (now: EqualityAnswers, earlier: EqualityAnswers): readonly AnswerName[] =>
  namesOf(now).filter((name) => !isDeepStrictEqual(now[name], earlier[name]));
