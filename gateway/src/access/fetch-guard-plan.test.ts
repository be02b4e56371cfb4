import { buildPublishedSubgraphSchema } from '@resident-graph/service-kit';
import { describe, expect, test } from 'vitest';
import { createFetchGuardPlan, type GuardedSelection, readsHistory } from './fetch-guard-plan.ts';

const schema = buildPublishedSubgraphSchema('contact-details');
const attributes = 'rg__access: accessAttributes { area isActive targetType targetId }';

const plan = (query: string) => createFetchGuardPlan(schema, query);
const oneLine = (query: string): string => query.replaceAll(/\s+/gu, ' ').trim();

/** The selections in which contact details can stand, `key!` for certain, `key?` for perhaps, with the question for history. */
const guardedPlaces = (selection: GuardedSelection, path: readonly string[] = []): readonly string[] =>
  [...selection.fields].flatMap(([key, inner]) => {
    const here = [...path, key];
    const question = inner.history.kind === 'variable' ? `$${inner.history.name}` : String(inner.history.includes);
    const mark = inner.isGuarded ? '!' : inner.mayBeGuarded ? '?' : '';
    return [...(mark === '' ? [] : [`${here.join('.')}${mark} ${question}`]), ...guardedPlaces(inner, here)];
  });

describe('createFetchGuardPlan', () => {
  test.each([
    ['a list at the root', '{contactDetails(targetId:"p"){id}}', ['contactDetails! false']],
    ['one row', '{contactDetail(id:"d"){id}}', ['contactDetail! false']],
    ['an alias', '{area:contactDetails(targetId:"p"){id}}', ['area! false']],
    ['history by a literal', '{contactDetails(targetId:"p",includeHistoric:true){id}}', ['contactDetails! true']],
    ['no history by a literal', '{contactDetails(targetId:"p",includeHistoric:false){id}}', ['contactDetails! false']],
    ['history by null', '{contactDetails(targetId:"p",includeHistoric:null){id}}', ['contactDetails! false']],
    ['history by a variable', 'query($h:Boolean){contactDetails(targetId:"p",includeHistoric:$h){id}}', ['contactDetails! $h']],
    [
      'two questions under two keys',
      '{a:contactDetails(targetId:"p",includeHistoric:true){id} b:contactDetails(targetId:"p"){id}}',
      ['a! true', 'b! false'],
    ],
    [
      'entities of persons',
      'query($representations:[_Any!]!){_entities(representations:$representations){...on Person{contactDetails{id}}}}',
      ['_entities? false', '_entities.contactDetails! false'],
    ],
    [
      'entities of contact details',
      'query($representations:[_Any!]!){_entities(representations:$representations){...on ContactDetail{isActive}}}',
      ['_entities? false'],
    ],
    [
      'rows below rows',
      '{contactDetail(id:"d"){person{contactDetails(includeHistoric:true){id}}}}',
      ['contactDetail! false', 'contactDetail.person.contactDetails! true'],
    ],
    [
      'a payload, which shows the row even when it is historic',
      'mutation{retireContactDetail(input:{id:"d"}){contactDetail{id}}}',
      ['retireContactDetail.contactDetail! true'],
    ],
    [
      'nothing where no row is asked',
      'query($representations:[_Any!]!){_entities(representations:$representations){...on Person{id}}}',
      ['_entities? false'],
    ],
  ])('finds %s', (_title, query, expected) => {
    expect(guardedPlaces(plan(query).root)).toEqual(expected);
  });

  test.each([
    ['{contactDetails(targetId:"p"){id}}', `{ contactDetails(targetId: "p") { ${attributes} id } }`],
    [
      'query($representations:[_Any!]!){_entities(representations:$representations){...on Person{contactDetails{contactInformation{value}}}}}',
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { contactDetails { ${attributes} contactInformation { value } } } } }`,
    ],
    [
      'query($representations:[_Any!]!){_entities(representations:$representations){...on ContactDetail{isActive}}}',
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ContactDetail { ${attributes} isActive } } }`,
    ],
    [
      '{contactDetail(id:"d"){person{contactDetails{id}}}}',
      `{ contactDetail(id: "d") { ${attributes} person { contactDetails { ${attributes} id } } } }`,
    ],
    ['{contactDetail(id:"d"){...{id}}}', `{ contactDetail(id: "d") { ${attributes} ... { ${attributes} id } } }`],
  ])('adds the attributes to every row of %s', (query, expected) => {
    const { query: sent, attributesKey } = plan(query);
    expect(oneLine(sent)).toBe(expected);
    expect(attributesKey).toBe('rg__access');
  });

  test.each([
    [
      'guarded rows and others under one key are judged by what they bring',
      '... on Person { x: contactDetails { id } } ... on ContactDetail { x: person { id } }',
      ['_entities? false', '_entities.x? false'],
    ],
    [
      'in either order',
      '... on ContactDetail { x: person { id } } ... on Person { x: contactDetails { id } }',
      ['_entities? false', '_entities.x? false'],
    ],
    [
      'two different questions for history under one key are answered as if nobody asked',
      '... on Person { x: contactDetails(includeHistoric: true) { id } } ... on Person { x: contactDetails(includeHistoric: false) { id } }',
      ['_entities? false', '_entities.x! false'],
    ],
    [
      'the same question twice stays one',
      '... on Person { x: contactDetails(includeHistoric: true) { id } } ... on Person { x: contactDetails(includeHistoric: true) { version } }',
      ['_entities? false', '_entities.x! true'],
    ],
  ])('%s', (_title, fragments, expected) => {
    const query = `query($representations:[_Any!]!){_entities(representations:$representations){${fragments}}}`;
    expect(guardedPlaces(plan(query).root)).toEqual(expected);
  });

  test.each([
    [
      'a named fragment',
      '{contactDetails(targetId:"p"){...F}} fragment F on ContactDetail{id}',
      'A fetch with a named fragment cannot be guarded.',
    ],
    ['a fragment alone', 'fragment F on ContactDetail{id}', 'A fetch with a named fragment cannot be guarded.'],
    ['a kind of operation that the subgraph lacks', 'subscription{contactDetails(targetId:"p"){id}}', 'The subgraph has no subscription.'],
  ])('refuses %s', (_title, query, message) => {
    expect(() => plan(query)).toThrow(message);
  });
});

describe('readsHistory', () => {
  test.each([
    [{ kind: 'answered', includes: true }, {}, true],
    [{ kind: 'answered', includes: false }, { h: true }, false],
    [{ kind: 'variable', name: 'h' }, { h: true }, true],
    [{ kind: 'variable', name: 'h' }, { h: false }, false],
    [{ kind: 'variable', name: 'h' }, { h: 'true' }, false],
    [{ kind: 'variable', name: 'h' }, { h: null }, false],
    [{ kind: 'variable', name: 'h' }, {}, false],
  ] as const)('%j with %j is %s', (question, variables, expected) => {
    expect(readsHistory(question, variables)).toBe(expected);
  });
});
