import type { Chance } from './chance.ts';
import type { Register } from './register.ts';
import { type IngestedDetail, ingestDetails, ingestPersons, type Write } from './requests.ts';
import { detailInput, streets } from './values.ts';

const forenames = ['Alba', 'Bruno', 'Celia', 'Dorian', 'Edda', 'Felix', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Leon'] as const;
const [consonants, vowels] = ['bdfgklmnprstv', 'aeiou'];

/** A family name that is nobody's. */
const inventName = (chance: Chance): string => {
  const letters = Array.from({ length: 5 }, () => `${chance.pick([...consonants])}${chance.pick([...vowels])}`).join('');
  return `${letters.slice(0, 1).toUpperCase()}${letters.slice(1)}`;
};

/** The persons of an epoch: twelve, four of each name. */
export const newPersons = (chance: Chance, epoch: number): Write => {
  const surnames = [inventName(chance), inventName(chance), inventName(chance)];
  return ingestPersons(
    forenames.map((forename, place) => ({ sourceId: `person-${epoch}-${place}`, forename, surname: surnames[place % 3] ?? '' })),
  );
};

/** Not many rows short of what one answer lists. */
const crowd = 80;

/**
 * Fills a person's place with newer rows of an area that nobody here acts for: one more hidden row, and a list that is cut before it is
 * filtered loses a visible one.
 */
export const crowdDetails = (targetId: string): Write =>
  ingestDetails(
    'ingest-service',
    Array.from({ length: crowd }, (_, place): IngestedDetail => {
      const address = { line1: `${place + 100} ${streets[0]}`, postcode: 'N1 7WA', uprn: `${20_000 + place}` };
      const input = { contactType: 'ADDRESS', subType: 'CORRESPONDENCE_ADDRESS', address, isDefault: false } as const;
      return {
        sourceId: `crowd-${targetId}-${place}`,
        targetId,
        area: 'libraries',
        isActive: true,
        input,
        createdAt: '2030-01-01T00:00:00.000Z',
      };
    }),
  );

/** Their first contact details, of some areas each, some historic. */
export const firstDetails = (chance: Chance, register: Register): Write => {
  const items = register.persons.flatMap(({ id }) =>
    chance.some(['housing', 'social-care', 'repairs', 'council-tax'], id === register.persons[0]?.id ? 1 : 0.6).flatMap((area) =>
      Array.from(
        { length: 1 + chance.upTo(4) },
        (_, place): IngestedDetail => ({
          sourceId: `first-${id}-${area}-${place}`,
          targetId: id,
          area,
          isActive: chance.is(0.6),
          input: detailInput(chance),
        }),
      ),
    ),
  );
  return ingestDetails('ingest-service', items);
};
