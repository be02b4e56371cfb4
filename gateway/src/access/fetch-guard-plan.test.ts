import { buildPublishedSubgraphSchema } from '@resident-graph/service-kit';
import { describe, expect, test } from 'vitest';
import { createFetchGuardPlan, type GuardedSelection } from './fetch-guard-plan.ts';

const schema = buildPublishedSubgraphSchema('contact-details');
const attributes = 'rg__access: accessAttributes';

const plan = (query: string) => createFetchGuardPlan(schema, query);
const oneLine = (query: string): string => query.replaceAll(/\s+/gu, ' ').trim();

/** The selections in which contact details can stand, `key!` for certain, `key?` for perhaps, with the question for history and triage. */
const guardedPlaces = (selection: GuardedSelection, path: readonly string[] = []): readonly string[] =>
  [...selection.fields].flatMap(([key, inner]) => {
    const here = [...path, key];
    const { history, isLegacyTriage } = inner.question;
    const asked = history.kind === 'variable' ? `$${history.name}` : String(history.includes);
    const question = isLegacyTriage ? `${asked} triage` : asked;
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
      'the row of any payload',
      'mutation{replaceContactDetail(input:{id:"d",expectedVersion:0}){contactDetail{id} old:superseded{id supersedes{id}}}}',
      ['replaceContactDetail.contactDetail! true', 'replaceContactDetail.old! true', 'replaceContactDetail.old.supersedes! true'],
    ],
    [
      'the former value of a row, asked for as the row was',
      'query($h:Boolean){a:contactDetail(id:"d"){x:supersedes{supersedes{id}}} b:contactDetail(id:"d",includeHistoric:$h){supersedes{id}}}',
      ['a! false', 'a.x! false', 'a.x.supersedes! false', 'b! $h', 'b.supersedes! $h'],
    ],
    [
      'what is nearby of a former value as if nobody asked',
      '{contactDetail(id:"d",includeHistoric:true){supersedes{person{contactDetails{id} preferredContact(contactType:PHONE){id}}}}}',
      [
        'contactDetail! true',
        'contactDetail.supersedes! true',
        'contactDetail.supersedes.person.contactDetails! false',
        'contactDetail.supersedes.person.preferredContact! false',
      ],
    ],
    [
      'legacy triage through the page to its rows, and no further',
      '{legacyTriage{edges{node{id supersedes{id} person{contactDetails{id}} organisation{contactDetails{id}}}}}}',
      [
        'legacyTriage.edges.node! false triage',
        'legacyTriage.edges.node.supersedes! false',
        'legacyTriage.edges.node.person.contactDetails! false',
        'legacyTriage.edges.node.organisation.contactDetails! false',
      ],
    ],
    [
      'legacy triage with history, under aliases',
      'query($h:Boolean){a:legacyTriage(includeHistoric:$h){b:edges{c:node{id}}} d:legacyTriage(includeHistoric:true){edges{...on ContactDetailEdge{node{id}}}}}',
      ['a.b.c! $h triage', 'd.edges.node! true triage'],
    ],
    ['no triage under its name', '{legacyTriage:contactDetails(targetId:"p"){id}}', ['legacyTriage! false']],
    [
      'notices and changes, which tell of rows as they are now',
      '{notices{edges{node{contactDetail{id person{contactDetailHistory{edges{node{contactDetail{id}}}}}}}}}}',
      [
        'notices.edges.node.contactDetail! true',
        'notices.edges.node.contactDetail.person.contactDetailHistory.edges.node.contactDetail! true',
        'notices.edges.node.contactDetail.person.contactDetailHistory.edges.node.rg__subject! true',
      ],
    ],
    [
      'what else has a row',
      '{contactability(personId:"p",contactType:PHONE){contactDetail{id}} findByContact(type:PHONE,value:"1"){id}}',
      ['contactability.contactDetail! false', 'contactability.rg__subject! false', 'findByContact! false'],
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
    [
      '{contactability(personId:"p",contactType:PHONE){reasons}}',
      `{ contactability(personId: "p", contactType: PHONE) { reasons rg__subject: contactDetail { ${attributes} } } }`,
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

  test('notes what stands under a response key by the names of the schema', () => {
    const query =
      'query($representations:[_Any!]!){_entities(representations:$representations){...on ContactDetail{value:contactInformation{id:description value}isActive:targetId}...on Person{isActive:id}}}';
    const entities = plan(query).root.fields.get('_entities');
    const of = (selection: GuardedSelection | undefined) =>
      Object.fromEntries([...(selection?.coordinates ?? [])].map(([key, names]) => [key, [...names]]));
    expect(of(entities)).toEqual({ value: ['ContactDetail.contactInformation'], isActive: ['ContactDetail.targetId', 'Person.id'] });
    expect(of(entities?.fields.get('value'))).toEqual({ id: ['ContactInformation.description'], value: ['ContactInformation.value'] });
  });

  test('knows the edges of a page', () => {
    const page = plan('{a:legacyTriage{b:edges{c:node{id}} pageInfo{endCursor}}}').root.fields.get('a');
    expect([page?.isEdge, page?.fields.get('b')?.isEdge, page?.fields.get('b')?.fields.get('c')?.isEdge]).toEqual([false, true, false]);
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
