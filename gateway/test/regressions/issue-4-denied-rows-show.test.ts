import { rule } from 'graphql-shield';
import { expect, test } from 'vitest';
import { startGateway } from '../access/start-gateway.ts';
import { createShielded, run } from './shielded.ts';

test('a row that graphql-shield denies still shows its type, its place and the length of the list', async () => {
  const sdl = 'type Query { rows: [Row] } type Row { area: String value: String }';
  const isHousing = rule('row-of-housing', { cache: 'no_cache' })((row: { area: string }) => row.area === 'housing');
  const rows = [
    { area: 'social-care', value: 'the value' },
    { area: 'housing', value: 'mine' },
  ];
  const { data, errors } = await run(createShielded(sdl, { Row: isHousing }), '{ rows { __typename value } }', { rows });
  expect(data).toEqual({
    rows: [
      { __typename: 'Row', value: null },
      { __typename: 'Row', value: 'mine' },
    ],
  });
  expect(errors).toMatchObject([{ path: ['rows', 0, 'value'] }]);
});

test('a hidden row of ours is not in the list at all, and no error tells of it', async () => {
  await using over = await startGateway({
    rows: [
      { id: 'd-1', targetId: 'p-1', area: 'social-care', isActive: true },
      { id: 'd-2', targetId: 'p-1', area: 'housing', isActive: true },
    ],
  });
  expect(await over.ask('housing-officer', '{ contactDetails(targetId: "p-1") { __typename id } }')).toEqual({
    data: { contactDetails: [{ __typename: 'ContactDetail', id: 'd-2' }] },
  });
  expect(await over.ask('housing-officer', '{ contactDetail(id: "d-1") { __typename id } }')).toEqual({ data: { contactDetail: null } });
});
