/** An address in the cells of the register. */
export interface Address {
  readonly lines: readonly [string, ...string[]];
  readonly postcode: string;
  /** Empty when unknown and overseas. */
  readonly uprn: string;
  /** Empty in the United Kingdom, else ISO 3166-1 alpha-2. */
  readonly country: string;
  /** A number from that country's range for drama. */
  readonly phone?: string;
}

const streets = [
  'Quillmaker Lane',
  'Larkspur Row',
  'Tallowgate',
  'Saltpetre Street',
  'Bellfounder Road',
  'Mulberry Weir',
  'Canal Reach Path',
  'Cooper’s Rents',
  'Lamplighter Close',
  'Ropewalk Terrace',
  'St Erkenwold Road',
  'Hopvine Gardens',
  'Old Osier Street',
  'Tenterhook Yard',
  "Shepherd's Pightle",
  'Gasholder Walk',
] as const;

const blocks = ['Ada Marlowe House', 'Tern Court', 'Pemberley Point', 'Garganey Tower', 'Weavers Block'] as const;

/** Districts that the Royal Mail does not use. */
const districts = ['E23', 'E27', 'N29', 'N31', 'SE33', 'SW26'] as const;
const inwardLetters = 'ABDEFGHJLNPQRSTUWXYZ';

/** The item at an index, counted round and round. */
export const at = <T>(items: readonly [T, ...T[]], index: number): T => items[index % items.length] ?? items[0];

const postcodeOf = (number: number): string =>
  `${at(districts, number)} ${number % 10}${inwardLetters[number % 20] ?? 'A'}${inwardLetters[(number * 7 + 3) % 20] ?? 'B'}`;

/** An invented London home for a resident's number; every tenth has no UPRN in the register. */
export const homes = (number: number): Address => {
  const street = `${((number * 13) % 180) + 1} ${at(streets, number * 5 + Math.floor(number / 16))}`;
  const shapes: readonly [Address['lines'], ...Address['lines'][]] = [
    [`Flat ${(number % 40) + 1}`, at(blocks, number), street, 'London'],
    [street, 'London'],
    [`Flat ${(number % 9) + 1}`, street, 'London'],
  ];
  return {
    lines: at(shapes, number),
    postcode: postcodeOf(number),
    uprn: number % 10 === 9 ? '' : String(999_900_000_000 + number),
    country: '',
  };
};

/** Invented homes abroad, with numbers that the regulators keep for drama where libphonenumber accepts them. */
export const overseasHomes: readonly [Address, ...Address[]] = [
  { lines: ['14 rue du Vieux-Pressoir', 'Saint-Aubin-les-Ormes'], postcode: '75990', uprn: '', country: 'FR', phone: '+33 1 99 00 12 34' },
  { lines: ['Apfelschimmelweg 7', 'Berlin'], postcode: '10990', uprn: '', country: 'DE', phone: '+49 30 23125 123' },
  { lines: ['Calle del Cántaro Viejo 3, 2º izq.', 'Villarrubia del Prado', 'Toledo'], postcode: '45990', uprn: '', country: 'ES' },
  { lines: ['Travessa da Fonte Nova, 21', 'Vila Seca do Monte'], postcode: '8990-001', uprn: '', country: 'PT' },
  { lines: ['2 Boherbeg Cottages', 'Kilnacarrow', 'Co. Cork'], postcode: '', uprn: '', country: 'IE' },
  { lines: ['18 Palm Oil Close', 'Surulere Annexe', 'Lagos'], postcode: '100990', uprn: '', country: 'NG' },
  { lines: ['410 Sweetgum Hollow', 'Maple Bend, NY'], postcode: '00990', uprn: '', country: 'US', phone: '+1 212 555 0123' },
  { lines: ['Kastanienhof 12', 'Hamburg'], postcode: '20990', uprn: '', country: 'DE', phone: '+49 40 66969 123' },
];

/** Where letters go for a while. Every second one has a line for the host. */
export const forwardingPlaces = (number: number): Address => {
  if (number % 4 === 1) return { lines: ['9 quai des Tisserands', 'Port-Breval'], postcode: '13990', uprn: '', country: 'FR' };
  const street = `${(number % 60) + 1} ${at(streets, number + 3)}`;
  const lines: Address['lines'] = number % 2 === 0 ? ['c/o Whitcombe', street] : [street];
  return { lines, postcode: postcodeOf(number + 40), uprn: String(999_900_100_000 + number), country: '' };
};
