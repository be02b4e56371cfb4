import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LeakyRow, startGateway, type TestGateway } from './start-gateway.ts';

const rows: readonly LeakyRow[] = [
  { id: 'd-1', targetId: 'p-1', area: 'housing', isActive: true },
  { id: 'd-2', targetId: 'p-1', area: 'social-care', isActive: true },
  { id: 'd-3', targetId: 'p-1', area: 'housing', isActive: false },
  { id: 'd-4', targetId: 'p-1', area: null, isActive: true },
];

let over: TestGateway;
beforeAll(async () => {
  over = await startGateway({ rows });
});
beforeEach(() => over.forget());
afterAll(() => over[Symbol.asyncDispose]());

describe('the gateway over a subgraph that hides nothing', () => {
  test.each([
    ['at the root', '{ contactDetails(targetId: "p-1") { id } }', { contactDetails: [{ id: 'd-1' }] }],
    [
      'with a literal question for history',
      '{ contactDetails(targetId: "p-1", includeHistoric: true) { id } }',
      { contactDetails: [{ id: 'd-1' }, { id: 'd-3' }] },
    ],
    ['below a person', '{ person(id: "p-1") { contactDetails { id } } }', { person: { contactDetails: [{ id: 'd-1' }] } }],
    [
      'below a search hit',
      '{ searchPersons(searchText: "Quill") { results { person { contactDetails { id } } } } }',
      { searchPersons: { results: [{ person: { contactDetails: [{ id: 'd-1' }] } }] } },
    ],
    ['for one of another area', '{ contactDetail(id: "d-2") { id } }', { contactDetail: null }],
    ['for a historic one that was not asked', '{ contactDetail(id: "d-3") { id } }', { contactDetail: null }],
    [
      "below a detail's own person",
      '{ contactDetail(id: "d-1") { person { contactDetails { id } } } }',
      { contactDetail: { person: { contactDetails: [{ id: 'd-1' }] } } },
    ],
  ])('only visible rows are answered %s', async (_title, query, expected) => {
    const answer = await over.ask('housing-officer', query);
    expect(answer).toEqual({ data: expected });
  });

  test.each([
    [
      'the default of the operation is taken',
      'query ($h: Boolean = true) { contactDetails(targetId: "p-1", includeHistoric: $h) { id } }',
      {},
      ['d-1', 'd-3'],
    ],
    [
      'a given value wins over the default',
      'query ($h: Boolean = true) { contactDetails(targetId: "p-1", includeHistoric: $h) { id } }',
      { h: false },
      ['d-1'],
    ],
    [
      'a given null asks for nothing',
      'query ($h: Boolean = true) { contactDetails(targetId: "p-1", includeHistoric: $h) { id } }',
      { h: null },
      ['d-1'],
    ],
    [
      'a value is taken',
      'query ($h: Boolean) { contactDetails(targetId: "p-1", includeHistoric: $h) { id } }',
      { h: true },
      ['d-1', 'd-3'],
    ],
    ['an absent one asks for nothing', 'query ($h: Boolean) { contactDetails(targetId: "p-1", includeHistoric: $h) { id } }', {}, ['d-1']],
  ])('history by variable: %s', async (_title, query, variables, expected) => {
    const answer = await over.ask('housing-officer', query, variables);
    expect(answer.data).toEqual({ contactDetails: expected.map((id) => ({ id })) });
  });

  test('a written row is shown though it is historic now', async () => {
    const answer = await over.ask(
      'housing-officer',
      'mutation { retireContactDetail(input: { id: "d-1" }) { contactDetail { id isActive } } }',
    );
    expect(answer).toEqual({ data: { retireContactDetail: { contactDetail: { id: 'd-1', isActive: false } } } });
  });

  test('removed rows raise an alarm that names decision ids and no values', async () => {
    await over.ask('housing-officer', '{ contactDetails(targetId: "p-1") { id } }');
    expect(over.logged).toMatchObject([{ alarm: 'row-guard', subgraph: 'contact-details' }]);
    expect(over.logged[0]?.['decisionIds']).toHaveLength(3);
    expect(JSON.stringify(over.logged)).not.toContain('p-1');
  });

  test('what the gateway adds to the fetch does not reach the caller', async () => {
    const answer = await over.ask('housing-officer', '{ contactDetails(targetId: "p-1") { id } }');
    expect(over.fetches[0]?.query).toContain('rg__access');
    expect(JSON.stringify(answer)).not.toContain('rg__');
  });

  test('an operation in which everything below a field is skipped answers an empty object', async () => {
    expect(await over.ask('housing-officer', '{ person(id: "p-1") { forename @skip(if: true) } }')).toEqual({ data: { person: {} } });
  });

  test("a missing variable is the caller's mistake", async () => {
    const { errors } = await over.ask('housing-officer', 'query ($id: ID!) { person(id: $id) { id } }');
    expect(errors).toMatchObject([
      { message: 'Variable "$id" of required type "ID!" was not provided.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(over.fetches).toEqual([]);
  });

  test('a directive takes the default of its variable', async () => {
    const query = 'query ($with: Boolean = false) { person(id: "p-1") { id forename @include(if: $with) } }';
    expect(await over.ask('housing-officer', query)).toEqual({ data: { person: { id: 'p-1' } } });
  });
});
