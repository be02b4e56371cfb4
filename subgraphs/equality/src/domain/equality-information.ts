import type { TriStateAnswer } from '../__generated__/schema-types.ts';

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

/** One person's record. It has an id of its own; there is one for each target. */
export interface EqualityInformation extends EqualityAnswers {
  readonly id: string;
  readonly targetId: string;
  readonly version: number;
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}
