import { mayReadRecord, permit } from '@resident-graph/policy';
import { groupBy, type SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { CrossReference } from './domain/cross-reference.ts';
import { type ExtendedData, extendedDataIdOf } from './domain/extended-data.ts';
import { type LinkAddresses, toHref } from './domain/link-addresses.ts';
import { type LinkedSystem, mayFollow } from './domain/linked-system.ts';
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
  const noteExtendedData = (shown: readonly ExtendedData[]): void => {
    for (const data of shown)
      call.disclose({ action: 'extended-data.read', personIds: [data.personId], resourceIds: [extendedDataIdOf(data)] });
  };
  return {
    noteExtendedData,
    linksByPerson: new DataLoader(async (ids) => {
      const systems = parts.systems.filter((system) => mayFollow(subject, system) && parts.addresses.has(system.code));
      // Without a system to follow nobody need be asked about, whatever there is.
      const references = systems.length === 0 ? [] : await parts.crossReferences.findByPersons(await findOpen(ids));
      const links = await showLinks(parts, systems, references);
      return ids.map((id) => links.get(id) ?? []);
    }),
    extendedDataByPerson: new DataLoader(async (ids) => {
      const { actingArea } = subject;
      if (actingArea === null || !permit(subject, 'extended-data.read').isPermitted) return ids.map(() => null);
      const shown = await parts.extendedData.findOfArea(actingArea, await findOpen(ids));
      noteExtendedData(shown);
      const found = new Map(shown.map((data) => [data.personId, data]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  };
};

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
