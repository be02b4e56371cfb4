import { composeServices } from '@apollo/composition';
import { ApolloGateway, type GatewayConfig, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type DocumentNode, parse } from 'graphql';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Composes a supergraph of one subgraph. @throws Error with the problems of the composition */
export const composeToy = (sdl: string): string => {
  const typeDefs: DocumentNode = parse(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])\n${sdl}`,
  );
  const composed = composeServices([{ name: 'toy', typeDefs, url: 'http://toy.invalid/graphql' }]);
  if (composed.supergraphSdl === undefined) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  return composed.supergraphSdl;
};

/** Apollo's gateway as it comes, over one subgraph that always answers the same data. */
export const createToyGateway = (sdl: string, answer: Readonly<Record<string, unknown>> | GraphQLDataSource): ApolloGateway => {
  const dataSource =
    'process' in answer ? (answer as GraphQLDataSource) : ({ process: async () => ({ data: answer }) } as unknown as GraphQLDataSource);
  const config: GatewayConfig = { supergraphSdl: composeToy(sdl), buildService: () => dataSource, logger: silent };
  return new ApolloGateway(config);
};

/** What Apollo Server with everything at its default answers. */
export const askServer = async (
  parts: { readonly gateway: GatewayInterface } | { readonly schema: ApolloServerSchema },
  query: string,
): Promise<Answer> => {
  const server = new ApolloServer({ ...parts, logger: silent, nodeEnv: 'production', stopOnTerminationSignals: false });
  await server.start();
  try {
    const { body } = await server.executeOperation({ query });
    if (body.kind !== 'single') throw new Error('Expected one answer.');
    return JSON.parse(JSON.stringify(body.singleResult)) as Answer;
  } finally {
    await server.stop();
  }
};

type ApolloServerSchema = Parameters<typeof import('graphql').printSchema>[0];

/** An answer as it goes over the wire. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}
