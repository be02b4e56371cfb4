import type { AnswerSource, TriStateAnswer } from '../__generated__/schema-types.ts';
import type { PregnancyOrMaternity } from './pregnancy-or-maternity.ts';

/** A coded answer, with the person's own words when the code is `other`. */
export interface CodedAnswer {
  readonly code: string;
  readonly otherText: string | null;
}

/** The answers of one person; null was not answered. Source: domain-write.md section 5.1. */
export interface EqualityAnswers {
  readonly ageGroup: string | null;
  readonly gender: (CodedAnswer & { readonly differentToBirthSex: TriStateAnswer | null }) | null;
  readonly nationality: string | null;
  readonly ethnicity: CodedAnswer | null;
  readonly religionOrBelief: CodedAnswer | null;
  readonly sexualOrientation: CodedAnswer | null;
  readonly marriageOrCivilPartnership: { readonly married: TriStateAnswer | null; readonly civilPartnership: TriStateAnswer | null } | null;
  /** Newest first. */
  readonly pregnancyOrMaternity: readonly PregnancyOrMaternity[];
  /** In upper case without blanks. */
  readonly nationalInsuranceNumber: string | null;
  readonly languages: readonly { readonly language: string; readonly isPrimary: boolean }[];
  readonly caringResponsibilities: {
    readonly providesUnpaidCare: TriStateAnswer;
    readonly hoursSpentProvidingUnpaidCare: string | null;
  } | null;
  readonly disabled: TriStateAnswer | null;
  readonly communicationRequirements: readonly string[];
  readonly economicSituation: CodedAnswer | null;
  readonly homeSituation: CodedAnswer | null;
  readonly armedForces: string | null;
}

/** The name of an answer. */
export type AnswerName = keyof EqualityAnswers;

/** Where one answer comes from. */
export interface AnswerOrigin {
  readonly answer: AnswerName;
  readonly source: AnswerSource;
  readonly at: string;
}

/** One person's record. It has an id of its own; there is one for each target. */
export interface EqualityInformation extends EqualityAnswers {
  readonly id: string;
  readonly targetId: string;
  /** One for each answer that was given. */
  readonly sources: readonly AnswerOrigin[];
  readonly version: number;
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

/** Tells whether a question was answered. */
export const isAnswered = (answer: EqualityAnswers[AnswerName]): boolean =>
  answer !== null && !(Array.isArray(answer) && answer.length === 0);

/** Tells whether a record says how to speak and write with the person: what any officer may see. Source: access-model.md section 8. */
export const hasAdjustments = ({ languages, communicationRequirements }: EqualityAnswers): boolean =>
  languages.length > 0 || communicationRequirements.length > 0;
