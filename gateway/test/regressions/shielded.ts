import { buildSchema, type GraphQLSchema, graphql } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { rule, shield } from 'graphql-shield';
import type { Answer } from './toy-gateway.ts';

type Rules = Parameters<typeof shield>[0];
type Options = Parameters<typeof shield>[1];

/** A rule that counts its calls and refuses. */
export const createDeny = (name = 'deny') => {
  const calls = { count: 0 };
  const deny = rule(name, { cache: 'no_cache' })(() => {
    calls.count += 1;
    return false;
  });
  return { deny, calls };
};

/** A schema with graphql-shield around it. */
export const createShielded = (sdl: string, rules: Rules, options: Options = {}): GraphQLSchema =>
  applyMiddleware(buildSchema(sdl), shield(rules, options));

/** Runs a query on a schema over plain objects. */
export const run = async (schema: GraphQLSchema, query: string, rootValue: object): Promise<Answer> =>
  JSON.parse(JSON.stringify(await graphql({ schema, source: query, rootValue, contextValue: {} }))) as Answer;
