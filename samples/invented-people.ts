import type { Chance } from './chance.ts';

/** A name that nobody is meant to bear. */
export interface InventedName {
  readonly title: string;
  readonly forename: string;
  readonly middleName: string;
  readonly preferredForename: string;
  readonly surname: string;
  /** Somebody else's name, for emergency contacts. */
  readonly neighbour: string;
}

const women = [
  'Aisling',
  'Ayşe',
  'Beatriz',
  'Bożena',
  'Chloë',
  'Chidinma',
  'Dervla',
  'Élodie',
  'Farida',
  'Fionnuala',
  'Gülşah',
  'Hodan',
  'Inês',
  'Jasmin',
  'Keziah',
  'Lubna',
  'María José',
  'Mei-Ling',
  'Nádia',
  'Oluwaseun',
  'Parveen',
  'Renée',
  'Saoirse',
  'Siân',
  'Thandiwe',
  'Ursula',
  'Veronika',
  'Winsome',
  'Yetunde',
  'Zoë',
] as const;

const men = [
  'Abiodun',
  'André',
  'Bartłomiej',
  'Björn',
  'Cormac',
  'D’Andre',
  'Emrys',
  'François',
  'Gethin',
  'Hüseyin',
  'Ibrahim',
  'João',
  'Jean-Luc',
  'Kwabena',
  'Leroy',
  'Łukasz',
  'Mahmoud',
  'Mícheál',
  'Nuno',
  'Obinna',
  'Patrick',
  'Quang',
  'Ravindra',
  'Ruairí',
  'Stefanos',
  'Tomás',
  'Umar',
  'Václav',
  'Wojciech',
  'Zdeněk',
] as const;

const surnames = [
  'Abernathy-Osei',
  'Achterberg',
  'Adeyemi-Clarke',
  'Balderstone',
  'Barros Quintela',
  'Bąkowska',
  'Brightwater',
  'Casals Ferrer',
  "D'Ambrosio",
  "D'Souza-Platt",
  'Delacroix',
  'Demirtaş',
  'Dunmore',
  'Eyre-Whitlock',
  'Fernández Olmedo',
  'Fitzwarren',
  'Gallowglass',
  'García Ibáñez',
  'Gilchrist',
  'Gonçalves Seixas',
  'Grzybowski',
  'Hallström',
  'Harrowgate',
  'Idowu',
  'Järvinen',
  'Kalokoh',
  'Kavanagh',
  'Köhlbrandt',
  'Lacey-Mbeki',
  'Lindholm',
  'Lópes Varela',
  'MacAlindon',
  'McGillivray',
  'Mensah-Whitby',
  'Moreira Pacheco',
  "N'Diaye",
  'Nakagawa',
  'Nuñez Arriaga',
  "O'Brannigan",
  "O'Shaughlin",
  'Oyelaran',
  'Pettibone',
  'Quarshie',
  'Rahmanzai',
  'Ribeiro Falcão',
  'Rosenthaler',
  'Sánchez Iriarte',
  'Şahinoğlu',
  'Stonebridge',
  'St John-Pryce',
  'Tembo',
  'Thistlewood',
  'Uddin-Marlow',
  'Ünalan',
  'Van der Meersch',
  'Villanueva Soto',
  'Warsame',
  'Whitcombe',
  "Ya'qubi",
  'Żuławska',
] as const;

const short = new Map<string, string>([
  ['María José', 'Marijo'],
  ['Jean-Luc', 'Luc'],
  ['Bartłomiej', 'Bartek'],
  ['Oluwaseun', 'Seun'],
  ['Fionnuala', 'Nuala'],
  ['Wojciech', 'Wojtek'],
]);

/** So many names, no two alike; women and men in turn. */
export const inventedNames = (chance: Chance, count: number): readonly InventedName[] => {
  const bySurname = Array.from({ length: Math.ceil(count / surnames.length) }, () => chance.shuffle(surnames)).flat();
  const taken = new Set<string>();
  return bySurname.slice(0, count).map((surname, index) => {
    const pool = index % 2 === 0 ? women : men;
    let forename: string = chance.pick(pool);
    while (taken.has(`${forename} ${surname}`)) forename = chance.pick(pool);
    taken.add(`${forename} ${surname}`);
    return {
      title: index % 2 === 0 ? chance.pick(['MS', 'MRS', 'MISS']) : 'MR',
      forename,
      middleName: chance.pick(pool),
      preferredForename: short.get(forename) ?? forename.slice(0, 3),
      surname,
      neighbour: `${chance.pick(women)} ${chance.pick(surnames)}`,
    };
  });
};
