import { plainPerson, type Subject } from '@resident-graph/policy';
import { buildPublishedSubgraphSchema } from '@resident-graph/service-kit';
import { officerSample } from '@resident-graph/service-kit/testing';
import type { FormattedExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { phoneAttributes } from '../../test/access/phone-attributes.ts';
import { createFetchGuardPlan } from './fetch-guard-plan.ts';
import { guardRows } from './row-guard.ts';
import { policyJudgeRow } from './row-judge.ts';

const schema = buildPublishedSubgraphSchema('contact-details');

const subject: Subject = { ...officerSample, roles: ['contact:read'] };

const attributes = phoneAttributes();
const access = { row: attributes, person: plainPerson(['p-1']), outcome: 'FULL' };
const rowWith = (id: string, changed: object) => ({ rg__access: { ...access, row: { ...attributes, id, ...changed } }, id });
const own = (id: string) => rowWith(id, {});
const old = (id: string) => rowWith(id, { isActive: false });
const foreign = (id: string) => rowWith(id, { area: 'social-care' });

const guard = (query: string, result: object, variables: Readonly<Record<string, unknown>> = {}) =>
  guardRows(
    { plan: createFetchGuardPlan(schema, query), subject, variables, judge: policyJudgeRow, askedAt: 0, now: 0 },
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
    expect(guarded.alarms.map(({ kind }) => kind)).toEqual(Array.from({ length: removed }, () => 'removed'));
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
    ['attributes of the last release', { id: '1', rg__access: { area: 'housing', isActive: true, targetType: 'PERSON', targetId: 'p-1' } }],
    ['no area', rowWith('1', { area: null })],
    ['attributes under a name of the caller', { id: '1', accessAttributes: access }],
  ])('a row with %s is removed', (_title, row) => {
    expect(guard(list, { data: { contactDetails: [row] } }).result).toEqual({ data: { contactDetails: [] } });
    expect(guard(one, { data: { contactDetail: row } }).result).toEqual({ data: { contactDetail: null } });
  });

  test('an entity of a contact detail whose attributes failed is removed', () => {
    expect(guard(ofDetails, { data: { _entities: [{ id: '1', rg__access: null }] } }).result).toEqual({ data: { _entities: [null] } });
  });

  test('an entity that was asked for as a contact detail is judged though it brings no attributes', () => {
    const representations = [
      { __typename: 'Person', id: 'p-1' },
      { __typename: 'ContactDetail', id: '1' },
    ];
    expect(guard(ofDetails, { data: { _entities: [{ id: 'p-1' }, { id: '1' }] } }, { representations }).result).toEqual({
      data: { _entities: [{ id: 'p-1' }, null] },
    });
  });

  const pages = 'query($h:Boolean){legacyTriage(includeHistoric:$h){edges{cursor node{id}}totalCount}}';
  const edge = (node: object | null, cursor: string) => ({ cursor, node });
  test('an edge goes with its node, and an edge without one stays', () => {
    const edges = [edge(foreign('1'), 'a'), edge(own('2'), 'b'), edge(null, 'c'), edge(old('4'), 'd')];
    const at = (index: number) => ({ message: 'no', path: ['legacyTriage', 'edges', index, 'node', 'id'] });
    const { result, alarms } = guard(pages, { data: { legacyTriage: { edges, totalCount: 4 } }, errors: [at(0), at(1), at(3)] });
    expect(result).toEqual({
      data: { legacyTriage: { edges: [edge({ id: '2' }, 'b'), edge(null, 'c')], totalCount: 4 } },
      errors: [at(0)],
    });
    expect(alarms).toHaveLength(2);
  });

  test('an edge goes when the node goes under any of its names', () => {
    const query = '{a:legacyTriage{b:edges{c:node{id} d:node{id}}}}';
    const data = {
      a: {
        b: [
          { c: own('1'), d: foreign('1') },
          { c: own('2'), d: own('2') },
        ],
      },
    };
    expect(guard(query, { data }).result).toEqual({ data: { a: { b: [{ c: { id: '2' }, d: { id: '2' } }] } } });
  });

  test('the page of a historic row stays when history was asked', () => {
    const data = { legacyTriage: { edges: [edge(old('1'), 'a')] } };
    expect(guard(pages, { data }, { h: true }).alarms).toEqual([]);
    expect(guard(pages, { data }, { h: false }).result).toEqual({ data: { legacyTriage: { edges: [] } } });
  });

  test('a notice stays without the row that it is about', () => {
    const query = '{notices{edges{node{id contactDetail{id}}}}}';
    const notice = (contactDetail: object) => ({ node: { id: 'n', contactDetail } });
    const data = { notices: { edges: [notice(foreign('1')), notice(old('2'))] } };
    expect(guard(query, { data }).result).toEqual({
      data: { notices: { edges: [{ node: { id: 'n', contactDetail: null } }, { node: { id: 'n', contactDetail: { id: '2' } } }] } },
    });
  });

  test('the former value of a row is judged by itself', () => {
    const query = '{contactDetails(targetId:"p-1",includeHistoric:true){id supersedes{id}}}';
    const data = {
      contactDetails: [
        { ...own('1'), supersedes: foreign('2') },
        { ...own('3'), supersedes: old('4') },
      ],
    };
    expect(guard(query, { data }).result).toEqual({
      data: {
        contactDetails: [
          { id: '1', supersedes: null },
          { id: '3', supersedes: { id: '4' } },
        ],
      },
    });
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
    expect(guard(list, refusal)).toEqual({ result: refusal, alarms: [], shown: [] });
    expect(guard(list, { data: null, ...refusal })).toEqual({ result: { data: null, ...refusal }, alarms: [], shown: [] });
  });

  describe('a masked row', () => {
    const query =
      '{contactDetails(targetId:"p-1"){id note:contactName contactInformation{value:description description:value} person{id}}}';
    const masked = (note: string | null, value: string) => ({
      rg__access: { ...access, row: { ...attributes, sensitivity: 'CONFIDENTIAL' }, outcome: 'MASK' },
      id: '1',
      note,
      contactInformation: { value: null, description: value },
      person: null,
    });

    test('stays as its subgraph masked it', () => {
      const guarded = guard(query, { data: { contactDetails: [masked(null, '••••••••23')] } });
      expect(guarded).toMatchObject({
        result: {
          data: { contactDetails: [{ id: '1', note: null, contactInformation: { value: null, description: '••••••••23' }, person: null }] },
        },
        alarms: [],
        shown: [{ id: attributes.id, outcome: 'MASK', code: 'OWN_AREA' }],
      });
    });

    test('that tells too much is cut, once counted, and loses the errors of what went', () => {
      const told = { ...masked('Ada', '+447700900123'), person: { id: 'p-1' } };
      const at = (...path: readonly (string | number)[]) => ({ message: 'no', path: ['contactDetails', 1, ...path] });
      const errors = [at('note'), at('person', 'id'), at('contactInformation', 'description'), at('contactInformation'), at('id')];
      const { result, alarms } = guard(query, { data: { contactDetails: [foreign('0'), told] }, errors });
      expect(result).toEqual({
        data: { contactDetails: [{ id: '1', note: null, contactInformation: { value: null, description: null }, person: null }] },
        errors: [
          { message: 'no', path: ['contactDetails', 0, 'contactInformation'] },
          { message: 'no', path: ['contactDetails', 0, 'id'] },
        ],
      });
      expect(alarms.map(({ kind, path }) => [kind, path])).toEqual([
        ['removed', ['contactDetails', 0]],
        ['cut', ['contactDetails', 1]],
      ]);
    });

    test('that says it is shown in full is removed', () => {
      const row = { ...own('1'), rg__access: { ...access, row: { ...attributes, sensitivity: 'CONFIDENTIAL' } } };
      expect(guard(list, { data: { contactDetails: [row] } }).result).toEqual({ data: { contactDetails: [] } });
    });
  });

  test('every removed row has a decision id and the place where it stood', () => {
    const { alarms } = guard(list, { data: { contactDetails: [own('1'), foreign('2'), foreign('3')] } });
    expect(alarms.map(({ path }) => path)).toEqual([
      ['contactDetails', 1],
      ['contactDetails', 2],
    ]);
    expect(new Set(alarms.map(({ decisionId }) => decisionId)).size).toBe(2);
  });
});
