import { type EqualityCategory, findImportedCode } from '@resident-graph/schema';
import { type CodedAnswerItem, type EqualityAnswersItem, triStateAnswers } from './ingest-items.ts';
import type { MappedEquality, MappedValue } from './mapping.ts';
import { type RowReader, withoutAbsent } from './read-value.ts';

interface MappedCode {
  readonly code: MappedValue;
  readonly otherText?: MappedValue | undefined;
}

/** Finds the code that a text of a category stands for: codes and aliases in any case. */
const codeOf =
  (category: EqualityCategory) =>
  (text: string): string | undefined =>
    findImportedCode(category, text);

const mapCoded = (reader: RowReader, mapped: MappedCode | undefined, category: EqualityCategory): CodedAnswerItem | undefined => {
  const code = reader.found(mapped?.code, codeOf(category));
  const otherText = reader.text(mapped?.otherText);
  if (code !== undefined && (code === 'other' || otherText === undefined)) return withoutAbsent({ code, otherText });
  // The schema takes own words with the code `other` only; the code alone is still good.
  if (otherText !== undefined) reader.keepWithout(mapped?.otherText, 'own words go with the code "other" only');
  return code === undefined ? undefined : { code };
};

const mapGender = (reader: RowReader, mapped: MappedEquality['gender']): EqualityAnswersItem['gender'] => {
  const coded = mapCoded(reader, mapped, 'gender');
  const differentToBirthSex = reader.oneOf(mapped?.differentToBirthSex, triStateAnswers);
  if (coded !== undefined) return withoutAbsent({ ...coded, differentToBirthSex });
  return differentToBirthSex === undefined ? undefined : reader.keepWithout(mapped?.differentToBirthSex, 'needs the answer on gender');
};

const mapMarriage = (
  reader: RowReader,
  mapped: MappedEquality['marriageOrCivilPartnership'],
): EqualityAnswersItem['marriageOrCivilPartnership'] => {
  const married = reader.oneOf(mapped?.married, triStateAnswers);
  const civilPartnership = reader.oneOf(mapped?.civilPartnership, triStateAnswers);
  return married === undefined && civilPartnership === undefined ? undefined : withoutAbsent({ married, civilPartnership });
};

const mapCaring = (reader: RowReader, mapped: MappedEquality['caringResponsibilities']): EqualityAnswersItem['caringResponsibilities'] => {
  const providesUnpaidCare = reader.oneOf(mapped?.providesUnpaidCare, triStateAnswers);
  const hours = reader.found(mapped?.hoursSpentProvidingUnpaidCare, codeOf('hoursSpentProvidingUnpaidCare'));
  if (providesUnpaidCare === 'YES' || (providesUnpaidCare !== undefined && hours === undefined)) {
    return withoutAbsent({ providesUnpaidCare, hoursSpentProvidingUnpaidCare: hours });
  }
  if (hours !== undefined) reader.keepWithout(mapped?.hoursSpentProvidingUnpaidCare, 'hours go with the answer that care is provided');
  return providesUnpaidCare === undefined ? undefined : { providesUnpaidCare };
};

/** Each date once, in the order of the columns. */
const mapPregnancies = (
  reader: RowReader,
  mapped: MappedEquality['pregnancyOrMaternity'] = [],
): EqualityAnswersItem['pregnancyOrMaternity'] => {
  const dates = new Set(mapped.flatMap((date) => reader.text(date) ?? []));
  return dates.size === 0 ? undefined : [...dates].map((pregnancyDate) => ({ pregnancyDate }));
};

/** Takes the equality answers from a row; undefined when there is none. The first language counts as the primary one. */
export const mapEquality = (reader: RowReader, mapped: MappedEquality): EqualityAnswersItem | undefined => {
  const answers = withoutAbsent({
    ageGroup: reader.found(mapped.ageGroup, codeOf('ageGroup')),
    gender: mapGender(reader, mapped.gender),
    nationality: reader.found(mapped.nationality, codeOf('nationality')),
    ethnicity: mapCoded(reader, mapped.ethnicity, 'ethnicGroup'),
    religionOrBelief: mapCoded(reader, mapped.religionOrBelief, 'religionOrBelief'),
    sexualOrientation: mapCoded(reader, mapped.sexualOrientation, 'sexualOrientation'),
    marriageOrCivilPartnership: mapMarriage(reader, mapped.marriageOrCivilPartnership),
    pregnancyOrMaternity: mapPregnancies(reader, mapped.pregnancyOrMaternity),
    nationalInsuranceNumber: reader.text(mapped.nationalInsuranceNumber),
    languages: reader.foundList(mapped.languages, codeOf('language'))?.map((language, index) => ({ language, isPrimary: index === 0 })),
    caringResponsibilities: mapCaring(reader, mapped.caringResponsibilities),
    disabled: reader.oneOf(mapped.disabled, triStateAnswers),
    communicationRequirements: reader.foundList(mapped.communicationRequirements, codeOf('communicationRequirements')),
    economicSituation: mapCoded(reader, mapped.economicSituation, 'economicSituation'),
    homeSituation: mapCoded(reader, mapped.homeSituation, 'homeSituation'),
    armedForces: reader.found(mapped.armedForces, codeOf('armedForces')),
  });
  return Object.keys(answers).length === 0 ? undefined : answers;
};
