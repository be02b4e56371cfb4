import { GraphQLError } from 'graphql';
import { rule } from 'graphql-shield';
import { describe, expect, test } from 'vitest';
import { stranger } from '../../test/access/toy-operations.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { mayDo, type RuleContext, reached } from './rules.ts';

const judging = (name: string, judge: () => unknown) => rule(`judging-${name}`, { cache: 'no_cache' })(judge as () => boolean);
const denied = { message: 'You may not see or do this.', extensions: { code: 'FORBIDDEN', ruleId: 'D0' } };

describe('evaluateRule', () => {
  test.each([
    ['true', () => true],
    ['a promise of true', async () => true],
  ])('%s opens', async (name, judge) => {
    expect(await evaluateRule(judging(name, judge), {}, { subject: stranger })).toBe('allowed');
  });

  test.each([
    ['false', () => false],
    ['undefined', () => undefined],
    ['null', () => null],
    ['a text', () => 'allowed'],
    ['the number 1', () => 1],
    ['an object', () => ({})],
    ['an Error', () => new Error('the value')],
    [
      'a throw',
      () => {
        throw new Error('the value');
      },
    ],
    [
      'a rejection',
      async () => {
        throw new Error('the value');
      },
    ],
    ['a promise of false', async () => false],
    [
      'a thrown GraphQLError',
      () => {
        throw new GraphQLError('the value');
      },
    ],
  ])('%s denies without a word of its own', async (name, judge) => {
    const verdict = await evaluateRule(judging(name, judge), {}, { subject: stranger });
    expect(verdict).toBeInstanceOf(GraphQLError);
    expect(verdict).toMatchObject(denied);
  });

  test('an absent rule denies', async () => {
    expect(await evaluateRule(undefined, {}, { subject: stranger })).toMatchObject(denied);
  });

  test('a GraphQLError that is returned is the answer', async () => {
    const error = new GraphQLError('Name a purpose.', { extensions: { code: 'FORBIDDEN', ruleId: 'Z9' } });
    expect(
      await evaluateRule(
        judging('own', () => error),
        {},
        { subject: stranger },
      ),
    ).toBe(error);
  });

  test('a rule sees subject and arguments, and no row', async () => {
    const seen: unknown[] = [];
    const looking = rule('looking', { cache: 'no_cache' })((parent: unknown, args: unknown, { subject }: RuleContext) => {
      seen.push(parent, args, subject);
      return true;
    });
    await evaluateRule(looking, { id: 'p-1' }, { subject: stranger });
    expect(seen).toEqual([{}, { id: 'p-1' }, stranger]);
  });

  test('every denial is an error of its own', async () => {
    const rules = mayDo('person.read');
    const [first, second] = [await evaluateRule(rules, {}, { subject: stranger }), await evaluateRule(rules, {}, { subject: stranger })];
    expect(first).toMatchObject({ extensions: { code: 'FORBIDDEN', ruleId: 'P1' } });
    expect(first).not.toBe(second);
  });

  test('reached opens to everybody', async () => {
    expect(await evaluateRule(reached, {}, { subject: stranger })).toBe('allowed');
  });

  test.each([
    [['person:read'], 'allowed'],
    [['contact:read'], 'refused'],
    [[], 'refused'],
  ] as const)('mayDo judges by the policy: with the roles %j reading a person is %s', async (roles, expected) => {
    const verdict = await evaluateRule(mayDo('person.read'), {}, { subject: { ...stranger, roles } });
    expect(verdict === 'allowed' ? 'allowed' : 'refused').toBe(expected);
  });
});
