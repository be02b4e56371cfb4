import type { Chance } from './chance.ts';

/** What a contact detail's input says. Few values, so that areas hold the same ones and limits are met. */
export interface DetailInput {
  readonly contactType: 'PHONE' | 'EMAIL' | 'ADDRESS';
  readonly subType: string;
  readonly value?: string;
  readonly address?: Readonly<Record<string, unknown>>;
  readonly description?: string;
  readonly isDefault: boolean;
}

/** Numbers that the regulator keeps for drama. */
const phones = ['20 7946 0101', '20 7946 0102', '20 7946 0103', '20 7946 0104', '20 7946 0105', '20 7946 0106', '20 7946 0107'];
const emails = ['amber', 'basil', 'coral', 'dill', 'ebony', 'fawn'].map((name) => `${name}@example.org`);
/** Invented streets; their words are searched for and are no part of any name. */
export const streets = ['Quillfeather Row', 'Lanternwick Yard', 'Pebblemarsh Walk', 'Thistledown Mews', 'Copperkettle Lane'] as const;
const descriptions = ['after six only', 'ring twice', 'kept by the daughter', 'via the porter'];

const addressOf = (chance: Chance): Readonly<Record<string, unknown>> => ({
  line1: `${chance.upTo(40) + 1} ${chance.pick(streets)}`,
  postcode: 'N1 7WA',
  uprn: `${10_000 + chance.upTo(5)}`,
});

/** A contact detail by chance. */
export const detailInput = (chance: Chance): DetailInput => {
  const isDefault = chance.is(0.2);
  const more = { isDefault, ...(chance.is(0.3) ? { description: chance.pick(descriptions) } : {}) };
  const kind = chance.upTo(10);
  if (kind < 5) return { contactType: 'PHONE', subType: 'MOBILE', value: `+44 ${chance.pick(phones)}`, ...more };
  if (kind < 7) return { contactType: 'EMAIL', subType: 'PERSONAL', value: chance.pick(emails), ...more };
  return { contactType: 'ADDRESS', subType: 'CORRESPONDENCE_ADDRESS', address: addressOf(chance), ...more };
};

/** The value of an input, as far as the test compares it. */
export const comparedValue = (input: DetailInput): string => input.value ?? String(input.address?.['line1'] ?? '');

/** A key that callers use alike, as programs that count from one do: mostly one of the run, sometimes an old one. */
export const idempotencyKey = (chance: Chance, run: string): string => (chance.is(0.75) ? run : 'key');
