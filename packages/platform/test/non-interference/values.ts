import type { Chance } from './chance.ts';

/** What a contact detail's input says. Few values, so that areas hold the same ones and limits are met. */
export interface DetailInput {
  readonly contactType: 'PHONE' | 'EMAIL' | 'ADDRESS';
  readonly subType: string;
  readonly value?: string;
  readonly address?: Readonly<Record<string, unknown>>;
  readonly description?: string;
  readonly relation?: string;
  readonly contactName?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly isDefault: boolean;
}

/** Numbers that the regulator keeps for drama. */
const phones = ['0101', '0102', '0103', '0104', '0105', '0106', '0107'].map((end) => `+44 20 7946 ${end}`);
const emails = ['amber', 'basil', 'coral', 'dill', 'ebony', 'fawn'].map((name) => `${name}@example.org`);
/** Invented streets; their words are searched for and are no part of any name. */
export const streets = ['Quillfeather Row', 'Lanternwick Yard', 'Pebblemarsh Walk', 'Thistledown Mews', 'Copperkettle Lane'] as const;
export const descriptions = ['after six only', 'ring twice', 'kept by the daughter', 'via the porter'] as const;
const relations = ['DAUGHTER', 'CARER', 'NEXT_OF_KIN', 'SOLICITOR'] as const;

/**
 * Two values that have one mask: each stands in one of the worlds, in a row that nobody of the test sees in full. Nobody records them
 * anew: that a value of the own area is refused as a duplicate, also a masked one, the access model accepts (L5).
 */
export const twinValues = {
  PHONE: ['+44 20 7946 0211', '+44 20 7946 0311'],
  EMAIL: ['gisela@example.org', 'gudrun@example.net'],
} as const;

export const addressOf = (chance: Chance): Readonly<Record<string, unknown>> => ({
  line1: `${chance.upTo(40) + 1} ${chance.pick(streets)}`,
  postcode: 'N1 7WA',
  uprn: `${10_000 + chance.upTo(5)}`,
});

/** A phone number or email address by chance. */
export const pickValue = (chance: Chance, contactType: 'PHONE' | 'EMAIL'): string => chance.pick(contactType === 'PHONE' ? phones : emails);

const addressInput = (chance: Chance): Omit<DetailInput, 'isDefault'> => {
  if (chance.is(0.2)) {
    return {
      contactType: 'ADDRESS',
      subType: 'FORWARDING_ADDRESS',
      address: addressOf(chance),
      validFrom: '2026-04-01',
      validUntil: '2027-04-01',
    };
  }
  return { contactType: 'ADDRESS', subType: 'CORRESPONDENCE_ADDRESS', address: addressOf(chance) };
};

/** A contact detail by chance; `isPlain` for one that is nobody else's than the target's. */
export const detailInput = (chance: Chance, isPlain = false): DetailInput => {
  const isThirdParty = !isPlain && chance.is(0.15);
  const more = {
    isDefault: chance.is(0.25),
    ...(chance.is(0.3) ? { description: chance.pick(descriptions) } : {}),
    ...(isThirdParty ? { relation: chance.pick(relations), contactName: 'Odile Farrant' } : {}),
  };
  const kind = chance.upTo(10);
  if (kind < 4) {
    const subType = isThirdParty && chance.is(0.3) ? 'EMERGENCY_CONTACT' : 'MOBILE';
    return { contactType: 'PHONE', subType, value: pickValue(chance, 'PHONE'), ...more };
  }
  if (kind < 7) return { contactType: 'EMAIL', subType: 'PERSONAL', value: pickValue(chance, 'EMAIL'), ...more };
  return { ...addressInput(chance), ...more };
};

/** What `findByContact` is asked for when somebody looks for a row with this value. */
export const lookupValue = (contactType: string, value: string, uprn: string | null): string =>
  contactType === 'ADDRESS' ? `N1 7WA, ${uprn ?? value.split(',')[0] ?? ''}` : value;

/** A key that callers use alike, as programs that count from one do: mostly one of the run, sometimes an old one. */
export const idempotencyKey = (chance: Chance, run: string): string => (chance.is(0.75) ? run : 'key');
