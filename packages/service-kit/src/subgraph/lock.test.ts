import { buildSchema, execute, GraphQLError, parse } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { describe, expect, it } from 'vitest';
import { maskError } from '../errors/mask-error.ts';
import { notFound } from '../errors/service-error.ts';
import { errorOf } from '../testing/error-of.ts';
import { signedCallOf } from '../testing/signed-call-sample.ts';
import { assertEveryRuleIsARule, calledByGateway, createLock, type LockRule, type LockRules, mayDo, rowPasses } from './lock.ts';
import type { SignedCall } from './signed-call.ts';

const schema = buildSchema(
  'type Query { read: String write: String rows: [Row!] broken: String unmentioned: String } type Row { id: ID name: String }',
);

interface Row {
  readonly id: string;
  readonly name: string;
}

const rows: readonly Row[] = [
  { id: 'a', name: 'Ann' },
  { id: 'b', name: 'Bob' },
];

const ask = async (rules: LockRules, query: string, call: { readonly as?: SignedCall; readonly broken?: () => string } = {}) => {
  const result = await execute({
    schema: applyMiddleware(schema, createLock(rules)),
    document: parse(query),
    rootValue: { read: 'read', write: 'written', rows, unmentioned: 'canary', broken: call.broken },
    contextValue: call.as ?? signedCallOf(),
  });
  const data = JSON.parse(JSON.stringify(result.data ?? null)) as unknown;
  return { data, errors: result.errors?.map((error) => maskError(error, 'request-1').formatted) };
};

const open = rowPasses<Row, SignedCall>('open', () => true);
const query = { read: mayDo('person.read'), write: mayDo('person.write'), rows: calledByGateway, broken: calledByGateway };
const rules: LockRules = { Query: query, Row: open };
const worker: SignedCall = { ...signedCallOf(), identity: { ...signedCallOf().identity, issuer: 'equality' } };

describe('the second lock', () => {
  it('opens to a caller who may do the action', async () => {
    expect(await ask(rules, '{ read write }')).toEqual({ data: { read: 'read', write: 'written' }, errors: undefined });
  });

  it('denies one field and opens the others', async () => {
    const reader = signedCallOf({ roles: ['person:read'] });
    expect(await ask(rules, '{ read write }', { as: reader })).toEqual({
      data: { read: 'read', write: null },
      errors: [{ message: 'Not allowed.', path: ['write'], extensions: { code: 'FORBIDDEN', ruleId: 'P2' } }],
    });
  });

  it.each<[string, SignedCall]>([
    ['without the role', signedCallOf({ roles: ['contact:read'] })],
    ['without an acting area', signedCallOf({ actingArea: null })],
    ['of a kind that never may', signedCallOf({ kind: 'analyst' })],
    ['whom the gateway has not met', worker],
  ])('denies a caller %s', async (_title, as) => {
    expect(await ask(rules, '{ read }', { as })).toMatchObject({
      data: { read: null },
      errors: [{ extensions: { code: 'FORBIDDEN', ruleId: 'P1' } }],
    });
  });

  it("denies a subgraph's worker what only the gateway may ask", async () => {
    expect(await ask(rules, '{ rows { id } }', { as: worker })).toMatchObject({
      data: { rows: null },
      errors: [{ extensions: { code: 'FORBIDDEN', ruleId: 'S1' } }],
    });
  });

  it('denies a field and a type that are not mentioned', async () => {
    expect(await ask(rules, '{ unmentioned }')).toMatchObject({
      data: { unmentioned: null },
      errors: [{ extensions: { code: 'FORBIDDEN', ruleId: 'S0' } }],
    });
    expect(await ask({ Query: query }, '{ rows { name } }')).toMatchObject({ data: { rows: [{ name: null }, { name: null }] } });
  });

  it('lets a code of a resolver through and hides a defect', async () => {
    const broken = (error: Error) => (): string => {
      throw error;
    };
    expect(await ask(rules, '{ broken }', { broken: broken(notFound('person')) })).toMatchObject({
      errors: [{ message: 'There is no such person.', path: ['broken'], extensions: { code: 'NOT_FOUND' } }],
    });
    const coded = new GraphQLError('Expected less.', { extensions: { code: 'BAD_USER_INPUT' } });
    expect(await ask(rules, '{ broken }', { broken: broken(coded) })).toMatchObject({
      errors: [{ message: 'Expected less.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(await ask(rules, '{ broken }', { broken: broken(new TypeError('canary')) })).toMatchObject({
      errors: [
        {
          message: 'A defect of the platform. Tell support the request id.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
        },
      ],
    });
  });
});

describe('a row rule', () => {
  it('shows only the rows that pass', async () => {
    const onlyA = rowPasses<Row, SignedCall>('only-a', ({ id }) => id === 'a');
    const { data, errors } = await ask({ ...rules, Row: onlyA }, '{ rows { name } }');
    expect(data).toEqual({ rows: [{ name: 'Ann' }, { name: null }] });
    expect(errors).toMatchObject([{ path: ['rows', 1, 'name'], extensions: { code: 'FORBIDDEN', ruleId: 'only-a' } }]);
  });

  it('judges a row once a call, not once a field, and anew for the next call', async () => {
    const judged: string[] = [];
    const counting = rowPasses<Row, SignedCall>('counting', ({ id }) => {
      judged.push(id);
      return true;
    });
    await ask({ ...rules, Row: counting }, '{ rows { id name again: name } }');
    expect(judged).toEqual(['a', 'b']);
    await ask({ ...rules, Row: counting }, '{ rows { id } }');
    expect(judged).toEqual(['a', 'b', 'a', 'b']);
  });

  it('that cannot judge denies', async () => {
    const failing = rowPasses<Row, SignedCall>('failing', () => {
      throw new TypeError('canary');
    });
    const { data, errors } = await ask({ ...rules, Row: failing }, '{ rows { name } }');
    expect(data).toEqual({ rows: [{ name: null }, { name: null }] });
    expect(JSON.stringify(errors)).not.toContain('canary');
  });
});

describe('a lock with something that is no rule', () => {
  it('is refused with every place', () => {
    const missing = undefined as unknown as LockRule;
    const wrong: LockRules = { Query: { ...query, read: missing, write: true as unknown as LockRule }, Row: missing, Other: open };
    expect(errorOf(() => assertEveryRuleIsARule(wrong))).toHaveProperty('message', 'Not a rule: Query.read, Query.write, Row.*.');
    expect(() => createLock(wrong)).toThrow('Not a rule');
    expect(() => assertEveryRuleIsARule(rules)).not.toThrow();
  });
});
