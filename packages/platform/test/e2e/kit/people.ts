import { createHash } from 'node:crypto';
import type { RunningPlatform } from './start-platform.ts';

const createPerson = `mutation ($input: CreatePersonInput!) { createPerson(input: $input) { person { id version } } }`;
const recordPhone = `mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }`;

/** A birth date of the last century that goes with a name, so that two invented persons are not taken for one. */
const birthDateOf = (name: string): string => {
  const number = createHash('sha256').update(name).digest().readUInt32BE(0);
  return new Date(Date.UTC(1900, 0, 1 + (number % 36_500))).toISOString().slice(0, 10);
};

/** An invented person's input; surnames made of letters alone are found by search as they are. */
export const personInput = (forename: string, surname: string): Record<string, unknown> => ({
  title: 'MS',
  forename,
  surname,
  dateOfBirth: birthDateOf(forename + surname),
  personTypes: ['TENANT'],
  reason: 'A story',
});

/** Creates a person and answers the id. */
export const createPersonAs = async (platform: RunningPlatform, persona: string, input: Record<string, unknown>): Promise<string> => {
  const { body, text } = await platform.ask(persona, createPerson, { variables: { input } });
  const id: unknown = body.data?.createPerson?.person?.id;
  if (typeof id !== 'string') throw new Error(`No person was created: ${text}`);
  return id;
};

/** Records a phone for the persona's area and answers the id. */
export const recordPhoneAs = async (
  platform: RunningPlatform,
  persona: string,
  detail: { targetId: string; value: string },
): Promise<string> => {
  const input = { ...detail, contactType: 'PHONE', subType: 'MOBILE' };
  const { body, text } = await platform.ask(persona, recordPhone, { variables: { input } });
  const id: unknown = body.data?.recordContactDetail?.contactDetail?.id;
  if (typeof id !== 'string') throw new Error(`No phone was recorded: ${text}`);
  return id;
};

const syllables = ['ba', 'de', 'fi', 'go', 'ku', 'la', 'me', 'ni', 'po', 'ru'];

/** A forename that sounds like few others: four syllables for the digits of a number, spread so that neighbours differ in all of them. */
export const forenameOf = (number: number): string => {
  const digits = String((number * 7_919) % 10_000).padStart(4, '0');
  return [...digits].map((digit) => syllables[Number(digit)] ?? '').join('');
};

/** A surname that nobody else in a story has: letters for the digits of a number. */
export const surnameOf = (number: number): string =>
  `Zeb${String((number * 387_421) % 1_000_000)
    .padStart(6, '0')
    .replaceAll(/\d/gu, (digit) => 'abcdefghij'[Number(digit)] ?? '')}`;
