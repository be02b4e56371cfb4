import { type Identity, swapDayAndMonth } from './duplicates-register.ts';

type Chance = () => number;
type Edit = (identity: Identity, chance: Chance) => Identity;

const pick = <Item>(items: readonly Item[], chance: Chance): Item | undefined => items[Math.floor(chance() * items.length)];

/** Two letters change places, one is lost, doubled, or another one is struck. */
const mistype = (text: string, chance: Chance): string => {
  const place = 1 + Math.floor(chance() * Math.max(1, text.length - 2));
  const [before, letter, next, after] = [text.slice(0, place), text.charAt(place), text.charAt(place + 1), text.slice(place + 2)];
  const other = pick([...'aeiorstln'], chance) ?? 'e';
  const edited = [
    before + next + letter + after,
    before + next + after,
    before + letter + letter + next + after,
    before + other + next + after,
  ];
  return pick(edited, chance) ?? text;
};

const swapped = (date: string): string => (Number(date.slice(8)) > 12 ? date : swapDayAndMonth(date));

/** Another year of the same decade, which is the digit that is misread most. */
const misreadYear = (date: string, chance: Chance): string => date.slice(0, 3) + Math.floor(chance() * 10) + date.slice(4);

const edits: readonly Edit[] = [
  (identity, chance) => ({ ...identity, forename: identity.forename === null ? null : mistype(identity.forename, chance) }),
  (identity, chance) => ({ ...identity, surname: identity.surname === null ? null : mistype(identity.surname, chance) }),
  (identity) => ({ ...identity, forename: identity.surname, surname: identity.forename }),
  (identity) => ({ ...identity, dateOfBirth: identity.dateOfBirth === null ? null : swapped(identity.dateOfBirth) }),
  (identity, chance) => ({ ...identity, dateOfBirth: identity.dateOfBirth === null ? null : misreadYear(identity.dateOfBirth, chance) }),
  (identity) => ({ ...identity, forename: identity.forename?.slice(0, 3) ?? null }),
  (identity) => ({ ...identity, dateOfBirth: null }),
];

/** What a person might be asked for as: one to three things are wrong. */
export const corrupt = (identity: Identity, chance: Chance): Identity => {
  let copy = identity;
  for (let left = 1 + Math.floor(chance() * 3); left > 0; left -= 1) copy = pick(edits, chance)?.(copy, chance) ?? copy;
  return copy;
};
