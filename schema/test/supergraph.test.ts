import { readdirSync, readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readSubgraphSdl, readSupergraphSdl, subgraphNames } from '../src/index.ts';

const compose = () =>
  composeServices(subgraphNames.map((name) => ({ name, typeDefs: parse(readSubgraphSdl(name)), url: `http://${name}.invalid/graphql` })));

const composeApiSchema = (): GraphQLSchema => {
  const { schema } = compose();
  if (schema === undefined) throw new Error('The subgraphs do not compose.');
  return schema.toAPISchema().toGraphQLJSSchema();
};

const operationsFolder = new URL('../operations/', import.meta.url);

describe('the supergraph', () => {
  test('is the composition of the four subgraphs', () => {
    const composed = compose();
    expect(composed.errors?.map(({ message }) => message) ?? []).toEqual([]);
    expect(composed.supergraphSdl).toBe(readSupergraphSdl());
  });

  test('composes without a hint', () => {
    expect(compose().hints?.map((hint) => hint.toString()) ?? []).toEqual([]);
  });

  test('keeps what rows are judged by from callers', () => {
    const apiSchema = composeApiSchema();
    expect(apiSchema.getType('ContactDetailAccessAttributes')).toBeUndefined();
    expect(validate(apiSchema, parse('{ contactDetail(id: "d") { accessAttributes { area } } }')).map(({ message }) => message)).toEqual([
      'Cannot query field "accessAttributes" on type "ContactDetail".',
    ]);
  });
});

describe('the promised operations', () => {
  const apiSchema = composeApiSchema();
  const files = readdirSync(operationsFolder).filter((file) => file.endsWith('.graphql'));

  test('there are some', () => {
    expect(files).toContain('three-callers.graphql');
  });

  test.each(files)('%s holds one named operation that the schema answers', (file) => {
    const document = parse(readFileSync(new URL(file, operationsFolder), 'utf8'));
    expect(validate(apiSchema, document).map(({ message }) => message)).toEqual([]);
    expect(getOperationAST(document)?.name?.value).toMatch(/^[A-Z]\w+$/u);
  });
});
