import { randomUUID } from 'node:crypto';
import { type HiddenPerson, type Population, personsPerKind } from './population.ts';
import type { Question } from './stage.ts';

/** A question that is asked of what is hidden and of what is not there; the answers are equal to the byte. */
export interface TimedQuestion {
  readonly name: string;
  /** The code of the answers' error; null when there is none. */
  readonly code: string | null;
  /** About something that is hidden from the caller. */
  readonly hidden: readonly Question[];
  /** About something that is not there. */
  readonly absent: readonly Question[];
  /** About something else that is not there, for the A/A run. */
  readonly absentToo: readonly Question[];
}

const persona = 'housing-officer';

interface Places {
  readonly hidden: readonly string[];
  readonly absent: readonly string[];
}

/** Questions that differ in one variable. Of what is absent there are two sets, as large as one another. */
const asking = (name: string, document: string, { hidden, absent }: Places): TimedQuestion => {
  const questions = absent.map((value): Question => ({ persona, document, variables: { value } }));
  const half = Math.floor(questions.length / 2);
  return {
    name,
    code: document.startsWith('mutation') ? 'NOT_FOUND' : null,
    hidden: hidden.map((value) => ({ persona, document, variables: { value } })),
    absent: questions.slice(0, half),
    absentToo: questions.slice(half),
  };
};

const absentIds = (): readonly string[] => Array.from({ length: personsPerKind * 2 }, () => randomUUID());
const absentPhones = (): readonly string[] => Array.from({ length: personsPerKind * 2 }, (_, place) => `+44 20 7946 ${8_000 + place}`);
const firstDetails = (persons: readonly HiddenPerson[]): readonly string[] => persons.flatMap(({ detailIds }) => detailIds.slice(0, 1));

const oneDetail = 'query ($value: ID!) { contactDetail(id: $value) { id contactInformation { value } } }';
const details = 'query ($value: ID!) { contactDetails(targetId: $value) { contactInformation { contactType value } isActive } }';
const found = 'query ($value: String!) { findByContact(type: PHONE, value: $value) { id contactInformation { value } } }';
const consents = 'query ($value: ID!) { consents(personId: $value) { id } }';
const objections = 'query ($value: ID!) { objections(personId: $value) { id } }';
const retire = 'mutation ($value: ID!) { retireContactDetail(input: { id: $value }) { contactDetail { id } } }';
const usable = 'query ($value: ID!) { contactability(personId: $value, contactType: PHONE) { canBeUsed reasons } }';

/** The questions of the test; each by its name in the figures. */
export const timedQuestions = (population: Population): readonly TimedQuestion[] => {
  const { bare, own, besideHidden, hidden, consenting } = population;
  const idsOf = (persons: readonly HiddenPerson[]): readonly string[] => persons.map(({ id }) => id);
  const phonesOf = (persons: readonly HiddenPerson[]): readonly string[] => persons.flatMap(({ phones }) => phones.slice(0, 1));
  return [
    asking('detail', oneDetail, { hidden: firstDetails(hidden), absent: absentIds() }),
    asking('detail_consents', oneDetail, { hidden: firstDetails(consenting), absent: absentIds() }),
    asking('details', details, { hidden: idsOf(hidden), absent: bare }),
    asking('details_consents', details, { hidden: idsOf(consenting), absent: bare }),
    asking('details_beside_own', details, { hidden: besideHidden, absent: own }),
    asking('find', found, { hidden: phonesOf(hidden), absent: absentPhones() }),
    asking('find_consents', found, { hidden: phonesOf(consenting), absent: absentPhones() }),
    asking('contactability', usable, { hidden: idsOf(hidden), absent: bare }),
    asking('retire', retire, { hidden: firstDetails(hidden), absent: absentIds() }),
    asking('consents', consents, { hidden: idsOf(consenting), absent: bare }),
    asking('objections', objections, { hidden: idsOf(consenting), absent: bare }),
  ];
};
