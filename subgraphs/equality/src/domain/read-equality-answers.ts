import { type EqualityCategory, equalityCodes } from '@resident-graph/schema';
import { type ProblemCollector, readText } from '@resident-graph/service-kit';
import type { CodedAnswerInput, EqualityAnswersInput } from '../__generated__/schema-types.ts';
import type { CodedAnswer, EqualityAnswers } from './equality-information.ts';

const maximumLanguages = 10;
const otherTextLength = 200;

/** Reads the parts of an input; every problem is noted with its path below `answers`. */
class AnswerReader {
  readonly #problems: ProblemCollector;

  constructor(problems: ProblemCollector) {
    this.#problems = problems;
  }

  code(value: string | null | undefined, category: EqualityCategory, path: string): string | null {
    if (value === null || value === undefined || value === '') return null;
    const known: readonly string[] = equalityCodes[category];
    if (!known.includes(value)) {
      this.#problems.add(`answers.${path}`, 'UNKNOWN_CODE', `Expected one of the reference codes of ${category}: ${known.join(', ')}.`);
    }
    return value;
  }

  /** A code that must be there: of a coded answer, or of an item of a list. */
  requiredCode(value: string, category: EqualityCategory, path: string): string {
    if (value === '') this.#problems.add(`answers.${path}`, 'REQUIRED', `Expected a reference code of ${category}.`);
    return this.code(value, category, path) ?? '';
  }

  coded(value: CodedAnswerInput | null | undefined, category: EqualityCategory, path: string): CodedAnswer | null {
    if (value === null || value === undefined) return null;
    const otherText = readText(value.otherText, { path: `answers.${path}.otherText`, maximumLength: otherTextLength }, this.#problems);
    if (otherText !== null && value.code !== 'other') {
      this.#problems.add(`answers.${path}.otherText`, 'CONTRADICTION', 'Expected own words only with the code `other`.');
    }
    return { code: this.requiredCode(value.code, category, `${path}.code`), otherText };
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

const isAnswered = (answer: unknown): boolean => answer !== null && !(Array.isArray(answer) && answer.length === 0);

/**
 * Reads equality answers, noting every problem: codes from the reference data, own words only with `other`, W24 and W25 for languages,
 * contradictions. At least one answer is needed. Source: domain-write.md sections 5.1, 5.3 and 5.4, decisions 10, 11 and 14.
 */
export const readEqualityAnswers = (input: EqualityAnswersInput, problems: ProblemCollector): EqualityAnswers => {
  const reader = new AnswerReader(problems);
  const gender = reader.coded(input.gender, 'gender', 'gender');
  const answers: EqualityAnswers = {
    ageGroup: reader.code(input.ageGroup, 'ageGroup', 'ageGroup'),
    gender: gender === null ? null : { ...gender, differentToBirthSex: input.gender?.differentToBirthSex ?? null },
    nationality: reader.code(input.nationality, 'nationality', 'nationality'),
    ethnicity: reader.coded(input.ethnicity, 'ethnicGroup', 'ethnicity'),
    religionOrBelief: reader.coded(input.religionOrBelief, 'religionOrBelief', 'religionOrBelief'),
    sexualOrientation: reader.coded(input.sexualOrientation, 'sexualOrientation', 'sexualOrientation'),
    marriageOrCivilPartnership: reader.marriage(input.marriageOrCivilPartnership),
    languages: reader.languages(input.languages),
    caringResponsibilities: reader.caring(input.caringResponsibilities),
    disabled: input.disabled ?? null,
    communicationRequirements: reader.requirements(input.communicationRequirements),
    economicSituation: reader.coded(input.economicSituation, 'economicSituation', 'economicSituation'),
    homeSituation: reader.coded(input.homeSituation, 'homeSituation', 'homeSituation'),
    armedForces: reader.code(input.armedForces, 'armedForces', 'armedForces'),
  };
  if (!Object.values(answers).some(isAnswered)) problems.add('answers', 'REQUIRED', 'Expected at least one answer.');
  return answers;
};
