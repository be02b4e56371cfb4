import type { Chance } from './chance.ts';

/** The equality cells of one row. Codes are those of `schema/src/vocabularies.ts`; yes-or-no answers are yes, no, preferNotToSay. */
export type EqualityCells = Partial<
  Record<
    | 'age_group'
    | 'gender'
    | 'gender_other'
    | 'gender_different_to_birth_sex'
    | 'nationality'
    | 'ethnic_group'
    | 'ethnic_group_other'
    | 'religion_or_belief'
    | 'sexual_orientation'
    | 'married'
    | 'civil_partnership'
    | 'languages'
    | 'provides_unpaid_care'
    | 'unpaid_care_hours'
    | 'disabled'
    | 'communication_requirements'
    | 'economic_situation'
    | 'home_situation'
    | 'armed_forces',
    string
  >
>;

const ageGroups: readonly (readonly [number, string])[] = [
  [16, 'underSixteen'],
  [18, 'sixteenToSeventeen'],
  [25, 'eighteenToTwentyFour'],
  [35, 'twentyFiveToThirtyFour'],
  [45, 'thirtyFiveToFortyFour'],
  [55, 'fortyFiveToFiftyFour'],
  [65, 'fiftyFiveToSixtyFour'],
  [85, 'sixtyFiveToEightyFour'],
  [200, 'eightyFiveAndPlus'],
];

/** Age on 1 January 2026, so that the file stays the same. */
const ageOf = (dateOfBirth: string): number => 2025 - Number(dateOfBirth.slice(0, 4));

/** Answers drawn independently of the name: nothing can be read from who gives which. Children answer what is asked of children. */
export const answerEquality = (chance: Chance, dateOfBirth: string): EqualityCells => {
  const age = dateOfBirth === '' ? 40 : ageOf(dateOfBirth);
  const gender = chance.pick(['f', 'f', 'f', 'm', 'm', 'm', 'o', 'other', 'preferNotToSay']);
  const ethnicGroup = chance.pick([
    'whiteBritish',
    'whiteIrish',
    'blackAfrican',
    'blackCaribbean',
    'bangladeshi',
    'mixedBackground',
    'arab',
    'other',
    'preferNotToSay',
  ]);
  const first = chance.pick([
    'english',
    'english',
    'english',
    'turkish',
    'spanish',
    'portuguese',
    'polish',
    'somali',
    'britishSignLanguage',
  ]);
  const common: EqualityCells = {
    age_group: dateOfBirth === '' ? '' : (ageGroups.find(([under]) => age < under)?.[1] ?? ''),
    gender,
    gender_other: gender === 'other' ? 'genderfluid' : '',
    nationality: chance.pick([
      'british',
      'british',
      'british',
      'irish',
      'nigerian',
      'portuguese',
      'turkish',
      'polish',
      'colombian',
      'preferNotToSay',
    ]),
    ethnic_group: ethnicGroup,
    ethnic_group_other: ethnicGroup === 'other' ? 'Anglo-Cypriot' : '',
    languages: first === 'english' ? chance.pick(['english', 'english french', 'english yoruba urdu']) : `${first} english`,
    disabled: chance.pick(['no', 'no', 'no', 'yes', 'preferNotToSay']),
    communication_requirements: chance.pick(['', '', '', 'largePrint', 'interpreterNeeded', 'signLanguage easyRead', 'audio']),
  };
  if (age < 16) return common;
  const care = chance.pick(['no', 'no', 'yes', 'preferNotToSay']);
  const married = chance.pick(['no', 'no', 'yes', 'preferNotToSay']);
  return {
    ...common,
    gender_different_to_birth_sex: chance.pick(['no', 'no', 'no', 'yes', 'preferNotToSay']),
    religion_or_belief: chance.pick([
      'christian',
      'muslim',
      'atheistOrNoReligiousBelief',
      'jewish',
      'charedi',
      'hindu',
      'sikh',
      'preferNotToSay',
    ]),
    sexual_orientation: chance.pick(['heterosexual', 'heterosexual', 'gayMan', 'lesbianOrGayWoman', 'bisexual', 'preferNotToSay']),
    married,
    civil_partnership: married === 'yes' ? 'no' : chance.pick(['no', 'no', 'no', 'yes']),
    provides_unpaid_care: care,
    unpaid_care_hours:
      care === 'yes' ? chance.pick(['zeroToFourHours', 'fiveToNineHours', 'twentyToThirtyFourHours', 'overFiftyHours']) : '',
    economic_situation:
      age > 67
        ? 'retired'
        : chance.pick(['employedFullTime', 'employedPartTime', 'selfEmployedFullTime', 'student', 'longTermSickOrDisabled']),
    home_situation: chance.pick([
      'rentedFromTheCouncil',
      'rentedFromRegisteredProvider',
      'rentedFromPrivateLandlord',
      'ownerOccupier',
      'sharedOwnership',
    ]),
    armed_forces: chance.pick(['no', 'no', 'no', 'formerMemberOfTheArmedForces', 'preferNotToSay']),
  };
};
