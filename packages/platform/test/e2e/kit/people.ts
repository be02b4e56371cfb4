import type { RunningPlatform } from './start-platform.ts';

const createPerson = `mutation ($input: CreatePersonInput!) { createPerson(input: $input) { person { id version } } }`;
const recordPhone = `mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }`;

/** An invented person's input; surnames made of letters alone are found by search as they are. */
export const personInput = (forename: string, surname: string): Record<string, unknown> => ({
  title: 'MS',
  forename,
  surname,
  dateOfBirth: '1980-02-03',
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

/** A surname that nobody else in a story has: letters for the digits of a number. */
export const surnameOf = (number: number): string =>
  `Zeb${String(number)
    .padStart(6, '0')
    .replaceAll(/\d/gu, (digit) => 'abcdefghij'[Number(digit)] ?? '')}`;
