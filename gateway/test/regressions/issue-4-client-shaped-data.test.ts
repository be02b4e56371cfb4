import { rule } from 'graphql-shield';
import { expect, test } from 'vitest';
import { startGateway } from '../access/start-gateway.ts';
import { createShielded, run } from './shielded.ts';

test('a rule over an answer in the shape of the caller is fooled by an alias', async () => {
  const sdl = 'type Query { rows: [Row] } type Row { area: String note: String value: String }';
  const isHousing = rule('row-in-the-shape-of-the-caller', { cache: 'no_cache' })((row: { area: string }) => row.area === 'housing');
  // What `{ rows { area: note value } }` answers for a row of social-care whose note says housing.
  const answer = { rows: [{ area: 'housing', value: 'the value' }] };
  const { data } = await run(createShielded(sdl, { Row: { value: isHousing } }), '{ rows { area value } }', answer);
  expect(data).toEqual({ rows: [{ area: 'housing', value: 'the value' }] });
});

const rows = [
  {
    id: 'd-1',
    targetId: 'p-1',
    area: 'social-care',
    isActive: true,
    contactName: 'housing',
    contactInformation: { value: 'the value', description: 'housing' },
  },
];

test.each([
  [
    'the area of the source',
    '{ contactDetails(targetId: "p-1") { area: contactName sourceServiceArea: contactInformation { area: description } } }',
  ],
  [
    'the attributes themselves',
    '{ contactDetails(targetId: "p-1") { accessAttributes: contactInformation { area: description isActive: description targetType: value targetId: value } } }',
  ],
  ['the whole row', '{ rows: contactDetails(targetId: "p-1") { info: contactInformation { value } } }'],
  ['several times over', '{ a: contactDetails(targetId: "p-1") { id } b: contactDetails(targetId: "p-1") { area: contactName } }'],
  ['a row by its id', '{ area: contactDetail(id: "d-1") { area: contactName contactInformation { value } } }'],
])('our row guard is not: aliases for %s', async (_title, query) => {
  await using over = await startGateway({ rows });
  const answer = await over.ask('housing-officer', query);
  expect(
    Object.values(answer.data ?? {})
      .flat()
      .filter((row) => row !== null),
  ).toEqual([]);
  expect(answer.errors).toBeUndefined();
});
