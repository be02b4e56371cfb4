import type { Chance } from './chance.ts';

/** Numbers of the form of national insurance numbers that are nobody's. */
export const insuranceNumbers = ['AB123401C', 'AB123402C', 'AB123403D'] as const;

/** Answers to equality monitoring; none of them is an adjustment, which officers of every area see. */
export const monitoringAnswers = (chance: Chance): Readonly<Record<string, unknown>> => ({
  gender: { code: chance.pick(['m', 'f', 'o']) },
  ...(chance.is(0.4) ? { ethnicity: { code: chance.pick(['whiteIrish', 'indian', 'blackAfrican']) } } : {}),
  ...(chance.is(0.4) ? { disabled: chance.pick(['YES', 'NO', 'PREFER_NOT_TO_SAY']) } : {}),
  ...(chance.is(0.3) ? { nationalInsuranceNumber: chance.pick(insuranceNumbers) } : {}),
});

/** The same, now and then with the languages of the person. */
export const equalityAnswers = (chance: Chance): Readonly<Record<string, unknown>> => ({
  ...monitoringAnswers(chance),
  ...(chance.is(0.3) ? { languages: [{ language: chance.pick(['pol', 'som', 'tur']), isPrimary: true }] } : {}),
});
