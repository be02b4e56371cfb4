import { type EqualityCategory, equalityCodes, findImportedCode } from '@resident-graph/schema';
import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import type { EqualityAnswersInput } from '../__generated__/schema-types.ts';
import { readEqualityAnswers } from './read-equality-answers.ts';

const read = (input: EqualityAnswersInput, isImport = false) => {
  const problems = new ProblemCollector('input');
  return { answers: readEqualityAnswers(input, problems, { isImport }), problems: problems.problems };
};
const problemsOf = (input: EqualityAnswersInput) =>
  read(input).problems.map(({ path, code }) => [path.replace('input.answers.', ''), code]);

type Make = (code: string) => EqualityAnswersInput;
const plainCodes: readonly [string, EqualityCategory, Make][] = [
  ['ageGroup', 'ageGroup', (ageGroup) => ({ ageGroup })],
  ['nationality', 'nationality', (nationality) => ({ nationality })],
  ['armedForces', 'armedForces', (armedForces) => ({ armedForces })],
  [
    'caringResponsibilities.hoursSpentProvidingUnpaidCare',
    'hoursSpentProvidingUnpaidCare',
    (hoursSpentProvidingUnpaidCare) => ({ caringResponsibilities: { providesUnpaidCare: 'YES', hoursSpentProvidingUnpaidCare } }),
  ],
  ['communicationRequirements.0', 'communicationRequirements', (code) => ({ communicationRequirements: [code] })],
  ['languages.0.language', 'language', (language) => ({ languages: [{ language, isPrimary: true }] })],
];

const codedAnswers = ['gender', 'ethnicity', 'religionOrBelief', 'sexualOrientation', 'economicSituation', 'homeSituation'] as const;
const categoryOf = (name: (typeof codedAnswers)[number]): EqualityCategory => (name === 'ethnicity' ? 'ethnicGroup' : name);

describe('the codes of the answers (domain-write.md 5.1, 5.4)', () => {
  it.each(plainCodes)('%s takes every code of %s and no other', (path, category, make) => {
    for (const code of equalityCodes[category]) expect([code, problemsOf(make(code))]).toEqual([code, []]);
    for (const unknown of ['x', 'toString', equalityCodes[category][0]?.toUpperCase() ?? '']) {
      expect([unknown, problemsOf(make(unknown))]).toEqual([unknown, [[path, 'UNKNOWN_CODE']]]);
    }
  });

  it.each(codedAnswers)('%s takes every code of its table and no other', (name) => {
    for (const code of equalityCodes[categoryOf(name)]) expect(problemsOf({ [name]: { code } })).toEqual([]);
    expect(problemsOf({ [name]: { code: 'x' } })).toEqual([[`${name}.code`, 'UNKNOWN_CODE']]);
    expect(problemsOf({ [name]: { code: '' } })).toEqual([[`${name}.code`, 'REQUIRED']]);
  });

  it.each(codedAnswers)('%s takes own words with the code `other` alone, without markup, up to 200 characters (5.7)', (name) => {
    expect(problemsOf({ [name]: { code: 'other', otherText: 'a'.repeat(200) } })).toEqual([]);
    expect(problemsOf({ [name]: { code: 'preferNotToSay', otherText: 'words' } })).toEqual([[`${name}.otherText`, 'CONTRADICTION']]);
    expect(problemsOf({ [name]: { code: 'other', otherText: 'a'.repeat(201) } })).toEqual([[`${name}.otherText`, 'TOO_LONG']]);
    expect(problemsOf({ [name]: { code: 'other', otherText: '<script' } })).toEqual([[`${name}.otherText`, 'W42']]);
  });

  it('tell the three nearest codes to an unknown one', () => {
    expect(read({ nationality: 'Britsh' }).problems).toMatchObject([
      { message: 'Expected a reference code of nationality; the nearest are british, irish, french.' },
    ]);
  });

  it.each<[EqualityCategory, string]>([
    ['ageGroup', 'underSixteen sixteenToSeventeen eighteenToTwentyFour twentyFiveToThirtyFour thirtyFiveToFortyFour fortyFiveToFiftyFour'],
    ['ageGroup', 'fiftyFiveToSixtyFour sixtyFiveToEightyFour eightyFiveAndPlus eightyFiveandPlus'],
    ['gender', 'm f o'],
    ['ethnicGroup', 'white whiteOrWhiteBritish whiteBritish whiteItalian gypsyOrIrishTraveller indian pakistani mixedBackground other'],
    ['religionOrBelief', 'atheistOrNoReligiousBelief christian muslim buddhist hindu secularBeliefs charedi jewish sikh other'],
    ['sexualOrientation', 'bisexual lesbianOrGayWoman gayMan heterosexual other'],
    ['hoursSpentProvidingUnpaidCare', 'zeroToFourHours fiveToNineHours tenToNineteenHours twentyToThirtyFourHours'],
    ['hoursSpentProvidingUnpaidCare', 'thirtyFiveToFortyNineHours overFiftyHours'],
    [
      'economicSituation',
      'employedFullTime employedPartTime selfEmployedFullTime selfEmployedPartTime longTermSickOrDisabled retired other',
    ],
    ['economicSituation', 'unemployedAndAvailableForWork'],
    ['homeSituation', 'ownerOccupier rentedFromHackneyCouncil temporaryAccommodationPlacedByHackneyCouncil rentedFromRegisteredProvider'],
    ['homeSituation', 'TemporaryAccommodationPlacedByHackneyCouncil rentedFromPrivateLandlord sharedOwnership residentialHome other'],
    ['armedForces', 'aServingMemberOfTheArmedForces servingMemberOfTheArmedForces formerMemberOfTheArmedForces'],
    ['nationality', 'british spanish'],
    ['language', 'english french spanish'],
    ['communicationRequirements', 'signLanguage interpreterNeeded largePrint SignLanguage InterpreterRequired'],
  ])('of %s that were seen in use are taken by imports (5.4): %s', (category, seen) => {
    for (const code of seen.split(' ')) {
      expect([code, equalityCodes[category].includes(findImportedCode(category, code) ?? '')]).toEqual([code, true]);
    }
  });

  it('are taken by their aliases in imports alone (5.4)', () => {
    const answers = { armedForces: 'aServingMemberOfTheArmedForces', gender: { code: 'Male' } };
    expect(read(answers, true)).toMatchObject({
      problems: [],
      answers: { armedForces: 'servingMemberOfTheArmedForces', gender: { code: 'm' } },
    });
    expect(problemsOf(answers)).toEqual([
      ['gender.code', 'UNKNOWN_CODE'],
      ['armedForces', 'UNKNOWN_CODE'],
    ]);
  });
});

describe('yes-or-no questions (domain-write.md 5.1, decision 10)', () => {
  const questions: readonly [string, (answer: 'YES' | 'NO' | 'PREFER_NOT_TO_SAY' | null) => EqualityAnswersInput][] = [
    ['disabled', (disabled) => ({ disabled })],
    ['married', (married) => ({ marriageOrCivilPartnership: { married } })],
    ['civilPartnership', (civilPartnership) => ({ marriageOrCivilPartnership: { civilPartnership } })],
    ['differentToBirthSex', (differentToBirthSex) => ({ gender: { code: 'f', differentToBirthSex } })],
    ['providesUnpaidCare', (answer) => ({ caringResponsibilities: answer === null ? null : { providesUnpaidCare: answer } })],
  ];
  it.each(questions)('%s is answered by yes, no, prefer not to say, or not at all (5.7)', (_name, make) => {
    for (const answer of ['YES', 'NO', 'PREFER_NOT_TO_SAY', null] as const) expect(problemsOf(make(answer))).toEqual([]);
  });
});

describe('every question (domain-write.md 5.7)', () => {
  it.each([
    'gender',
    'nationality',
    'ethnicGroup',
    'religionOrBelief',
    'sexualOrientation',
    'economicSituation',
    'homeSituation',
    'armedForces',
  ])('offers "prefer not to say": %s', (category) => {
    expect(equalityCodes[category as EqualityCategory]).toContain('preferNotToSay');
  });

  it('may stay without an answer', () => {
    const unanswered = Object.fromEntries([...Object.keys(read({}).answers)].map((name) => [name, null]));
    expect(read(unanswered)).toEqual(read({}));
    expect(read(unanswered).problems).toEqual([]);
  });
});

const languages = (...codes: readonly string[]) => codes.map((language, index) => ({ language, isPrimary: index === 0 }));
const ten = ['en', 'fr', 'es', 'pt', 'it', 'de', 'pl', 'ro', 'bg', 'bfi'];

describe('languages (domain-write.md 5.3)', () => {
  it.each<[string, EqualityAnswersInput['languages'], readonly [string, string][]]>([
    ['left out are none', null, []],
    ['of an empty list are none', [], []],
    ['of one, the primary, are taken', languages('so'), []],
    ['may be nine', languages(...ten.slice(0, 9)), []],
    ['may be ten, as the message promises (decision 14)', languages(...ten), []],
    ['are not eleven', languages(...ten, 'el'), [['languages', 'W25']]],
    ['have a primary one', [{ language: 'en', isPrimary: false }], [['languages', 'W24']]],
    ['have one primary one only', ['en', 'fr'].map((language) => ({ language, isPrimary: true })), [['languages', 'W24']]],
    ['occur once each', languages('en', 'fr', 'fr'), [['languages', 'DUPLICATE_ITEM']]],
  ])('%s', (_title, given, expected) => {
    expect(problemsOf({ languages: given ?? null })).toEqual(expected);
  });
});

describe('a national insurance number among the answers (domain-write.md 5.2)', () => {
  it.each([
    [null, null, []],
    ['', null, []],
    ['  ', null, []],
    ['nz 33 55 98 d', 'NZ335598D', []],
    ['NI111111A', null, ['INVALID_FORMAT']],
    ['1234A', null, ['INVALID_FORMAT']],
    ['AB123456 ', null, ['INVALID_FORMAT']],
  ] as const)('%j is held as %j', (nationalInsuranceNumber, expected, codes) => {
    const { answers, problems } = read({ nationalInsuranceNumber });
    expect([answers.nationalInsuranceNumber, problems.map(({ code }) => code)]).toEqual([expected, codes]);
  });
});

describe('pregnancies and maternities (domain-write.md 5.1, 5.6)', () => {
  it('are kept, those of the past too, newest first, each date once', () => {
    const dates = ['1999-12-31', '2026-01-04', '2017-01-04'].map((pregnancyDate) => ({ pregnancyDate }));
    expect(read({ pregnancyOrMaternity: dates })).toMatchObject({
      problems: [],
      answers: { pregnancyOrMaternity: ['2026-01-04', '2017-01-04', '1999-12-31'].map((pregnancyDate) => ({ pregnancyDate })) },
    });
  });
});

it('a bad national insurance number, no primary language and markup in a code are told together (domain-write.md 5.8)', () => {
  const answers = { armedForces: '<script>', nationalInsuranceNumber: 'BG335598D', languages: [{ language: 'en', isPrimary: false }] };
  expect(problemsOf(answers)).toEqual([
    ['nationalInsuranceNumber', 'INVALID_FORMAT'],
    ['languages', 'W24'],
    ['armedForces', 'UNKNOWN_CODE'],
  ]);
});
