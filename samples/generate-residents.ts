import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createChance } from './chance.ts';
import { answerEquality, type EqualityCells } from './invented-answers.ts';
import { type InventedName, inventedNames } from './invented-people.ts';
import { type Address, at, forwardingPlaces, homes, overseasHomes } from './invented-places.ts';

// Writes samples/residents.csv, the same bytes every time: `npx tsx samples/generate-residents.ts` (`--check` compares only).
// Nobody in it exists. Phones are those that Ofcom, ARCEP and the Bundesnetzagentur keep for drama; streets, postcodes
// and UPRNs are invented.

/** Columns of a resident, alike on all the resident's rows. */
const personColumns = [
  'person_id',
  'title',
  'forename',
  'middle_name',
  'surname',
  'preferred_forename',
  'date_of_birth',
  'place_of_birth',
  'person_type',
] as const;

/** Columns of what one service area knows. */
const areaColumns = [
  'phone',
  'phone_sub_type',
  'emergency_phone',
  'emergency_relation',
  'emergency_name',
  'email',
  'address_line_1',
  'address_line_2',
  'address_line_3',
  'address_line_4',
  'postcode',
  'uprn',
  'country',
  'previous_address_line_1',
  'previous_address_line_2',
  'previous_postcode',
  'previous_uprn',
  'previous_country',
  'previous_until',
  'forwarding_address_line_1',
  'forwarding_address_line_2',
  'forwarding_postcode',
  'forwarding_uprn',
  'forwarding_country',
  'forwarding_from',
  'forwarding_until',
] as const;

const equalityColumns = [
  'age_group',
  'gender',
  'gender_other',
  'gender_different_to_birth_sex',
  'nationality',
  'ethnic_group',
  'ethnic_group_other',
  'religion_or_belief',
  'sexual_orientation',
  'married',
  'civil_partnership',
  'languages',
  'provides_unpaid_care',
  'unpaid_care_hours',
  'disabled',
  'communication_requirements',
  'economic_situation',
  'home_situation',
  'armed_forces',
] as const satisfies readonly (keyof EqualityCells)[];

const columns = ['resident_ref', 'area', ...personColumns, ...areaColumns, ...equalityColumns] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

const residentCount = 200;
const chance = createChance(20_260_310);

const ukPhones = chance
  .shuffle(Array.from({ length: 1000 }, (_, index) => `020 7946 0${String(index).padStart(3, '0')}`))
  .filter((phone) => phone !== '020 7946 0018' && phone !== '020 7946 0733');
const takePhone = (): string => ukPhones.pop() ?? '';

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ł/gi, 'l')
    .replace(/[^A-Za-z]+/g, '')
    .toLowerCase();

const emailOf = (name: InventedName, number: number): string =>
  `${fold(name.forename)}.${fold(name.surname)}${number}@${number % 3 === 0 ? 'example.com' : 'example.org'}`;

const addressCells = (prefix: 'address' | 'previous_address' | 'forwarding_address', address: Address): Row => {
  const start = prefix.replace('address', '');
  const lines = Object.fromEntries(address.lines.map((line, index) => [`${prefix}_line_${index + 1}`, line]));
  return { ...lines, [`${start}postcode`]: address.postcode, [`${start}uprn`]: address.uprn, [`${start}country`]: address.country };
};

/** The register keeps former addresses on two lines. */
const onTwoLines = ({ lines, ...rest }: Address): Address => ({ ...rest, lines: [lines.slice(0, -1).join(', '), lines.at(-1) ?? ''] });

const birthDate = (number: number): string => {
  const year = number % 23 === 0 ? chance.between(2009, 2020) : number % 9 === 0 ? chance.between(1929, 1945) : chance.between(1946, 2005);
  return `${year}-${String(chance.between(1, 12)).padStart(2, '0')}-${String(chance.between(1, 28)).padStart(2, '0')}`;
};

const areasOf = (number: number): readonly string[] => {
  const first = chance.pick(['housing', 'housing', 'housing', 'housing', 'social-care', 'council-tax', 'benefits', 'libraries', 'repairs']);
  const wanted = number % 16 === 0 ? 3 : number % 4 === 0 ? 2 : 1;
  const others = chance
    .shuffle(['housing', 'social-care', 'council-tax', 'benefits', 'repairs', 'libraries'])
    .filter((area) => area !== first);
  return [first, ...others].slice(0, wanted);
};

const titleOf = (number: number, name: InventedName): string =>
  number % 31 === 0 ? '' : number % 41 === 0 ? 'DR' : number % 19 === 0 ? 'MX' : name.title;

const personCells = (number: number, name: InventedName): Row => {
  const born = number % 47 === 0 ? '' : birthDate(number);
  const isChild = born > '2008';
  return {
    title: isChild ? '' : titleOf(number, name),
    forename: name.forename,
    middle_name: number % 5 === 0 ? name.middleName : '',
    surname: name.surname,
    preferred_forename: number % 17 === 0 ? name.preferredForename : '',
    date_of_birth: born,
    place_of_birth:
      number % 3 === 0 ? chance.pick(['London', 'Leeds', 'Lagos', 'Lisboa', 'Kraków', 'Dhaka', 'Kingston', 'Bogotá', 'İzmir', 'Cork']) : '',
    person_type: isChild
      ? 'HOUSEHOLD_MEMBER'
      : chance.pick(['TENANT', 'TENANT', 'TENANT', 'LEASEHOLDER', 'HOUSEHOLD_MEMBER', 'OCCUPANT', 'FREEHOLDER']),
  };
};

const detailCells = (number: number, name: InventedName, areaIndex: number): Row => {
  if (number % 20 === 7) return {};
  const isOverseas = number % 25 === 3;
  const home: Address = isOverseas ? at(overseasHomes, Math.floor(number / 25)) : homes(number);
  const hasPhone = number % 11 !== 5;
  const foreignPhone = areaIndex === 0 && isOverseas ? home.phone : undefined;
  return {
    ...(hasPhone ? { phone: foreignPhone ?? takePhone(), phone_sub_type: chance.pick(['HOME', 'LANDLINE', 'MAIN_NUMBER', 'WORK']) } : {}),
    ...(number % 29 === 1
      ? {
          emergency_phone: takePhone(),
          emergency_relation: chance.pick(['DAUGHTER', 'SON', 'NEIGHBOUR', 'SIBLING']),
          emergency_name: name.neighbour,
        }
      : {}),
    ...(areaIndex === 0 && number % 3 !== 1 ? { email: emailOf(name, number) } : {}),
    ...(areaIndex === 0 || number % 8 === 0 ? addressCells('address', home) : {}),
    ...(areaIndex === 0 && number % 13 === 2
      ? { ...addressCells('previous_address', onTwoLines(homes(number + 500))), previous_until: `202${number % 5}-0${(number % 9) + 1}-28` }
      : {}),
    ...(areaIndex === 0 && number % 21 === 4
      ? {
          ...addressCells('forwarding_address', forwardingPlaces(number)),
          forwarding_from: '2026-02-01',
          forwarding_until: number % 2 === 0 ? '2027-01-31' : '',
        }
      : {}),
  };
};

/** The resident of the landing page: two areas know two phones of hers. */
const storyPerson: readonly Row[] = (() => {
  const person: Row = {
    resident_ref: 'R-0001',
    title: 'MS',
    forename: 'Amara',
    middle_name: 'Ngozi',
    surname: 'Okafor-Lindqvist',
    preferred_forename: 'Mara',
    date_of_birth: '1984-06-17',
    place_of_birth: 'Göteborg',
    person_type: 'TENANT',
  };
  const home: Address = { lines: ['Flat 12', '48 Quillmaker Lane', 'London'], postcode: 'E23 4QZ', uprn: '999900000001', country: '' };
  return [
    {
      ...person,
      area: 'housing',
      phone: '020 7946 0018',
      phone_sub_type: 'HOME',
      email: 'amara.okafor-lindqvist@example.org',
      ...addressCells('address', home),
      age_group: 'thirtyFiveToFortyFour',
      gender: 'f',
      gender_different_to_birth_sex: 'no',
      nationality: 'british',
      ethnic_group: 'mixedBackground',
      religion_or_belief: 'secularBeliefs',
      sexual_orientation: 'heterosexual',
      married: 'yes',
      civil_partnership: 'no',
      languages: 'english igbo',
      provides_unpaid_care: 'yes',
      unpaid_care_hours: 'fiveToNineHours',
      disabled: 'no',
      communication_requirements: 'largePrint',
      economic_situation: 'employedPartTime',
      home_situation: 'rentedFromTheCouncil',
      armed_forces: 'no',
    },
    { ...person, area: 'social-care', phone: '020 7946 0733', phone_sub_type: 'MAIN_NUMBER' },
  ];
})();

/** The resident behind the persona `resident`. */
const residentPersona: readonly Row[] = [
  {
    resident_ref: 'R-0002',
    // The persona's token names this id (gateway/src/identity/personas.ts).
    person_id: '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02',
    area: 'housing',
    title: 'MRS',
    forename: 'Maeve',
    surname: 'Holloway-Brandt',
    date_of_birth: '1971-11-03',
    place_of_birth: 'Cork',
    person_type: 'TENANT',
    phone: takePhone(),
    phone_sub_type: 'HOME',
    email: 'maeve.holloway-brandt@example.org',
    ...addressCells('address', { lines: ['3 Larkspur Row', 'London'], postcode: 'N29 7TB', uprn: '999900000002', country: '' }),
    age_group: 'fiftyFiveToSixtyFour',
    gender: 'f',
    nationality: 'irish',
    languages: 'english',
    disabled: 'no',
  },
];

const inventResident = (number: number, name: InventedName): readonly Row[] => {
  const person = { resident_ref: `R-${String(number).padStart(4, '0')}`, ...personCells(number, name) };
  const answers: Row = number % 5 === 1 || number % 5 === 3 ? {} : answerEquality(chance, person.date_of_birth ?? '');
  return areasOf(number).map((area, index) => ({ ...person, area, ...detailCells(number, name, index), ...(index === 0 ? answers : {}) }));
};

const names = inventedNames(chance, residentCount - 2);
const rows: readonly Row[] = [...storyPerson, ...residentPersona, ...names.flatMap((name, index) => inventResident(index + 3, name))];
const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const text = `${[columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(','))].join('\n')}\n`;
const path = fileURLToPath(new URL('residents.csv', import.meta.url));
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (readFileSync(path, 'utf8') !== text)
  throw new Error('samples/residents.csv differs from what the generator writes: run it and commit the result.');
