/** Titles of `person.graphql`. */
export const titles = ['DAME', 'DR', 'LADY', 'LORD', 'MASTER', 'MISS', 'MR', 'MRS', 'MS', 'MX', 'OTHER', 'RABBI', 'REVEREND'] as const;

/** Person types of `person.graphql`. */
export const personTypes = [
  'TENANT',
  'HOUSEHOLD_MEMBER',
  'LEASEHOLDER',
  'FREEHOLDER',
  'OCCUPANT',
  'HOUSING_OFFICER',
  'HOUSING_AREA_MANAGER',
] as const;

/** Answers to yes-or-no questions of `equality.graphql`. */
export const triStateAnswers = ['YES', 'NO', 'PREFER_NOT_TO_SAY'] as const;
export type TriStateAnswer = (typeof triStateAnswers)[number];

/** Where an answer comes from, `AnswerSource` of `equality.graphql`. */
export const answerSources = ['SELF', 'PROXY', 'OBSERVED'] as const;
export type AnswerSource = (typeof answerSources)[number];

/** `IngestPersonInput` of `person.graphql`. */
export interface PersonItem {
  readonly sourceId: string;
  readonly id?: string;
  readonly title?: (typeof titles)[number];
  readonly preferredTitle?: (typeof titles)[number];
  readonly forename?: string;
  readonly middleName?: string;
  readonly surname?: string;
  readonly preferredForename?: string;
  readonly preferredMiddleName?: string;
  readonly preferredSurname?: string;
  readonly placeOfBirth?: string;
  readonly dateOfBirth?: string;
  readonly dateOfDeath?: string;
  readonly personTypes?: readonly (typeof personTypes)[number][];
  readonly reason?: string;
}

/** `PostalAddressInput` of `contact-details.graphql`. */
export interface AddressItem {
  readonly line1: string;
  readonly line2?: string;
  readonly line3?: string;
  readonly line4?: string;
  readonly postcode?: string;
  readonly uprn?: string;
  readonly uprnUnknownReason?: string;
  readonly isOverseas: boolean;
  readonly country?: string;
}

/** `IngestContactDetailInput` of `contact-details.graphql`, before the person's id is known. */
export interface ContactDetailItem {
  readonly sourceId: string;
  readonly area: string | null;
  readonly contactType: 'PHONE' | 'EMAIL' | 'ADDRESS';
  readonly subType: string;
  readonly value?: string;
  readonly address?: AddressItem;
  readonly description?: string;
  readonly relation?: string;
  readonly contactName?: string;
  readonly isDefault: boolean;
  readonly isActive: boolean;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** A coded answer of `equality.graphql`. */
export interface CodedAnswerItem {
  readonly code: string;
  readonly otherText?: string;
}

/** `EqualityAnswersInput` of `equality.graphql`. */
export interface EqualityAnswersItem {
  readonly ageGroup?: string;
  readonly gender?: CodedAnswerItem & { readonly differentToBirthSex?: TriStateAnswer };
  readonly nationality?: string;
  readonly ethnicity?: CodedAnswerItem;
  readonly religionOrBelief?: CodedAnswerItem;
  readonly sexualOrientation?: CodedAnswerItem;
  readonly marriageOrCivilPartnership?: { readonly married?: TriStateAnswer; readonly civilPartnership?: TriStateAnswer };
  readonly pregnancyOrMaternity?: readonly { readonly pregnancyDate: string }[];
  readonly nationalInsuranceNumber?: string;
  readonly languages?: readonly { readonly language: string; readonly isPrimary: boolean }[];
  readonly caringResponsibilities?: { readonly providesUnpaidCare: TriStateAnswer; readonly hoursSpentProvidingUnpaidCare?: string };
  readonly disabled?: TriStateAnswer;
  readonly communicationRequirements?: readonly string[];
  readonly economicSituation?: CodedAnswerItem;
  readonly homeSituation?: CodedAnswerItem;
  readonly armedForces?: string;
}
