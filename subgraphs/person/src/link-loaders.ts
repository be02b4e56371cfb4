import { mayReadRecord, permit } from '@resident-graph/policy';
import { groupBy, type SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { CrossReference } from './domain/cross-reference.ts';
import { type ExtendedData, extendedDataIdOf } from './domain/extended-data.ts';
import { type LinkAddresses, toHref } from './domain/link-addresses.ts';
import { type LinkedSystem, mayFollow } from './domain/linked-system.ts';
import type { Person } from './domain/person.ts';
import type { CrossReferenceStore } from './store/cross-reference-store.ts';
import type { ExtendedDataStore } from './store/extended-data-store.ts';
import type { HealthProbes } from './workers/health-probes.ts';

/** A link as the graph shows it. */
export interface ShownLink {
  readonly rel: string;
  readonly href: string;
  readonly type: 'GET';
  readonly available: boolean;
}

/** The loaders of one request for what hangs on a person. */
export interface LinkLoaders {
  readonly linksByPerson: DataLoader<string, readonly ShownLink[]>;
  /** What the acting area holds; what is shown is put on record with the reading. */
  readonly extendedDataByPerson: DataLoader<string, ExtendedData | null>;
  /** Puts on record that extended data is shown. */
  readonly noteExtendedData: (shown: readonly ExtendedData[]) => void;
}

/** What these loaders stand on. */
export interface LinkLoaderParts {
  readonly crossReferences: Pick<CrossReferenceStore, 'findByPersons'>;
  readonly extendedData: Pick<ExtendedDataStore, 'findOfArea'>;
  readonly systems: readonly LinkedSystem[];
  readonly addresses: LinkAddresses;
  readonly probes: Pick<HealthProbes, 'findVerdicts'>;
}

type LinkCall = Pick<SignedCall, 'subject' | 'disclose'> & {
  /** Whether the caller is told all of a person: false for a restricted one outside the compartment. */
  readonly isOpenById: DataLoader<string, boolean>;
  /** By survivor's id who is merged into it, in the order of merging. */
  readonly mergedById: DataLoader<string, readonly Person[]>;
};

/**
 * Makes the loaders of one request. What the caller may not see is as absent as what does not exist: the record of another person, links that
 * the caller may not follow, data of another area, and all of it of a restricted person outside the compartment.
 */
export const createLinkLoaders = (parts: LinkLoaderParts, call: LinkCall): LinkLoaders => {
  const { subject } = call;
  const findOpen = async (ids: readonly string[]): Promise<readonly string[]> => {
    const readable = ids.filter((id) => mayReadRecord(subject, id));
    const areOpen = await Promise.all(readable.map((id) => call.isOpenById.load(id)));
    return readable.filter((_id, place) => areOpen[place] === true);
  };
  /** By id what counts of a person, first what is recorded of the id itself, then of the merged, the newest merge first. */
  const findGroups = async (ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
    const open = await findOpen(ids);
    const merged = await Promise.all(open.map((id) => call.mergedById.load(id)));
    return new Map(open.map((id, place) => [id, [id, ...(merged[place] ?? []).map((person) => person.id).toReversed()]]));
  };
  const noteExtendedData = (shown: readonly ExtendedData[]): void => {
    for (const data of shown)
      call.disclose({ action: 'extended-data.read', personIds: [data.personId], resourceIds: [extendedDataIdOf(data)] });
  };
  return {
    noteExtendedData,
    linksByPerson: new DataLoader(async (ids) => {
      const systems = parts.systems.filter((system) => mayFollow(subject, system) && parts.addresses.has(system.code));
      // Without a system to follow nobody need be asked about, whatever there is.
      const groups = systems.length === 0 ? new Map<string, readonly string[]>() : await findGroups(ids);
      const references = groups.size === 0 ? [] : await parts.crossReferences.findByPersons([...groups.values()].flat());
      const links = await showLinks(parts, systems, joinReferences(groups, references));
      return ids.map((id) => links.get(id) ?? []);
    }),
    extendedDataByPerson: new DataLoader(async (ids) => {
      const { actingArea } = subject;
      if (actingArea === null || !permit(subject, 'extended-data.read').isPermitted) return ids.map(() => null);
      const groups = await findGroups(ids);
      const held = await parts.extendedData.findOfArea(actingArea, [...groups.values()].flat());
      const byPerson = new Map(held.map((data) => [data.personId, data]));
      const found = ids.map((id) => firstOf(groups.get(id) ?? [], byPerson));
      noteExtendedData(found.filter((data) => data !== null));
      return found;
    }),
  };
};

/** What is known of the first of some ids of whom something is. */
const firstOf = <Known>(ids: readonly string[], known: ReadonlyMap<string, Known>): Known | null =>
  ids.map((id) => known.get(id)).find((one) => one !== undefined) ?? null;

/** The references that count for each person: for a system that of the person, else of whoever was merged last. */
const joinReferences = (groups: ReadonlyMap<string, readonly string[]>, references: readonly CrossReference[]): readonly CrossReference[] =>
  [...groups].flatMap(([id, members]) => {
    const systems = [...new Set(references.filter(({ personId }) => members.includes(personId)).map(({ system }) => system))];
    return systems.flatMap((system) => {
      const ofSystem = new Map(references.filter((one) => one.system === system).map((one) => [one.personId, one]));
      const counting = firstOf(members, ofSystem);
      return counting === null ? [] : [{ ...counting, personId: id }];
    });
  });

/** The links of persons to some systems, in the order of the systems, without those to systems that are down. */
const showLinks = async (
  { addresses, probes }: LinkLoaderParts,
  systems: readonly LinkedSystem[],
  references: readonly CrossReference[],
): Promise<ReadonlyMap<string, readonly ShownLink[]>> => {
  const wanted = systems.filter(({ code }) => references.some(({ system }) => system === code));
  const verdicts = await probes.findVerdicts(wanted.map(({ code }) => code));
  const ofPersons = groupBy(references, ({ personId }) => personId);
  return new Map(
    [...ofPersons].map(([personId, some]) => [
      personId,
      wanted.flatMap(({ code, rel, type }): readonly ShownLink[] => {
        const known = some.find(({ system }) => system === code);
        const address = addresses.get(code);
        const verdict = verdicts.get(code);
        if (known === undefined || address === undefined || verdict === 'DOWN') return [];
        return [{ rel, href: toHref(address, known.reference), type, available: verdict === 'UP' }];
      }),
    ]),
  );
};
