import { execute, parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { openBut, stranger, toySchema } from '../../test/access/toy-operations.ts';
import type { RuleTable } from '../access/rule-table.ts';
import { RequestRecord } from '../audit/request-record.ts';
import { createGuardedExecutor, type OperationExecutor } from './guarded-executor.ts';

type RequestContext = Parameters<OperationExecutor>[0];

interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly subject?: typeof stranger | null;
}

const root = { person: { id: '1', name: 'Ada', secret: 'the value' }, rename: { id: '1', name: 'Ada' }, forget: true };

/** Runs a question through the guard over an executor that notes what reaches it. */
const ask = async (rules: RuleTable, { query, variables, operationName, subject = stranger }: Question, failure?: Error) => {
  const reached: { readonly source: string; readonly hash: string; readonly variables: unknown }[] = [];
  const guarded = createGuardedExecutor({
    schema: toySchema,
    rules,
    audit: {
      recorder: { enter: () => undefined, leave: () => undefined, record: async () => undefined },
      onFailure: () => undefined,
    },
    execute: async (context) => {
      if (failure !== undefined) throw failure;
      reached.push({
        source: print(context.document).replaceAll(/\s+/gu, ' '),
        hash: context.queryHash,
        variables: context.request.variables,
      });
      const result = await execute({
        schema: toySchema,
        document: context.document,
        rootValue: root,
        variableValues: context.request.variables ?? {},
      });
      return JSON.parse(JSON.stringify(result)) as Awaited<ReturnType<OperationExecutor>>;
    },
  });
  const context = {
    document: parse(query),
    operationName: operationName ?? null,
    request: { query, ...(variables === undefined ? {} : { variables }), ...(operationName === undefined ? {} : { operationName }) },
    context: { subject, requestId: 'r', correlationId: 'c', record: new RequestRecord() },
  };
  const answer = await guarded(context as unknown as RequestContext);
  return { answer: JSON.parse(JSON.stringify(answer)) as { data?: unknown; errors?: readonly unknown[] }, reached };
};

const denial = (...path: readonly (string | number)[]) => ({
  message: 'You may not see or do this.',
  path,
  extensions: { code: 'FORBIDDEN', ruleId: 'X1' },
});

describe('the guarded executor', () => {
  test('what is denied does not reach the planner, and comes back as null with an error', async () => {
    const { answer, reached } = await ask(openBut('Person.secret'), { query: '{ person { name secret } }' });
    expect(reached.map(({ source }) => source)).toEqual(['{ person { name } }']);
    expect(answer).toEqual({ data: { person: { name: 'Ada', secret: null } }, errors: [denial('person', 'secret')] });
  });

  test('nothing is asked of the planner but a type when every root is denied', async () => {
    const { answer, reached } = await ask(openBut('Mutation.rename', 'Mutation.forget'), {
      query: 'mutation { rename(id: "1") { id } forget }',
    });
    expect(reached.map(({ source }) => source)).toEqual(['mutation { rg__typename: __typename }']);
    expect(answer).toEqual({ data: { rename: null, forget: null }, errors: [denial('rename'), denial('forget')] });
  });

  test('an operation that is pruned otherwise has another key in the cache of plans', async () => {
    const query = '{ person { name secret } }';
    const [full, pruned] = [await ask(openBut(), { query }), await ask(openBut('Person.secret'), { query })];
    expect(full.reached[0]?.hash).toMatch(/^[0-9a-f]{64}$/u);
    expect(full.reached[0]?.hash).not.toBe(pruned.reached[0]?.hash);
  });

  test.each([
    ['defaults of variables count', {}, '{ person { id } }'],
    ['values win over defaults', { with: true }, '{ person { id name } }'],
  ])('%s for directives', async (_title, variables, expected) => {
    const query = 'query ($with: Boolean! = false) { person { id name @include(if: $with) } }';
    const { reached } = await ask(openBut(), { query, variables });
    expect(reached[0]?.source.replace(/^query.*?\) /u, '')).toBe(expected);
  });

  test('the defaults of variables reach the planner as values', async () => {
    const { reached } = await ask(openBut(), { query: 'query ($h: Boolean = true, $id: ID) { person(id: $id, historic: $h) { id } }' });
    expect(reached[0]?.variables).toEqual({ h: true });
  });

  test.each([
    ['a missing variable', 'query ($id: ID!) { person(id: $id) { id } }', {}, 'Variable "$id" of required type "ID!" was not provided.'],
    ['a null', 'query ($id: ID!) { person(id: $id) { id } }', { id: null }, 'Variable "$id" of non-null type "ID!" must not be null.'],
    [
      'a missing variable of a directive',
      'query ($v: Boolean!) { person { id @skip(if: $v) } }',
      {},
      'Variable "$v" of required type "Boolean!" was not provided.',
    ],
  ])('%s is answered as such and nothing runs', async (_title, query, variables, message) => {
    const { answer, reached } = await ask(openBut(), { query, variables });
    expect(answer).toMatchObject({ errors: [{ message }] });
    expect(reached).toEqual([]);
  });

  test('the named operation of several is judged and run', async () => {
    const { answer, reached } = await ask(openBut('Mutation.forget'), {
      query: 'query A { person { id } } mutation B { forget }',
      operationName: 'B',
    });
    expect(reached.map(({ source }) => source)).toEqual(['mutation B { rg__typename: __typename }']);
    expect(answer).toEqual({ data: { forget: null }, errors: [denial('forget')] });
  });

  test.each([
    ['{ __schema { queryType { name } } __typename }', 'answered'],
    ['{ __typename person { id } }', 'refused'],
    ['{ ...F } fragment F on Query { person { id } }', 'refused'],
    ['mutation { forget }', 'refused'],
    ['mutation { __typename }', 'refused'],
  ])('without a subject %s is %s', async (query, expected) => {
    const { answer, reached } = await ask(openBut(), { query, subject: null });
    expect(reached).toHaveLength(expected === 'answered' ? 1 : 0);
    if (expected === 'refused') {
      expect(answer).toMatchObject({ errors: [{ message: 'Expected a token in the header `Authorization: Bearer ...`.' }] });
      expect(answer.data).toBeUndefined();
    }
  });

  test('a defect below becomes a constant sentence', async () => {
    const { answer } = await ask(openBut(), { query: '{ person { id } }' }, new Error('mongodb://store.invalid'));
    expect(answer).toEqual({ errors: [{ message: 'A defect of the platform. Tell support the request id.' }] });
  });

  test('an operation that grows without end is refused as too complex', async () => {
    const { answer, reached } = await ask(openBut(), { query: `{ person { ${'id '.repeat(5_000)} } }` });
    expect(answer).toEqual({ errors: [{ message: 'Expected at most 5000 selections once fragments are spread.' }] });
    expect(reached).toEqual([]);
  });

  test.each([
    ['an empty name of the operation', { query: '{ person { name secret } }', operationName: '' }],
    ['an empty name and a named operation', { query: 'query Q { person { name secret } }', operationName: '' }],
  ])('%s is none, so the operation is judged as any other', async (_title, question) => {
    const { answer, reached } = await ask(openBut('Person.secret'), question);
    expect(reached).toHaveLength(1);
    expect(reached[0]?.source).not.toContain('secret');
    expect(answer).toMatchObject({ data: { person: { secret: null } } });
  });

  test.each([
    ['a name that no operation has', { query: 'query Q { person { name } }', operationName: 'Other' }],
    ['several operations and no name', { query: 'query Q { person { name } } query R { person { secret } }' }],
    ['several operations and an empty name', { query: 'query Q { person { name } } mutation R { forget }', operationName: '' }],
  ])('%s is refused, and nothing runs', async (_title, question) => {
    const { answer, reached } = await ask(openBut(), question);
    expect(reached).toEqual([]);
    expect(answer.errors).toEqual([{ message: '1 problem in the input: Expected the name of one of the operations of the document.' }]);
  });
});
