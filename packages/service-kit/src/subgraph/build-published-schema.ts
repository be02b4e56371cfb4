import { buildSubgraphSchema } from '@apollo/subgraph';
import { readSubgraphSdl, type SubgraphName } from '@resident-graph/schema';
import { type GraphQLSchema, parse } from 'graphql';

/** The schema that a subgraph publishes, without resolvers: what its fetches are read against. */
export const buildPublishedSubgraphSchema = (name: SubgraphName): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(readSubgraphSdl(name)) });
