import { type EqualityCategory, equalityCodes, equalityCodeTables } from '@resident-graph/schema';
import { type CodedAnswerItem, type EqualityAnswersItem, triStateAnswers } from './ingest-items.ts';
import type { MappedEquality, MappedValue } from './mapping.ts';
import { type RowReader, withoutAbsent } from './read-value.ts';

interface MappedCode {
  readonly code: MappedValue;
  readonly otherText?: MappedValue | undefined;
}

/** What the import may send of a category: codes and aliases. */
const codesOf = (category: EqualityCategory): readonly string[] => [
  ...equalityCodes[category],
  ...Object.keys(equalityCodeTables[category].aliases),
];

const mapCoded = (reader: RowReader, mapped: MappedCode | undefined, codes: readonly string[]): CodedAnswerItem | undefined => {
  const code = reader.oneOf(mapped?.code, codes);
  const otherText = reader.text(mapped?.otherText);
  if (code !== undefined && (code === 'other' || otherText === undefined)) return withoutAbsent({ code, otherText });
  // The schema takes own words with the code `other` only; the code alone is still good.
  if (otherText !== undefined) reader.keepWithout(mapped?.otherText, 'own words go with the code "other" only');
  return code === undefined ? undefined : { code };
};

const mapGender = (reader: RowReader, mapped: MappedEquality['gender']): EqualityAnswersItem['gender'] => {
  const coded = mapCoded(reader, mapped, codesOf('gender'));
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
  const hours = reader.oneOf(mapped?.hoursSpentProvidingUnpaidCare, codesOf('hoursSpentProvidingUnpaidCare'));
  if (providesUnpaidCare === 'YES' || (providesUnpaidCare !== undefined && hours === undefined)) {
    return withoutAbsent({ providesUnpaidCare, hoursSpentProvidingUnpaidCare: hours });
  }
  if (hours !== undefined) reader.keepWithout(mapped?.hoursSpentProvidingUnpaidCare, 'hours go with the answer that care is provided');
  return providesUnpaidCare === undefined ? undefined : { providesUnpaidCare };
};

/** Takes the equality answers from a row; undefined when there is none. The first language counts as the primary one. */
export const mapEquality = (reader: RowReader, mapped: MappedEquality): EqualityAnswersItem | undefined => {
  const answers = withoutAbsent({
    ageGroup: reader.oneOf(mapped.ageGroup, codesOf('ageGroup')),
    gender: mapGender(reader, mapped.gender),
    nationality: reader.oneOf(mapped.nationality, codesOf('nationality')),
    ethnicity: mapCoded(reader, mapped.ethnicity, codesOf('ethnicGroup')),
    religionOrBelief: mapCoded(reader, mapped.religionOrBelief, codesOf('religionOrBelief')),
    sexualOrientation: mapCoded(reader, mapped.sexualOrientation, codesOf('sexualOrientation')),
    marriageOrCivilPartnership: mapMarriage(reader, mapped.marriageOrCivilPartnership),
    languages: reader.listOf(mapped.languages, codesOf('language'))?.map((language, index) => ({ language, isPrimary: index === 0 })),
    caringResponsibilities: mapCaring(reader, mapped.caringResponsibilities),
    disabled: reader.oneOf(mapped.disabled, triStateAnswers),
    communicationRequirements: reader.listOf(mapped.communicationRequirements, codesOf('communicationRequirements')),
    economicSituation: mapCoded(reader, mapped.economicSituation, codesOf('economicSituation')),
    homeSituation: mapCoded(reader, mapped.homeSituation, codesOf('homeSituation')),
    armedForces: reader.oneOf(mapped.armedForces, codesOf('armedForces')),
  });
  return Object.keys(answers).length === 0 ? undefined : answers;
};
