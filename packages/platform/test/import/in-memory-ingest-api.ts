import { readSubgraphSdl } from '@resident-graph/schema';
import { buildSchema, type GraphQLSchema, graphql } from 'graphql';
import type { IngestApi, IngestMutation } from '../../src/import/ingest-api.ts';

interface Item {
  readonly sourceId: string;
  readonly [field: string]: unknown;
}

interface IngestInput {
  readonly sourceSystem: string;
  readonly items: readonly Item[];
}

/** What the three ingest mutations hold, by source system and source id, and how often each was called. */
export interface InMemoryIngestApi extends IngestApi {
  readonly stored: Readonly<Record<IngestMutation, ReadonlyMap<string, Item>>>;
  readonly calls: readonly { readonly mutation: string; readonly items: number }[];
}

/** The published SDL checks every document and variable; what federation adds to it plays no part here. */
const schemas: Readonly<Record<IngestMutation, GraphQLSchema>> = {
  ingestPersons: buildSchema(readSubgraphSdl('person'), { assumeValidSDL: true }),
  ingestContactDetails: buildSchema(readSubgraphSdl('contact-details'), { assumeValidSDL: true }),
  ingestEqualityInformation: buildSchema(readSubgraphSdl('equality'), { assumeValidSDL: true }),
};

/** An API that keeps items in maps. `refuse` names a problem's path for items that it rejects, `failAt` the call that fails as a whole. */
export const createInMemoryIngestApi = ({
  refuse = () => undefined,
  failAt,
}: {
  readonly refuse?: (item: Item) => string | undefined;
  readonly failAt?: number;
} = {}): InMemoryIngestApi => {
  const stored = {
    ingestPersons: new Map<string, Item>(),
    ingestContactDetails: new Map<string, Item>(),
    ingestEqualityInformation: new Map<string, Item>(),
  };
  const calls: { mutation: string; items: number }[] = [];

  const ingest = (mutation: IngestMutation, { sourceSystem, items }: IngestInput): unknown => {
    calls.push({ mutation, items: items.length });
    if (calls.length === failAt) throw new Error('the store does not answer');
    if (items.length > 1000) throw new Error('more than 1,000 items');
    const results = items.map((item) => {
      const path = refuse(item);
      const problems = path === undefined ? [] : [{ path, code: 'W42', message: 'Characters that a browser could take for markup.' }];
      if (path !== undefined) return { sourceId: item.sourceId, outcome: 'REJECTED', id: null, problems };
      const key = `${sourceSystem}/${item.sourceId}`;
      const known = stored[mutation].get(key);
      stored[mutation].set(key, item);
      const outcome = known === undefined ? 'CREATED' : JSON.stringify(known) === JSON.stringify(item) ? 'UNCHANGED' : 'UPDATED';
      return { sourceId: item.sourceId, outcome, id: `id-of-${key}`, problems };
    });
    return { results };
  };

  return {
    stored,
    calls,
    execute: async (document, variables) => {
      const mutation = (Object.keys(schemas) as IngestMutation[]).find((name) => document.includes(`${name}(`)) ?? 'ingestPersons';
      const rootValue = { [mutation]: ({ input }: { readonly input: IngestInput }) => ingest(mutation, input) };
      return graphql({ schema: schemas[mutation], source: document, variableValues: variables, rootValue });
    },
  };
};
