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

  test('fields of the re-check itself cannot be asked', async () => {
    const asked = await over.ask('housing-officer', '{ contactDetails(targetId: "p-1") { accessAttributes } }');
    expect(asked.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    const forged = await over.ask('housing-officer', '{ contactDetails(targetId: "p-1") { rg__access: contactName } }');
    expect(forged.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(over.fetches).toEqual([]);
  });
});

describe('the gateway over a subgraph that shapes rows as it likes', () => {
  const telling = { contactName: 'Ada', contactInformation: { value: '+447700900123', description: 'after six' } };
  const confidential = { sensitivity: 'CONFIDENTIAL' } as const;
  const now = Date.parse('2026-03-10T09:30:00.000Z');
  const consentUntil = (validUntil: string) => ({
    personIds: ['p-1'],
    restriction: null,
    consents: [
      {
        id: 'c-1',
        personIds: ['p-1'],
        sourceArea: 'social-care',
        recipientArea: 'housing',
        purpose: 'SERVICE_DELIVERY',
        scope: { types: ['PHONE'] },
        capturedAt: '2026-03-01T00:00:00.000Z',
        validFrom: '2026-03-01T00:00:00.000Z',
        validUntil,
        isRevoked: false,
        isPending: false,
      },
    ],
    objections: [],
    breakGlass: [],
  });
  const row = { id: 'd-1', targetId: 'p-1', area: 'housing', isActive: true, ...telling };
  const shared = { ...row, area: 'social-care' };
  const query =
    '{ contactDetails(targetId: "p-1") { id isActive description: contactName contactInformation { value: description description: value } sourceServiceArea { area isDefault } } }';
  const whole = {
    id: 'd-1',
    isActive: true,
    description: 'Ada',
    contactInformation: { value: 'after six', description: '+447700900123' },
    sourceServiceArea: { area: 'housing', isDefault: true },
  };
  const cut = {
    ...whole,
    description: null,
    contactInformation: { value: null, description: null },
    sourceServiceArea: { area: 'housing', isDefault: null },
  };

  test.each<readonly [string, LeakyRow, readonly object[], number]>([
    ['a row that may be seen in full is whole', row, [whole], 0],
    ['a masked row that tells everything is cut', { ...row, outcome: 'MASK', attributes: confidential }, [cut], 1],
    ['a row in full where a mask is due goes', { ...row, attributes: confidential }, [], 1],
    ['a mask where the row may be seen in full goes', { ...row, outcome: 'MASK' }, [], 1],
    [
      'a row of another area under a consent is whole',
      { ...shared, person: consentUntil('2026-03-10T09:30:00.001Z') },
      [{ ...whole, sourceServiceArea: { area: 'social-care', isDefault: true } }],
      0,
    ],
    [
      'a row under a consent that ended while the answer was on its way goes without an alarm',
      { ...shared, person: consentUntil('2026-03-10T09:30:00.000Z') },
      [],
      0,
    ],
    [
      'a row under a consent that ended longer ago than clocks may differ goes, with an alarm',
      { ...shared, person: consentUntil('2026-03-10T09:29:54.999Z') },
      [],
      1,
    ],
    ['a row with the facts of another person goes', { ...row, person: { ...consentUntil(''), personIds: ['p-2'], consents: [] } }, [], 1],
    ['a row without facts goes', { ...row, person: null }, [], 1],
    ['a row with half of the facts goes', { ...row, person: { personIds: ['p-1'], restriction: null } }, [], 1],
  ])('%s', async (_title, leaky, expected, alarms) => {
    await using shaping = await startGateway({ rows: [leaky], now: () => now });
    const answer = await shaping.ask('housing-officer', query);
    expect(answer).toEqual({ data: { contactDetails: expected } });
    expect(shaping.logged).toHaveLength(alarms);
  });

  test('a steward finds rows without an area in legacy triage only, masked; edges go with the others', async () => {
    const masked = { ...telling, contactInformation: { value: '••••••••23' } };
    const ownerless = { ...row, ...masked, id: 'd-2', area: null, outcome: 'MASK' } as const;
    await using shaping = await startGateway({ rows: [{ ...shared, id: 'd-3' }, ownerless] });
    const node = 'id contactInformation { value } person { contactDetails { id } }';
    expect(await shaping.ask('data-steward', `{ page: legacyTriage { edges { cursor row: node { ${node} } } } }`)).toEqual({
      data: { page: { edges: [{ cursor: 'after-d-2', row: { id: 'd-2', contactInformation: { value: '••••••••23' }, person: null } }] } },
    });
    expect(await shaping.ask('data-steward', '{ legacyTriage: contactDetails(targetId: "p-1") { id } }')).toEqual({
      data: { legacyTriage: [] },
    });
    expect(await shaping.ask('housing-officer', '{ legacyTriage { edges { cursor } } }')).toMatchObject({
      data: { legacyTriage: null },
      errors: [{ extensions: { code: 'FORBIDDEN', ruleId: 'C4' } }],
    });
  });
});
