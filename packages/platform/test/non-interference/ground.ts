import type { ContactDetailInBook } from '@resident-graph/contact-details-subgraph';
import type { TestCaller } from './callers.ts';
import type { Census } from './census.ts';
import type { Chance } from './chance.ts';

/** What contact details belong to. */
export interface Target {
  readonly id: string;
  readonly type: 'PERSON' | 'ORGANISATION' | 'TENURE';
}

/** A person of the test. */
export interface KnownPerson {
  readonly id: string;
  readonly forename: string;
  readonly surname: string;
}

/** Whom and what both worlds know since the epoch began. */
export interface Population {
  readonly persons: readonly KnownPerson[];
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly targets: readonly Target[];
  /** Ids of rows whose hidden part is another one in each world. */
  readonly twins: ReadonlySet<string>;
}

/** What requests are made from. */
export interface Ground {
  readonly chance: Chance;
  readonly population: Population;
  /** What the worlds hold, the changes of the run included. */
  readonly census: Census;
  /** What the run is about. */
  readonly focus: readonly Target[];
  /** Makes names of the run unique. */
  readonly run: string;
  /** When the run begins, milliseconds since 1970. */
  readonly startsAt: number;
  /** When the operation of the run is asked. */
  readonly asksAt: number;
}

/** Somebody who asks or writes. */
export interface Actor {
  readonly caller: TestCaller;
  /** Names also what the caller can know nothing of: rows of others, and none at all. */
  readonly isCurious: boolean;
  /** Leaves historic rows of the own area alone, because they count as hidden. */
  readonly isHistoryHidden: boolean;
  /** Whether the run asks for the record of looks. */
  readonly asksRecord: boolean;
}

export const absentId = '00000000-0000-4000-8000-000000000000';

/** When somebody was born, as the persons are brought in. */
export const birthDateAt = (place: number): string => `19${60 + (place % 30)}-0${(place % 9) + 1}-15`;

/** The same of a person of the test. */
export const birthDateOf = ({ persons }: Pick<Population, 'persons'>, personId: string): string =>
  birthDateAt(persons.findIndex(({ id }) => id === personId));

/** A row as far as requests name it. */
export type RowReference = Pick<
  ContactDetailInBook,
  'id' | 'targetId' | 'area' | 'contactType' | 'version' | 'isActive' | 'value' | 'sensitivity'
> & {
  readonly targetType: string;
};

/** A row that does not exist. */
export const absentRow: RowReference = {
  id: absentId,
  targetId: absentId,
  targetType: 'PERSON',
  area: null,
  contactType: 'PHONE',
  version: 0,
  isActive: true,
  value: '',
  sensitivity: 'STANDARD',
};

/** Something of the run's focus, mostly; anything, now and then. */
export const pickTarget = ({ chance, focus, population }: Ground): Target => {
  if (chance.is(0.04)) return { id: absentId, type: 'PERSON' };
  return chance.is(0.9) ? chance.pick(focus) : chance.pick(population.targets);
};

/** The same among persons. */
export const pickPerson = (ground: Ground): Target => {
  const target = pickTarget(ground);
  if (target.type === 'PERSON') return target;
  const persons = ground.focus.filter(({ type }) => type === 'PERSON');
  return persons.length === 0 ? { id: ground.chance.pick(ground.population.persons).id, type: 'PERSON' } : ground.chance.pick(persons);
};

/** A row of the focus: one of the own area, and for the curious also any other one or none. */
export const pickRow = (ground: Ground, actor: Actor, wanted: (row: RowReference) => boolean = () => true): RowReference => {
  const { chance, census, focus, population } = ground;
  const { caller, isCurious, isHistoryHidden } = actor;
  const near = census.rows.filter(
    (row) =>
      focus.some(({ id }) => id === row.targetId) &&
      !(isHistoryHidden && !row.isActive && row.area === caller.area) &&
      (isCurious || !population.twins.has(row.id)),
  );
  const own = near.filter((row) => row.area === caller.area && wanted(row));
  const others = near.filter((row) => row.area !== caller.area);
  if (own.length > 0 && (!isCurious || chance.is(0.6))) return chance.pick(chance.is(0.4) ? own.slice(-3) : own);
  if (isCurious && others.length > 0 && chance.is(0.85)) return chance.pick(chance.is(0.5) ? others.slice(-4) : others);
  return absentRow;
};

/** Whether a run is about emergency openings, which by chance alone would seldom be both made and asked for. */
export const isAboutOpenings = ({ run }: Ground): boolean => run.endsWith('5');

/** Whether a run is about what is known of persons besides contact details, which would be asked for as seldom. */
export const isAboutPersons = ({ run }: Pick<Ground, 'run'>): boolean => run.endsWith('8');
