import { type EqualityCategory, equalityCodes } from '@resident-graph/schema';
import type { EqualityDimension } from '../../__generated__/schema-types.ts';
import type { AnswerName, EqualityInformation } from '../equality-information.ts';

/** The code of persons without an answer; no reference code has this name. */
export const notAnswered = 'notAnswered';

/** The answers that reports count. */
const countedAnswers = [
  'ageGroup',
  'gender',
  'ethnicity',
  'religionOrBelief',
  'sexualOrientation',
  'disabled',
  'caringResponsibilities',
  'economicSituation',
  'homeSituation',
  'armedForces',
  'nationality',
] as const satisfies readonly AnswerName[];

/** As much of a record as a report needs; records of before answers had a source have none. */
export type CountedRecord = Readonly<
  Pick<EqualityInformation, (typeof countedAnswers)[number]> & Partial<Pick<EqualityInformation, 'sources'>>
>;

/** What a table can be broken down by. */
export interface ReportDimension {
  readonly name: EqualityDimension;
  /** The answer that it counts. */
  readonly answer: (typeof countedAnswers)[number];
  /** Every code that can stand in a table, `notAnswered` last. */
  readonly codes: readonly string[];
  /** The code of a record; null when it has no answer. */
  readonly codeOf: (record: CountedRecord) => string | null;
}

const triStates = ['YES', 'NO', 'PREFER_NOT_TO_SAY', notAnswered];
const codesOf = (category: EqualityCategory): readonly string[] => [...equalityCodes[category], notAnswered];

/** The dimensions in the order of the columns of a snapshot. Source: domain-write.md section 5.1, access-model.md section 8. */
export const reportDimensions: readonly ReportDimension[] = [
  { name: 'AGE_GROUP', answer: 'ageGroup', codes: codesOf('ageGroup'), codeOf: ({ ageGroup }) => ageGroup },
  { name: 'GENDER', answer: 'gender', codes: codesOf('gender'), codeOf: ({ gender }) => gender?.code ?? null },
  { name: 'ETHNIC_GROUP', answer: 'ethnicity', codes: codesOf('ethnicGroup'), codeOf: ({ ethnicity }) => ethnicity?.code ?? null },
  {
    name: 'RELIGION_OR_BELIEF',
    answer: 'religionOrBelief',
    codes: codesOf('religionOrBelief'),
    codeOf: ({ religionOrBelief }) => religionOrBelief?.code ?? null,
  },
  {
    name: 'SEXUAL_ORIENTATION',
    answer: 'sexualOrientation',
    codes: codesOf('sexualOrientation'),
    codeOf: ({ sexualOrientation }) => sexualOrientation?.code ?? null,
  },
  { name: 'DISABLED', answer: 'disabled', codes: triStates, codeOf: ({ disabled }) => disabled },
  {
    name: 'CARING',
    answer: 'caringResponsibilities',
    codes: triStates,
    codeOf: ({ caringResponsibilities }) => caringResponsibilities?.providesUnpaidCare ?? null,
  },
  {
    name: 'ECONOMIC_SITUATION',
    answer: 'economicSituation',
    codes: codesOf('economicSituation'),
    codeOf: ({ economicSituation }) => economicSituation?.code ?? null,
  },
  {
    name: 'HOME_SITUATION',
    answer: 'homeSituation',
    codes: codesOf('homeSituation'),
    codeOf: ({ homeSituation }) => homeSituation?.code ?? null,
  },
  { name: 'ARMED_FORCES', answer: 'armedForces', codes: codesOf('armedForces'), codeOf: ({ armedForces }) => armedForces },
  { name: 'NATIONALITY', answer: 'nationality', codes: codesOf('nationality'), codeOf: ({ nationality }) => nationality },
];

/**
 * The code of a record in a dimension. An answer that somebody judged by looking counts as none, and so does a code that has left the
 * reference data. Source: issue 7, access-model.md section 8.
 */
export const countedCode = (dimension: ReportDimension, record: CountedRecord): string => {
  const isObserved = (record.sources ?? []).some(({ answer, source }) => answer === dimension.answer && source === 'OBSERVED');
  const code = isObserved ? null : dimension.codeOf(record);
  return code !== null && dimension.codes.includes(code) ? code : notAnswered;
};
