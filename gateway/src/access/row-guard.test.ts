import type { Subject } from '@resident-graph/policy';
import { buildPublishedSubgraphSchema } from '@resident-graph/service-kit';
import type { FormattedExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createFetchGuardPlan } from './fetch-guard-plan.ts';
import { guardRows, policyJudgeRow } from './row-guard.ts';

const schema = buildPublishedSubgraphSchema('contact-details');

const subject: Subject = {
  id: 'officer-1',
  kind: 'officer',
  actingArea: 'housing',
  roles: ['contact:read'],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
};

const attributes = { area: 'housing', isActive: true, targetType: 'PERSON', targetId: 'p-1' };
const own = (id: string) => ({ rg__access: { ...attributes }, id });
const old = (id: string) => ({ rg__access: { ...attributes, isActive: false }, id });
const foreign = (id: string) => ({ rg__access: { ...attributes, area: 'social-care' }, id });

const guard = (query: string, result: object, variables: Readonly<Record<string, unknown>> = {}) =>
  guardRows(
    { plan: createFetchGuardPlan(schema, query), subject, variables, judge: policyJudgeRow },
    structuredClone(result) as FormattedExecutionResult,
  );

const list = '{contactDetails(targetId:"p-1"){id}}';
const one = '{contactDetail(id:"d"){id}}';
const ofPersons = 'query($representations:[_Any!]!){_entities(representations:$representations){...on Person{contactDetails{id}}}}';
const ofDetails = 'query($representations:[_Any!]!){_entities(representations:$representations){...on ContactDetail{id}}}';

describe('guardRows', () => {
  test.each([
    ['rows of the own area stay', list, { contactDetails: [own('1'), own('2')] }, { contactDetails: [{ id: '1' }, { id: '2' }] }, 0],
    ['rows of another area go', list, { contactDetails: [foreign('1'), own('2'), foreign('3')] }, { contactDetails: [{ id: '2' }] }, 2],
    ['historic rows go when nobody asked', list, { contactDetails: [old('1'), own('2')] }, { contactDetails: [{ id: '2' }] }, 1],
    ['an empty list stays empty', list, { contactDetails: [] }, { contactDetails: [] }, 0],
    ['null stays null', list, { contactDetails: null }, { contactDetails: null }, 0],
    ['null in a list stays', list, { contactDetails: [null, own('1')] }, { contactDetails: [null, { id: '1' }] }, 0],
    ['one row of the own area stays', one, { contactDetail: own('1') }, { contactDetail: { id: '1' } }, 0],
    ['one row of another area is null', one, { contactDetail: foreign('1') }, { contactDetail: null }, 1],
    [
      'rows below entities',
      ofPersons,
      { _entities: [{ contactDetails: [foreign('1'), own('2')] }, null, { contactDetails: [foreign('3')] }] },
      { _entities: [{ contactDetails: [{ id: '2' }] }, null, { contactDetails: [] }] },
      2,
    ],
    [
      'entities keep their places',
      ofDetails,
      { _entities: [foreign('1'), own('2'), old('3'), null] },
      { _entities: [null, { id: '2' }, null, null] },
      2,
    ],
    [
      'rows below rows',
      '{contactDetail(id:"d"){person{contactDetails{id}}}}',
      { contactDetail: { ...own('1'), person: { contactDetails: [foreign('2'), own('3')] } } },
      { contactDetail: { id: '1', person: { contactDetails: [{ id: '3' }] } } },
      1,
    ],
    [
      'a removed row takes along what is below it',
      '{contactDetail(id:"d"){person{contactDetails{id}}}}',
      { contactDetail: { ...foreign('1'), person: { contactDetails: [own('2')] } } },
      { contactDetail: null },
      1,
    ],
    [
      'the row of a payload stays though it is historic',
      'mutation{retireContactDetail(input:{id:"d"}){contactDetail{id}}}',
      { retireContactDetail: { contactDetail: old('1') } },
      { retireContactDetail: { contactDetail: { id: '1' } } },
      0,
    ],
    [
      'the row of a payload of another area goes',
      'mutation{retireContactDetail(input:{id:"d"}){contactDetail{id}}}',
      { retireContactDetail: { contactDetail: foreign('1') } },
      { retireContactDetail: { contactDetail: null } },
      1,
    ],
    [
      'each key has its own question for history',
      '{a:contactDetails(targetId:"p-1",includeHistoric:true){id} b:contactDetails(targetId:"p-1"){id}}',
      { a: [old('1')], b: [old('1')] },
      { a: [{ id: '1' }], b: [] },
      1,
    ],
  ])('%s', (_title, query, data, expected, removed) => {
    const guarded = guard(query, { data });
    expect(guarded.result).toEqual({ data: expected });
    expect(guarded.removed).toHaveLength(removed);
  });

  test.each([
    [{ h: true }, [{ id: '1' }]],
    [{ h: false }, []],
    [{}, []],
  ])('history by a variable: %j', (variables, expected) => {
    const query = 'query($h:Boolean){contactDetails(targetId:"p-1",includeHistoric:$h){id}}';
    expect(guard(query, { data: { contactDetails: [old('1')] } }, variables).result).toEqual({ data: { contactDetails: expected } });
  });

  test.each([
    ['no attributes', { id: '1' }],
    ['null attributes', { id: '1', rg__access: null }],
    ['attributes without the area', { id: '1', rg__access: { isActive: true, targetType: 'PERSON', targetId: 'p-1' } }],
    ['attributes without the activity', { id: '1', rg__access: { area: 'housing', targetType: 'PERSON', targetId: 'p-1' } }],
    ['an activity that is text', { id: '1', rg__access: { ...attributes, isActive: 'true' } }],
    ['an area that is a list', { id: '1', rg__access: { ...attributes, area: ['housing'] } }],
    ['attributes without the target', { id: '1', rg__access: { area: 'housing', isActive: true } }],
    ['attributes that are a list', { id: '1', rg__access: [attributes] }],
    ['no area', { id: '1', rg__access: { ...attributes, area: null } }],
    ['attributes under a name of the caller', { id: '1', accessAttributes: attributes }],
  ])('a row with %s is removed', (_title, row) => {
    expect(guard(list, { data: { contactDetails: [row] } }).result).toEqual({ data: { contactDetails: [] } });
    expect(guard(one, { data: { contactDetail: row } }).result).toEqual({ data: { contactDetail: null } });
  });

  test('an entity of a contact detail whose attributes failed is removed', () => {
    expect(guard(ofDetails, { data: { _entities: [{ id: '1', rg__access: null }] } }).result).toEqual({ data: { _entities: [null] } });
  });

  test.each([
    ['an error of a row that stays moves with it', ['contactDetails', 2, 'person'], [['contactDetails', 1, 'person']]],
    ['an error of the first row that stays does not move', ['contactDetails', 0, 'person'], [['contactDetails', 0, 'person']]],
    ['an error of a removed row goes', ['contactDetails', 1, 'person'], []],
    ['an error of the list stays', ['contactDetails'], [['contactDetails']]],
    ['an error elsewhere stays', ['contactDetail'], [['contactDetail']]],
  ])('%s', (_title, path, expected) => {
    const data = { contactDetails: [own('1'), foreign('2'), own('3')] };
    const { result } = guard(list, { data, errors: [{ message: 'no', path }] });
    expect(result.errors?.map((error) => error.path) ?? []).toEqual(expected);
    expect(JSON.stringify(result)).not.toContain('foreign');
  });

  test('errors of nested lists move at every level', () => {
    const query = '{contactDetails(targetId:"p-1"){person{contactDetails{id}}}}';
    const nested = (rows: readonly object[]) => ({ ...own('x'), person: { contactDetails: rows } });
    const data = { contactDetails: [foreign('1'), nested([foreign('2'), own('3')]), nested([own('4')])] };
    const at = (outer: number, inner: number) => ({
      message: 'no',
      path: ['contactDetails', outer, 'person', 'contactDetails', inner, 'id'],
    });
    const { result } = guard(query, { data, errors: [at(0, 0), at(1, 0), at(1, 1), at(2, 0)] });
    expect(result.errors).toEqual([at(0, 0), at(1, 0)]);
  });

  test('errors below a removed single row and a removed entity go', () => {
    const ofOne = guard(one, {
      data: { contactDetail: foreign('1') },
      errors: [
        { message: 'no', path: ['contactDetail', 'person'] },
        { message: 'no', path: ['contactDetail'] },
      ],
    });
    expect(ofOne.result.errors).toBeUndefined();
    const ofEntities = guard(ofDetails, {
      data: { _entities: [foreign('1'), own('2')] },
      errors: [
        { message: 'no', path: ['_entities', 0, 'id'] },
        { message: 'no', path: ['_entities', 1, 'id'] },
      ],
    });
    expect(ofEntities.result.errors).toEqual([{ message: 'no', path: ['_entities', 1, 'id'] }]);
  });

  test('an error without a path stays', () => {
    expect(guard(list, { data: { contactDetails: [foreign('1')] }, errors: [{ message: 'no' }] }).result.errors).toEqual([
      { message: 'no' },
    ]);
  });

  test('an answer without data passes as it is', () => {
    const refusal = { errors: [{ message: 'no' }] };
    expect(guard(list, refusal)).toEqual({ result: refusal, removed: [] });
    expect(guard(list, { data: null, ...refusal })).toEqual({ result: { data: null, ...refusal }, removed: [] });
  });

  test('every removed row has a decision id and the place where it stood', () => {
    const { removed } = guard(list, { data: { contactDetails: [own('1'), foreign('2'), foreign('3')] } });
    expect(removed.map(({ path }) => path)).toEqual([
      ['contactDetails', 1],
      ['contactDetails', 2],
    ]);
    expect(new Set(removed.map(({ decisionId }) => decisionId)).size).toBe(2);
  });
});
