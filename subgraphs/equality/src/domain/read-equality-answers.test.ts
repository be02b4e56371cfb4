import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import type { EqualityAnswersInput } from '../__generated__/schema-types.ts';
import { readEqualityAnswers, requireAnswer } from './read-equality-answers.ts';

const read = (input: EqualityAnswersInput) => {
  const problems = new ProblemCollector('input');
  return { answers: readEqualityAnswers(input, problems), problems: problems.problems };
};
const problemsOf = (input: EqualityAnswersInput) =>
  read(input).problems.map(({ path, code }) => [path.replace('input.answers.', ''), code]);

const languages = (...codes: readonly string[]) => codes.map((language, index) => ({ language, isPrimary: index === 0 }));
const ten = ['en', 'fr', 'es', 'pt', 'it', 'de', 'pl', 'ro', 'bg', 'bfi'];

describe('equality answers (domain-write.md 5.1)', () => {
  it('are read with everything unanswered null or empty', () => {
    expect(read({ ageGroup: 'eightyFiveAndPlus' })).toEqual({
      problems: [],
      answers: {
        ageGroup: 'eightyFiveAndPlus',
        gender: null,
        nationality: null,
        ethnicity: null,
        religionOrBelief: null,
        sexualOrientation: null,
        marriageOrCivilPartnership: null,
        pregnancyOrMaternity: [],
        nationalInsuranceNumber: null,
        languages: [],
        caringResponsibilities: null,
        disabled: null,
        communicationRequirements: [],
        economicSituation: null,
        homeSituation: null,
        armedForces: null,
      },
    });
  });

  it.each<[string, EqualityAnswersInput]>([
    ['a gender in own words', { gender: { code: 'other', otherText: ' agender ', differentToBirthSex: 'PREFER_NOT_TO_SAY' } }],
    ['an economic situation as an object (decision 11)', { economicSituation: { code: 'retired' } }],
    ['a home situation in own words (decision 11)', { homeSituation: { code: 'other', otherText: 'houseboat' } }],
    ['a tri-state (decision 10)', { disabled: 'PREFER_NOT_TO_SAY' }],
    ['one language', { languages: languages('so') }],
    ['ten languages (decision 14)', { languages: languages(...ten) }],
    ['care with hours', { caringResponsibilities: { providesUnpaidCare: 'YES', hoursSpentProvidingUnpaidCare: 'fiveToNineHours' } }],
    ['care without hours', { caringResponsibilities: { providesUnpaidCare: 'NO' } }],
    ['married', { marriageOrCivilPartnership: { married: 'YES', civilPartnership: 'NO' } }],
    ['requirements', { communicationRequirements: ['largePrint', 'interpreterNeeded'] }],
    ['a national insurance number (5.2)', { nationalInsuranceNumber: 'nz 33 55 98 d' }],
    ['a pregnancy (5.6)', { pregnancyOrMaternity: [{ pregnancyDate: '2021-05-31' }] }],
    ['a language of ISO 639-3 where 639-1 has none', { languages: languages('bfi') }],
    ['armed forces', { armedForces: 'servingMemberOfTheArmedForces' }],
  ])('take %s', (_title, input) => {
    expect(problemsOf(input)).toEqual([]);
  });

  it('trim own words', () => {
    expect(read({ gender: { code: 'other', otherText: ' agender ' } }).answers.gender).toEqual({
      code: 'other',
      otherText: 'agender',
      differentToBirthSex: null,
    });
  });

  it.each<[string, EqualityAnswersInput, readonly [string, string][]]>([
    [
      'a national insurance number with a prefix not in use (5.2)',
      { nationalInsuranceNumber: 'BG335598D' },
      [['nationalInsuranceNumber', 'INVALID_FORMAT']],
    ],
    [
      'a pregnancy twice',
      { pregnancyOrMaternity: [{ pregnancyDate: '2021-05-31' }, { pregnancyDate: '2021-05-31' }] },
      [['pregnancyOrMaternity', 'DUPLICATE_ITEM']],
    ],
    [
      'twenty-one pregnancies',
      { pregnancyOrMaternity: Array.from({ length: 21 }, (_, index) => ({ pregnancyDate: `${2000 + index}-01-01` })) },
      [['pregnancyOrMaternity', 'TOO_MANY']],
    ],
    ['an alias outside an import (5.4)', { gender: { code: 'male' } }, [['gender.code', 'UNKNOWN_CODE']]],
    ['an unknown code', { nationality: 'atlantean' }, [['nationality', 'UNKNOWN_CODE']]],
    ['a code in another case', { ageGroup: 'eightyFiveandplus' }, [['ageGroup', 'UNKNOWN_CODE']]],
    ['an unknown gender', { gender: { code: 'x' } }, [['gender.code', 'UNKNOWN_CODE']]],
    ['an empty code', { ethnicity: { code: '' } }, [['ethnicity.code', 'REQUIRED']]],
    [
      'own words without `other`',
      { religionOrBelief: { code: 'jewish', otherText: 'liberal' } },
      [['religionOrBelief.otherText', 'CONTRADICTION']],
    ],
    ['own words of 201 characters', { ethnicity: { code: 'other', otherText: 'a'.repeat(201) } }, [['ethnicity.otherText', 'TOO_LONG']]],
    ['markup in own words', { ethnicity: { code: 'other', otherText: '<b>' } }, [['ethnicity.otherText', 'W42']]],
    ['an unknown language', { languages: languages('klingon') }, [['languages.0.language', 'UNKNOWN_CODE']]],
    ['an empty language', { languages: languages('en', '') }, [['languages.1.language', 'REQUIRED']]],
    ['no primary language (W24)', { languages: [{ language: 'en', isPrimary: false }] }, [['languages', 'W24']]],
    ['two primary languages (W24)', { languages: ['en', 'fr'].map((language) => ({ language, isPrimary: true })) }, [['languages', 'W24']]],
    ['eleven languages (W25)', { languages: languages(...ten, 'el') }, [['languages', 'W25']]],
    ['a language twice', { languages: languages('en', 'fr', 'fr') }, [['languages', 'DUPLICATE_ITEM']]],
    ['a requirement twice', { communicationRequirements: ['audio', 'audio'] }, [['communicationRequirements', 'DUPLICATE_ITEM']]],
    ['an unknown requirement', { communicationRequirements: ['audio', 'telepathy'] }, [['communicationRequirements.1', 'UNKNOWN_CODE']]],
    [
      'hours without care',
      { caringResponsibilities: { providesUnpaidCare: 'NO', hoursSpentProvidingUnpaidCare: 'overFiftyHours' } },
      [['caringResponsibilities.hoursSpentProvidingUnpaidCare', 'CONTRADICTION']],
    ],
    [
      'hours beside no answer about care',
      { caringResponsibilities: { providesUnpaidCare: 'PREFER_NOT_TO_SAY', hoursSpentProvidingUnpaidCare: 'overFiftyHours' } },
      [['caringResponsibilities.hoursSpentProvidingUnpaidCare', 'CONTRADICTION']],
    ],
    [
      'unknown hours',
      { caringResponsibilities: { providesUnpaidCare: 'YES', hoursSpentProvidingUnpaidCare: 'many' } },
      [['caringResponsibilities.hoursSpentProvidingUnpaidCare', 'UNKNOWN_CODE']],
    ],
    [
      'marriage and civil partnership both',
      { marriageOrCivilPartnership: { married: 'YES', civilPartnership: 'YES' } },
      [['marriageOrCivilPartnership', 'CONTRADICTION']],
    ],
  ])('refuse %s', (_title, input, expected) => {
    expect(problemsOf(input)).toEqual(expected);
  });

  it.each<[string, EqualityAnswersInput]>([
    ['nothing', {}],
    ['nulls', { ageGroup: null, gender: null, disabled: null }],
    ['empty lists and codes', { languages: [], communicationRequirements: [], armedForces: '' }],
    ['an empty question', { marriageOrCivilPartnership: {} }],
  ])('of %s are none', (_title, input) => {
    const problems = new ProblemCollector('input');
    requireAnswer(readEqualityAnswers(input, problems), problems);
    expect(problems.problems).toEqual([{ path: 'input.answers', code: 'REQUIRED', message: 'Expected at least one answer.' }]);
  });

  it('have everything that is wrong told at once, with the codes that are known and never the value (5.8)', () => {
    const { problems } = read({
      armedForces: 'canary',
      languages: languages('canary', 'canary'),
      gender: { code: 'm', otherText: '<canary' },
    });
    expect(problems.map(({ code }) => code).toSorted()).toEqual([
      'CONTRADICTION',
      'DUPLICATE_ITEM',
      'UNKNOWN_CODE',
      'UNKNOWN_CODE',
      'UNKNOWN_CODE',
      'W42',
    ]);
    expect(problems.find(({ path }) => path === 'input.answers.armedForces')?.message).toBe(
      'Expected a reference code of armedForces; the nearest are no, preferNotToSay, servingMemberOfTheArmedForces.',
    );
    expect(JSON.stringify(problems)).not.toContain('canary');
  });
});

describe('suggestions for an unknown code', () => {
  it.each<[string, EqualityAnswersInput, string]>([
    ['of another spelling', { nationality: 'Britsh' }, 'british, irish, french'],
    ['of another ending', { religionOrBelief: { code: 'sikhs' } }, 'sikh, hindu, jewish'],
  ])('%s are the three nearest codes', (_title, input, expected) => {
    expect(read(input).problems[0]?.message).toContain(`the nearest are ${expected}.`);
  });
});
