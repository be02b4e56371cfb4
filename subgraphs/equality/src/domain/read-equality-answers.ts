import { type EqualityCategory, equalityCodes, findImportedCode } from '@resident-graph/schema';
import { type ProblemCollector, readText } from '@resident-graph/service-kit';
import type { CodedAnswerInput, EqualityAnswersInput } from '../__generated__/schema-types.ts';
import { type CodedAnswer, type EqualityAnswers, isAnswered } from './equality-information.ts';
import { parseNationalInsuranceNumber } from './national-insurance-number.ts';
import { nearestCodes } from './nearest-codes.ts';

const maximumLanguages = 10;
const maximumPregnancies = 20;
const otherTextLength = 200;

/** Reads the parts of an input; every problem is noted with its path below `answers`. */
class AnswerReader {
  readonly #problems: ProblemCollector;
  readonly #isImport: boolean;

  constructor(problems: ProblemCollector, isImport: boolean) {
    this.#problems = problems;
    this.#isImport = isImport;
  }

  code(value: string | null | undefined, category: EqualityCategory, path: string): string | null {
    if (value === null || value === undefined || value === '') return null;
    const code = this.#isImport ? (findImportedCode(category, value) ?? value) : value;
    const known = equalityCodes[category];
    if (!known.includes(code)) {
      const near = nearestCodes(code, known).join(', ');
      this.#problems.add(`answers.${path}`, 'UNKNOWN_CODE', `Expected a reference code of ${category}; the nearest are ${near}.`);
    }
    return code;
  }

  /** A code that must be there: of a coded answer, or of an item of a list. */
  requiredCode(value: string, category: EqualityCategory, path: string): string {
    if (value === '') this.#problems.add(`answers.${path}`, 'REQUIRED', `Expected a reference code of ${category}.`);
    return this.code(value, category, path) ?? '';
  }

  coded(value: CodedAnswerInput | null | undefined, category: EqualityCategory, path: string): CodedAnswer | null {
    if (value === null || value === undefined) return null;
    const code = this.requiredCode(value.code, category, `${path}.code`);
    const otherText = readText(value.otherText, { path: `answers.${path}.otherText`, maximumLength: otherTextLength }, this.#problems);
    if (otherText !== null && code !== 'other') {
      this.#problems.add(`answers.${path}.otherText`, 'CONTRADICTION', 'Expected own words only with the code `other`.');
    }
    return { code, otherText };
  }

  nationalInsuranceNumber(value: string | null | undefined): string | null {
    if (value === null || value === undefined || value.trim() === '') return null;
    const number = parseNationalInsuranceNumber(value);
    if (number === null) {
      this.#problems.add(
        'answers.nationalInsuranceNumber',
        'INVALID_FORMAT',
        'Expected a national insurance number: two letters that are in use, six digits and a letter from A to D.',
      );
    }
    return number;
  }

  pregnancies(value: EqualityAnswersInput['pregnancyOrMaternity']): EqualityAnswers['pregnancyOrMaternity'] {
    const dates = (value ?? []).map(({ pregnancyDate }) => pregnancyDate);
    if (dates.length > maximumPregnancies)
      this.#problems.add('answers.pregnancyOrMaternity', 'TOO_MANY', `Expected at most ${maximumPregnancies} entries.`);
    if (new Set(dates).size < dates.length)
      this.#problems.add('answers.pregnancyOrMaternity', 'DUPLICATE_ITEM', 'Expected each date once.');
    return dates
      .toSorted()
      .toReversed()
      .map((pregnancyDate) => ({ pregnancyDate }));
  }

  languages(value: EqualityAnswersInput['languages']): EqualityAnswers['languages'] {
    const languages = (value ?? []).map(({ language, isPrimary }, index) => ({
      language: this.requiredCode(language, 'language', `languages.${index}.language`),
      isPrimary,
    }));
    if (languages.length > maximumLanguages)
      this.#problems.add('answers.languages', 'W25', `Expected at most ${maximumLanguages} languages.`);
    if (new Set(languages.map(({ language }) => language)).size < languages.length) {
      this.#problems.add('answers.languages', 'DUPLICATE_ITEM', 'Expected each language once.');
    }
    if (languages.length > 0 && languages.filter(({ isPrimary }) => isPrimary).length !== 1) {
      this.#problems.add('answers.languages', 'W24', 'Expected exactly one primary language.');
    }
    return languages;
  }

  requirements(value: EqualityAnswersInput['communicationRequirements']): readonly string[] {
    const codes = (value ?? []).map((code, index) =>
      this.requiredCode(code, 'communicationRequirements', `communicationRequirements.${index}`),
    );
    if (new Set(codes).size < codes.length) {
      this.#problems.add('answers.communicationRequirements', 'DUPLICATE_ITEM', 'Expected each requirement once.');
    }
    return codes;
  }

  caring(value: EqualityAnswersInput['caringResponsibilities']): EqualityAnswers['caringResponsibilities'] {
    if (value === null || value === undefined) return null;
    const hours = this.code(
      value.hoursSpentProvidingUnpaidCare,
      'hoursSpentProvidingUnpaidCare',
      'caringResponsibilities.hoursSpentProvidingUnpaidCare',
    );
    if (hours !== null && value.providesUnpaidCare !== 'YES') {
      this.#problems.add(
        'answers.caringResponsibilities.hoursSpentProvidingUnpaidCare',
        'CONTRADICTION',
        'Expected hours only when care is provided.',
      );
    }
    return { providesUnpaidCare: value.providesUnpaidCare, hoursSpentProvidingUnpaidCare: hours };
  }

  marriage(value: EqualityAnswersInput['marriageOrCivilPartnership']): EqualityAnswers['marriageOrCivilPartnership'] {
    if (value === null || value === undefined) return null;
    const { married = null, civilPartnership = null } = value;
    if (married === 'YES' && civilPartnership === 'YES') {
      this.#problems.add('answers.marriageOrCivilPartnership', 'CONTRADICTION', 'Expected YES to at most one of the two.');
    }
    return married === null && civilPartnership === null ? null : { married, civilPartnership };
  }
}

/** How answers are read. */
interface ReadingOptions {
  /** Whether they come from a source system, whose spellings of codes are taken too. */
  readonly isImport: boolean;
}

/**
 * Reads equality answers, noting every problem: codes from the reference data, own words only with `other`, W24 and W25 for languages,
 * contradictions, the form of a national insurance number. Source: domain-write.md sections 5.1 to 5.4, decisions 10, 11 and 14.
 */
export const readEqualityAnswers = (
  input: EqualityAnswersInput,
  problems: ProblemCollector,
  { isImport }: ReadingOptions = { isImport: false },
): EqualityAnswers => {
  const reader = new AnswerReader(problems, isImport);
  const gender = reader.coded(input.gender, 'gender', 'gender');
  return {
    ageGroup: reader.code(input.ageGroup, 'ageGroup', 'ageGroup'),
    gender: gender === null ? null : { ...gender, differentToBirthSex: input.gender?.differentToBirthSex ?? null },
    nationality: reader.code(input.nationality, 'nationality', 'nationality'),
    ethnicity: reader.coded(input.ethnicity, 'ethnicGroup', 'ethnicity'),
    religionOrBelief: reader.coded(input.religionOrBelief, 'religionOrBelief', 'religionOrBelief'),
    sexualOrientation: reader.coded(input.sexualOrientation, 'sexualOrientation', 'sexualOrientation'),
    marriageOrCivilPartnership: reader.marriage(input.marriageOrCivilPartnership),
    pregnancyOrMaternity: reader.pregnancies(input.pregnancyOrMaternity),
    nationalInsuranceNumber: reader.nationalInsuranceNumber(input.nationalInsuranceNumber),
    languages: reader.languages(input.languages),
    caringResponsibilities: reader.caring(input.caringResponsibilities),
    disabled: input.disabled ?? null,
    communicationRequirements: reader.requirements(input.communicationRequirements),
    economicSituation: reader.coded(input.economicSituation, 'economicSituation', 'economicSituation'),
    homeSituation: reader.coded(input.homeSituation, 'homeSituation', 'homeSituation'),
    armedForces: reader.code(input.armedForces, 'armedForces', 'armedForces'),
  };
};

/** Notes that a record would have no answer at all. Problem: REQUIRED. */
export const requireAnswer = (answers: EqualityAnswers, problems: ProblemCollector): void => {
  if (!Object.values(answers).some(isAnswered)) problems.add('answers', 'REQUIRED', 'Expected at least one answer.');
};
