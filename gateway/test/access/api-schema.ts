import { composeServices } from '@apollo/composition';
import { readSubgraphSdl, subgraphNames } from '@resident-graph/schema';
import { type GraphQLSchema, parse } from 'graphql';

/** The schema that callers see, from the published SDL of the subgraphs. */
export const composeApiSchema = (): GraphQLSchema => {
  const { schema, errors } = composeServices(
    subgraphNames.map((name) => ({ name, typeDefs: parse(readSubgraphSdl(name)), url: `http://${name}.invalid/graphql` })),
  );
  if (schema === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return schema.toAPISchema().toGraphQLJSSchema();
};
