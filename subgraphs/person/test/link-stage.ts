import { randomUUID } from 'node:crypto';
import { extendedDataSchemas, linkedSystems } from '@resident-graph/schema';
import type { Disclosure, DocumentDatabase, RestrictionStanding } from '@resident-graph/service-kit';
import { openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import DataLoader from 'dataloader';
import { ExtendedDataSchemas } from '../src/domain/extended-data-schemas.ts';
import type { LinkAddresses } from '../src/domain/link-addresses.ts';
import { readLinkedSystems } from '../src/domain/linked-system.ts';
import { newRecord } from '../src/domain/person.ts';
import { createLinkLoaders, type LinkLoaders } from '../src/link-loaders.ts';
import { createLinkOperations, type LinkOperations } from '../src/operations/link-operations.ts';
import { CrossReferenceStore } from '../src/store/cross-reference-store.ts';
import { ExtendedDataStore } from '../src/store/extended-data-store.ts';
import type { SystemVerdict } from '../src/workers/health-probes.ts';

/** Whoever asks, as a change of the invented housing officer. */
export type Asker = NonNullable<Parameters<typeof signedCallOf>[0]>;

/** Links and extended data of one person over a store, with every system in place and up unless the test says otherwise. */
export interface LinkStage {
  readonly personId: string;
  readonly operations: LinkOperations;
  readonly crossReferences: CrossReferenceStore;
  readonly extendedData: ExtendedDataStore;
  readonly addresses: Map<string, { readonly hrefTemplate: string; readonly healthUrl: string | null }>;
  readonly verdicts: Map<string, SystemVerdict>;
  readonly standings: Map<string, RestrictionStanding>;
  /** Which systems' health was asked for. */
  readonly probed: string[];
  readonly disclosed: Disclosure[];
  readonly pass: (milliseconds: number) => void;
  readonly loadersOf: (asker?: Asker) => LinkLoaders;
}

/** Sets the stage for one test, over a database of its own unless one is given. */
export const createLinkStage = async (database: DocumentDatabase = openEmbeddedDatabase()): Promise<LinkStage> => {
  const personId = randomUUID();
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  const crossReferences = await CrossReferenceStore.open(database);
  const extendedData = await ExtendedDataStore.open(database);
  const systems = readLinkedSystems(linkedSystems);
  const standings = new Map<string, RestrictionStanding>();
  const verdicts = new Map<string, SystemVerdict>();
  const addresses = new Map(
    systems.map(({ code, rel }) => [code, { hrefTemplate: `https://${rel}.example/{reference}`, healthUrl: null as string | null }]),
  );
  const probed: string[] = [];
  const disclosed: Disclosure[] = [];
  const restrictions = { findStandings: async () => standings };
  return {
    personId,
    operations: createLinkOperations({
      store: { findPersons: async (ids) => ids.filter((id) => id === personId).map((id) => ({ id, ...newRecord })) as never },
      restrictions,
      crossReferences,
      extendedData,
      systems,
      schemas: new ExtendedDataSchemas(extendedDataSchemas),
      now: () => now,
    }),
    crossReferences,
    extendedData,
    addresses,
    verdicts,
    standings,
    probed,
    disclosed,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    loadersOf: (asker = {}) =>
      createLinkLoaders(
        {
          crossReferences,
          extendedData,
          systems,
          addresses: addresses satisfies LinkAddresses,
          probes: {
            findVerdicts: async (codes) => {
              probed.push(...codes);
              return new Map(codes.map((code) => [code, verdicts.get(code) ?? 'UP']));
            },
          },
        },
        {
          ...signedCallOf(asker),
          disclose: (disclosure) => void disclosed.push(disclosure),
          isOpenById: new DataLoader(async (ids) => ids.map((id) => standings.get(id) !== 'OUTSIDE')),
          mergedById: new DataLoader(async (ids) => ids.map(() => [])),
        },
      ),
  };
};
