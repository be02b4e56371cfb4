import { execute } from 'graphql';
import { describe, expect, test } from 'vitest';
import { flatten, openBut, stranger, toySchema } from '../../test/access/toy-operations.ts';
import { decideOperation } from './decide-operation.ts';
import { pruneOperation } from './prune-operation.ts';
import { restoreDenied } from './restore-denied.ts';

const ada = { __typename: 'Person', id: '1', name: 'Ada', secret: 'the value', tags: ['a', 'b'] };
const ben = { __typename: 'Person', id: '2', name: 'Ben', secret: 'the value', friend: ada, friends: [ada, null, ada] };
const phone = { __typename: 'Phone', id: '3', number: '+447700900001' };
const root = {
  person: ben,
  people: [ada, null, ben],
  grid: [[ada], [], [null, ben]],
  any: phone,
  all: [ben, phone, null],
  node: phone,
  rename: ada,
  forget: true,
};

/** Decides, prunes, runs what is left, and restores. */
const answer = async (source: string, denied: readonly string[]) => {
  const operation = flatten(source);
  const decided = await decideOperation(operation, { subject: stranger, variables: {} }, { schema: toySchema, rules: openBut(...denied) });
  const { data } = await execute({ schema: toySchema, document: pruneOperation(operation, decided), rootValue: root });
  return restoreDenied(toySchema, { operation, denied: decided }, JSON.parse(JSON.stringify(data)) as Record<string, unknown>);
};

const paths = ({ errors }: Awaited<ReturnType<typeof answer>>): readonly string[] => errors.map(({ path }) => (path ?? []).join('.'));

describe('restoreDenied', () => {
  test.each([
    ['nothing where nothing is denied', '{ person { id name } }', [], { person: { id: '2', name: 'Ben' } }, []],
    ['a denied field', '{ person { id secret } }', ['Person.secret'], { person: { id: '2', secret: null } }, ['person.secret']],
    ['a denied field under its alias', '{ who: person { it: secret } }', ['Person.secret'], { who: { it: null } }, ['who.it']],
    [
      'a denied root',
      '{ person { id } people { id } }',
      ['Query.person'],
      { person: null, people: [{ id: '1' }, null, { id: '2' }] },
      ['person'],
    ],
    ['every root', '{ a: person { id } b: person { id } }', ['Query.person'], { a: null, b: null }, ['a', 'b']],
    [
      'a denied mutation beside one that ran',
      'mutation { rename(id: "1") { id } forget }',
      ['Mutation.rename'],
      { rename: null, forget: true },
      ['rename'],
    ],
    [
      'a denied field in a list: an error for each object that is there',
      '{ people { id secret } }',
      ['Person.secret'],
      { people: [{ id: '1', secret: null }, null, { id: '2', secret: null }] },
      ['people.0.secret', 'people.2.secret'],
    ],
    [
      'a denied field in a list of lists',
      '{ grid { secret } }',
      ['Person.secret'],
      { grid: [[{ secret: null }], [], [null, { secret: null }]] },
      ['grid.0.0.secret', 'grid.2.1.secret'],
    ],
    [
      'nothing below an absent object',
      '{ people { friend { secret } } }',
      ['Person.secret'],
      { people: [{ friend: null }, null, { friend: { secret: null } }] },
      ['people.2.friend.secret'],
    ],
    ['a denied list as one null', '{ person { friends { id } } }', ['Person.friends'], { person: { friends: null } }, ['person.friends']],
    ['lists of leaves as they are', '{ people { tags } }', [], { people: [{ tags: ['a', 'b'] }, null, { tags: null }] }, []],
    [
      'only the type that is there in a union',
      '{ any { ... on Person { secret } ... on Phone { number } } }',
      ['Person.secret'],
      { any: { number: '+447700900001' } },
      [],
    ],
    [
      'the denied type of a union in a list',
      '{ all { __typename ... on Person { id secret } ... on Phone { number } } }',
      ['Person.secret'],
      { all: [{ __typename: 'Person', id: '2', secret: null }, { __typename: 'Phone', number: '+447700900001' }, null] },
      ['all.0.secret'],
    ],
    [
      'a fragment of an interface on a union',
      '{ all { ... on Node { id } ... on Person { secret } } }',
      ['Person.secret'],
      { all: [{ id: '2', secret: null }, { id: '3' }, null] },
      ['all.0.secret'],
    ],
    ['a denied field of an interface', '{ node { id } }', ['Phone.id'], { node: { id: null } }, ['node.id']],
    ['an object of which everything was skipped', '{ person { id @skip(if: true) } }', [], { person: {} }, []],
    ['objects in a list of which everything was skipped', '{ people { id @skip(if: true) } }', [], { people: [{}, null, {}] }, []],
    [
      'fields that share a response key',
      '{ person { id } person { secret } ...F } fragment F on Query { person { friend { secret } friend { id } } }',
      ['Person.secret'],
      { person: { id: '2', secret: null, friend: { secret: null, id: '1' } } },
      ['person.secret', 'person.friend.secret'],
    ],
    [
      'a response key once, though it is denied twice',
      '{ person { secret secret } }',
      ['Person.secret'],
      { person: { secret: null } },
      ['person.secret'],
    ],
  ] as const)('puts back %s', async (_title, source, denied, data, errorPaths) => {
    const restored = await answer(source, denied);
    expect(restored.data).toEqual(data);
    expect(paths(restored)).toEqual(errorPaths);
    expect(JSON.stringify(restored.data)).not.toContain('rg__');
  });

  test('keeps the order of the fields that the caller asked for', async () => {
    const { data } = await answer('{ person { secret name it: secret id ... on Person { tags } } }', ['Person.secret']);
    expect(Object.keys(data['person'] as object)).toEqual(['secret', 'name', 'it', 'id', 'tags']);
  });

  test('an error carries message, code and rule id and no place in the document', async () => {
    const { errors } = await answer('{ person { secret } }', ['Person.secret']);
    expect(JSON.parse(JSON.stringify(errors))).toEqual([
      { message: 'You may not see or do this.', path: ['person', 'secret'], extensions: { code: 'FORBIDDEN', ruleId: 'X1' } },
    ]);
  });
});
