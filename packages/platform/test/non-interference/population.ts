import { housingWriter, residentPersonId } from './callers.ts';
import { crowdArea } from './census.ts';
import type { Chance } from './chance.ts';
import type { KnownPerson } from './ground.ts';
import { type IngestedDetail, ingestDetails, ingestPersons } from './imports.ts';
import { type Request, toRequest } from './requests.ts';
import { type DetailInput, descriptions, detailInput, streets, twinValues } from './values.ts';

const forenames = ['Alba', 'Bruno', 'Celia', 'Dorian', 'Edda', 'Felix', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Leon'] as const;
const [consonants, vowels] = ['bdfgklmnprstv', 'aeiou'];

/** A family name that is nobody's. */
const inventName = (chance: Chance): string => {
  const letters = Array.from({ length: 5 }, () => `${chance.pick([...consonants])}${chance.pick([...vowels])}`).join('');
  return `${letters.slice(0, 1).toUpperCase()}${letters.slice(1)}`;
};

/** The persons of an epoch: twelve, four of each name. */
export const newPersons = (chance: Chance, epoch: number): readonly (Omit<KnownPerson, 'id'> & { readonly sourceId: string })[] => {
  const surnames = [inventName(chance), inventName(chance), inventName(chance)];
  return forenames.map((forename, place) => ({ sourceId: `person-${epoch}-${place}`, forename, surname: surnames[place % 3] ?? '' }));
};

/** The persona's own record, the same in every epoch. */
export const residentRecord = { sourceId: 'resident', id: residentPersonId, forename: 'Maeve', surname: 'Holloway-Brandt' };

/** Brings the persons in. */
export const ingestPopulation = (persons: ReturnType<typeof newPersons>): Request => ingestPersons([residentRecord, ...persons]);

/** Two organisations, one of which gets details. */
export const newOrganisation = (chance: Chance): Request & { readonly name: string } => {
  const name = `${inventName(chance)} Homes`;
  return { ...toRequest(housingWriter, { name: 'createOrganisation', input: { name, organisationType: 'LANDLORD' } }), name };
};

/** Not many rows short of what one answer lists. */
const crowd = 92;

/**
 * Fills a person's place with newer rows of an area that nobody here acts for: one more hidden row, and a list that is cut before it is
 * filtered loses a visible one.
 */
export const crowdDetails = (targetId: string): Request =>
  ingestDetails(
    Array.from({ length: crowd }, (_, place): IngestedDetail => {
      const address = { line1: `${place + 100} ${streets[0]}`, postcode: 'N1 7WA', uprn: `${20_000 + place}` };
      const input = { contactType: 'ADDRESS', subType: 'CORRESPONDENCE_ADDRESS', address, isDefault: false } as const;
      const createdAt = '2030-01-01T00:00:00.000Z';
      return { sourceId: `crowd-${targetId}-${place}`, targetId, area: crowdArea, isActive: true, input, createdAt };
    }),
  );

/** The first contact details, of some areas each, some historic. */
export const firstDetails = (chance: Chance, personIds: readonly string[]): Request =>
  ingestDetails(
    personIds.flatMap((id, person) =>
      chance.some(['housing', 'social-care', 'repairs', 'council-tax', 'benefits'], person === 1 ? 1 : 0.45).flatMap((area) =>
        Array.from(
          { length: 1 + chance.upTo(2) },
          (_, place): IngestedDetail => ({
            sourceId: `first-${id}-${area}-${place}`,
            targetId: id,
            area,
            isActive: chance.is(0.65),
            input: detailInput(chance),
          }),
        ),
      ),
    ),
  );

/** A row whose hidden part is another one in each world: what is recorded, and with which mark. */
export interface Twin {
  readonly requests: readonly [Request, Request];
  /** Where the answer has its id. */
  readonly idPath: readonly (string | number)[];
  /** What hides the part; null where nothing has to be done. */
  readonly mark: ((id: string) => Request) | null;
}

const confidential = (id: string): Request =>
  toRequest(housingWriter, { name: 'markSensitivity', input: { id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' } });

const inEachWorld = <Made>(make: (world: 0 | 1) => Made): readonly [Made, Made] => [make(0), make(1)];

/** Rows of housing under a mark that no officer of housing lifts, and rows without an area. */
export const twins = (personIds: readonly string[], epoch: number): readonly Twin[] =>
  personIds.flatMap((targetId, place): readonly Twin[] => {
    const contactType = place % 2 === 0 ? 'PHONE' : 'EMAIL';
    const subType = place % 2 === 0 ? 'MOBILE' : 'PERSONAL';
    const inputs = inEachWorld((world): DetailInput => {
      return { contactType, subType, value: twinValues[contactType][world], description: descriptions[world], isDefault: false };
    });
    const item = { sourceId: `twin-${epoch}-${place}`, targetId, area: null, isActive: true };
    return [
      {
        requests: inEachWorld((world) => toRequest(housingWriter, { name: 'recordContactDetail', input: { targetId, ...inputs[world] } })),
        idPath: ['recordContactDetail', 'contactDetail', 'id'],
        mark: confidential,
      },
      {
        requests: inEachWorld((world) => ingestDetails([{ ...item, input: inputs[world] }])),
        idPath: ['ingestContactDetails', 'results', 0, 'id'],
        mark: null,
      },
    ];
  });
