import { expect, test } from 'vitest';

interface DescribeAnswer {
  readonly differingPaths: (answers: readonly unknown[]) => ReadonlySet<string>;
  readonly linesOf: (value: unknown) => readonly { readonly text: string; readonly path: string | null }[];
  readonly summarise: (answer: unknown) => Readonly<Record<string, unknown>>;
  readonly curlCommandOf: (request: { endpoint: string; body: string; headers: Readonly<Record<string, string>> }) => string;
}

// The browser's script has no types of its own.
const scriptUrl = new URL('../../assets/describe-answer.js', import.meta.url).href;
const { differingPaths, linesOf, summarise, curlCommandOf } = (await import(scriptUrl)) as DescribeAnswer;

const answerWith = (phone: string, area: string, equalityInformation: unknown) => ({
  data: {
    searchPersons: {
      total: 1,
      results: [
        {
          person: {
            forename: 'Ada',
            surname: 'Sample',
            contactDetails: [
              { contactInformation: { contactType: 'EMAIL', value: 'ada@example.org' }, sourceServiceArea: { area } },
              { contactInformation: { contactType: 'PHONE', value: phone }, sourceServiceArea: { area } },
            ],
            equalityInformation,
          },
        },
      ],
    },
  },
});

const refusal = {
  message: 'Not allowed.',
  path: ['searchPersons', 'results', 0, 'person', 'equalityInformation'],
  extensions: { code: 'FORBIDDEN' },
};
const housing = answerWith('+442079460001', 'housing', { ageGroup: '30-39' });
const socialCare = answerWith('+442079460002', 'social-care', { ageGroup: '30-39' });
const readOnly = { ...answerWith('+442079460001', 'housing', null), errors: [refusal] };
const person = 'data.searchPersons.results.0.person';

test('the phone, the equality answers and the error differ; names and totals do not', () => {
  const paths = [...differingPaths([housing, socialCare, readOnly])];
  expect(paths).toContain(`${person}.contactDetails.1.contactInformation.value`);
  expect(paths).toContain(`${person}.equalityInformation`);
  expect(paths).toContain(`${person}.equalityInformation.ageGroup`);
  expect(paths).toContain('errors.0.extensions.code');
  expect(paths).not.toContain(`${person}.surname`);
  expect(paths).not.toContain('data.searchPersons.total');
});

test('one answer differs from nothing', () => {
  expect(differingPaths([housing]).size).toBe(0);
});

test.each([housing, readOnly, { a: [], b: {}, c: [1, [2, null]] }, null])('the lines of %j are its indented JSON', (value) => {
  const text = linesOf(value)
    .map((line) => line.text)
    .join('\n');
  expect(text).toBe(JSON.stringify(value, null, 2));
});

test('the summary names the resident, the phones with their areas and the equality answers', () => {
  expect(summarise(housing)).toEqual({ name: 'Ada Sample', phones: [{ value: '+442079460001', area: 'housing' }], equality: 'shown' });
});

test('the summary tells a refusal with its code and path', () => {
  const { equality } = summarise(readOnly);
  expect(equality).toBe('null: FORBIDDEN at searchPersons.results.0.person.equalityInformation');
});

test.each([
  [{ data: { searchPersons: { total: 0, results: [] } } }, /No resident matches/],
  [{ data: null, errors: [{ message: 'Token expired.', extensions: { code: 'UNAUTHENTICATED' } }] }, /^UNAUTHENTICATED: .*Reload the page/],
  [{ data: null, errors: [{ message: 'Broken.' }] }, /^error: Broken\./],
])('an answer without a resident is a problem: %j', (answer, expected) => {
  const { problem } = summarise(answer);
  expect(problem).toMatch(expected);
});

test('a curl command quotes apostrophes for the shell', () => {
  const command = curlCommandOf({
    endpoint: 'http://localhost:4000/graphql',
    body: '{"name":"O\'Neil"}',
    headers: { authorization: 'Bearer t' },
  });
  expect(command).toContain(`-H 'authorization: Bearer t'`);
  expect(command).toContain(`'{"name":"O'\\''Neil"}'`);
});
