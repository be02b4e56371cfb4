import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { startPlatform } from '../kit/start-platform.ts';

const deep = `{ ${'person(id: "x") { contactDetails { '.repeat(1)}${'person { contactDetails { '.repeat(8)}id${' } }'.repeat(8)} } } }`;

describeStory('bad requests', (way) => {
  const shared = sharePlatform({ way });

  it('each get a coded, helpful error without stack, host or value', async () => {
    const platform = shared();
    const token = await platform.token('housing-officer');
    const json = { 'content-type': 'application/json' };
    const signed = { ...json, authorization: `Bearer ${token}` };
    const ask = (query: string, variables?: object): string => JSON.stringify({ query, variables });
    const expired =
      'eyJhbGciOiJFZERTQSIsImtpZCI6IngifQ.eyJzdWIiOiJ4IiwiaXNzIjoicmVzaWRlbnQtZ3JhcGgtZGV2ZWxvcG1lbnQiLCJhdWQiOiJyZXNpZGVudC1ncmFwaCIsImV4cCI6MX0.AAAA';
    const secret = 'Canary-7731';
    const cases: readonly (readonly [string, string, Record<string, string>, number, string])[] = [
      ['malformed JSON', '{"query": ', signed, 400, 'BAD_REQUEST'],
      ['a wrong content type', ask('{ __typename }'), { ...signed, 'content-type': 'text/plain' }, 400, 'BAD_REQUEST'],
      [
        'no content type that JSON has',
        'query={__typename}',
        { ...signed, 'content-type': 'application/x-www-form-urlencoded' },
        400,
        'BAD_REQUEST',
      ],
      ['no query', '{}', signed, 400, 'BAD_REQUEST'],
      ['a document that is not GraphQL', ask('{ person('), signed, 400, 'GRAPHQL_PARSE_FAILED'],
      ['an unknown field', ask('{ person(id: "x") { shoeSize } }'), signed, 400, 'GRAPHQL_VALIDATION_FAILED'],
      ['a reserved alias', ask('{ rg__x: person(id: "x") { id } }'), signed, 400, 'GRAPHQL_VALIDATION_FAILED'],
      [
        'the internal attributes',
        ask('{ contactDetail(id: "x") { accessAttributes { area } } }'),
        signed,
        400,
        'GRAPHQL_VALIDATION_FAILED',
      ],
      ['too deep', ask(deep), signed, 400, 'OPERATION_TOO_COMPLEX'],
      ['an oversized body', ask(`{ __typename } #${'x'.repeat(3_000_000)}`), signed, 413, 'PAYLOAD_TOO_LARGE'],
      ['a wrong type in the document', ask('{ person(id: 1.5) { id } }'), signed, 400, 'GRAPHQL_VALIDATION_FAILED'],
      [
        'a wrong type in a variable',
        ask('mutation ($input: CreatePersonInput!) { createPerson(input: $input) { person { id } } }', { input: { forename: { secret } } }),
        signed,
        400,
        'BAD_USER_INPUT',
      ],
      ['an unknown purpose', ask('{ person(id: "x") { id } }'), { ...signed, 'x-purpose': 'CURIOSITY' }, 400, 'BAD_USER_INPUT'],
      ['an empty purpose', ask('{ person(id: "x") { id } }'), { ...signed, 'x-purpose': '' }, 400, 'BAD_USER_INPUT'],
      ['a purpose that is not allowed', ask('{ person(id: "x") { id } }'), { ...signed, 'x-purpose': 'STATISTICS' }, 403, 'FORBIDDEN'],
      [
        'an area that is not in the token',
        ask('{ person(id: "x") { id } }'),
        { ...signed, 'x-service-area': 'benefits' },
        403,
        'FORBIDDEN',
      ],
      ['an unknown area', ask('{ person(id: "x") { id } }'), { ...signed, 'x-service-area': 'gardens' }, 403, 'FORBIDDEN'],
      [
        'two areas and no header',
        ask('{ person(id: "x") { id } }'),
        { ...json, authorization: `Bearer ${await platform.token('two-area-officer')}` },
        403,
        'SERVICE_AREA_REQUIRED',
      ],
      ['no token', ask('{ person(id: "x") { id } }'), json, 401, 'UNAUTHENTICATED'],
      [
        'a forged token',
        ask('{ person(id: "x") { id } }'),
        { ...json, authorization: `Bearer ${token.slice(0, -6)}AAAAAA` },
        401,
        'UNAUTHENTICATED',
      ],
      ['an expired token', ask('{ person(id: "x") { id } }'), { ...json, authorization: `Bearer ${expired}` }, 401, 'UNAUTHENTICATED'],
      ['another scheme', ask('{ person(id: "x") { id } }'), { ...json, authorization: 'Basic eDp5' }, 401, 'UNAUTHENTICATED'],
    ];
    for (const [title, body, headers, status, code] of cases) {
      const answer = await platform.post(body, headers);
      expect([title, answer.status, answer.body.errors?.[0]?.extensions?.code]).toStrictEqual([title, status, code]);
      expect(answer.body.data ?? null).toBeNull();
      expect(answer.text).not.toMatch(/node_modules|\bat [\w.]+ \(|127\.0\.0\.1|mongodb|\.ts:|stacktrace/u);
      expect(answer.text).not.toContain(secret);
    }
  });

  it('about unknown ids are null when read and NOT_FOUND when written, each for itself', async () => {
    const platform = shared();
    const absent = '00f0a7a0-9f3c-4a34-8a5d-2a6d3f1b1c11';
    const read = await platform.ask(
      'housing-officer',
      `{ person(id: "${absent}") { id } contactDetail(id: "${absent}") { id } persons(ids: ["${absent}"]) { id } contactDetails(targetId: "${absent}") { id } }`,
    );
    expect(read.body).toStrictEqual({ data: { person: null, contactDetail: null, persons: [null], contactDetails: [] } });
    const written = await platform.ask(
      'housing-officer',
      `mutation {
        amend: amendPerson(input: { id: "${absent}", expectedVersion: 0, surname: "Nobody" }) { person { id } }
        record: recordContactDetail(input: { targetId: "${absent}", contactType: PHONE, subType: HOME, value: "020 7946 0001" }) { contactDetail { id } }
        equality: recordEqualityInformation(input: { targetId: "${absent}", answers: { disabled: NO } }) { equalityInformation { id } }
      }`,
    );
    expect(written.body.data).toStrictEqual({ amend: null, record: null, equality: null });
    expect(
      written.body.errors.map((error: { path: unknown; extensions: { code: string } }) => [error.path, error.extensions.code]),
    ).toStrictEqual([
      [['amend'], 'NOT_FOUND'],
      [['record'], 'NOT_FOUND'],
      [['equality'], 'NOT_FOUND'],
    ]);
  });

  it('with an empty operation name are judged as any other: nothing denied is fetched or written', async () => {
    await using platform = await startPlatform({ way });
    const authorization = `Bearer ${await platform.token('read-only-officer')}`;
    const send = (query: string) =>
      platform.post(JSON.stringify({ query, operationName: '' }), { 'content-type': 'application/json', authorization });
    const read = await send('{ personByNationalInsuranceNumber(value: "x") { id } }');
    expect(read.body.errors[0].extensions).toStrictEqual({ code: 'FORBIDDEN', ruleId: 'E4' });
    const write = await send('mutation { retireContactDetail(input: { id: "x" }) { contactDetail { id } } }');
    expect(write.body.errors[0].extensions).toStrictEqual({ code: 'FORBIDDEN', ruleId: 'C2' });
    const allowed = { data: { serviceAreas: expect.arrayContaining([{ code: 'housing' }]) } };
    const query = '{ serviceAreas { code } }';
    expect((await send(query)).body).toStrictEqual(allowed);
    expect((await send(`query Areas ${query}`)).body).toStrictEqual(allowed);
    const address = new URL('/graphql', platform.url);
    address.search = new URLSearchParams({ query, operationName: '' }).toString();
    const byGet = await fetch(address, { headers: { authorization, 'apollo-require-preflight': 'yes' } });
    expect(await byGet.json()).toStrictEqual(allowed);
    const several = await send(`query One ${query} query Two ${query}`);
    expect(several.body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    await platform.stop();
    expect(platform.output).not.toContain('second-lock');
  });

  it('that pass through the same lists again and again are refused before anything is fetched', async () => {
    const platform = shared();
    const rounds = (count: number): string => `${'contactDetails { person { '.repeat(count)}id${' } }'.repeat(count)}`;
    const allowed = await platform.ask('housing-officer', `{ person(id: "x") { ${rounds(2)} } }`);
    expect(allowed.body).toStrictEqual({ data: { person: null } });
    const refused = await platform.ask('housing-officer', `{ person(id: "x") { ${rounds(3)} } }`);
    expect(refused.body.errors[0].extensions).toMatchObject({ code: 'OPERATION_TOO_COMPLEX', limit: 'rounds', maximum: 2 });
  });

  it('report every problem of an input at once, each with its path', async () => {
    const platform = shared();
    const { body } = await platform.ask(
      'housing-officer',
      'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { person { id } } }',
      {
        variables: { input: { forename: ' ', surname: '<script', dateOfBirth: '2990-01-01', personTypes: [], reason: 'x' } },
      },
    );
    expect(body.errors[0].extensions.problems.map(({ path, code }: { path: string; code: string }) => [path, code])).toStrictEqual([
      ['input.surname', 'W42'],
      ['input.dateOfBirth', 'W10'],
      ['input.forename', 'W15'],
      ['input.personTypes', 'W14'],
    ]);
  });
});
