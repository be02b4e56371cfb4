import { actions } from '@resident-graph/policy';
import { calledByGateway, type LockRule, mayDo, rowPasses } from '@resident-graph/service-kit';
import { rule } from 'graphql-shield';
import { expect, test } from 'vitest';
import { canaryRule, publishedRules } from '../../src/access/rule-table.ts';
import { createShielded, run } from './shielded.ts';

const sdl = 'type Query { rows: [Row] } type Row { id: ID area: String value: String }';
const rows = [
  { id: '1', area: 'housing', value: 'mine' },
  { id: '2', area: 'social-care', value: 'the value' },
];

test('a contextual rule reuses the verdict on the first row for all rows', async () => {
  const isHousing = rule('contextual-row', { cache: 'contextual' })((row: { area: string }) => row.area === 'housing');
  const { data } = await run(createShielded(sdl, { Row: { value: isHousing } }), '{ rows { value } }', { rows });
  expect(data).toEqual({ rows: [{ value: 'mine' }, { value: 'the value' }] });
});

test('a strict rule reuses the verdict on one field for the others', async () => {
  const isId = rule('strict-field', { cache: 'strict' })(
    (_row: unknown, _args: unknown, _context: unknown, info: { fieldName: string }) => info.fieldName === 'id',
  );
  const { data } = await run(createShielded(sdl, { Row: isId }), '{ rows { id value } }', { rows });
  expect(data).toEqual({
    rows: [
      { id: '1', value: 'mine' },
      { id: '2', value: 'the value' },
    ],
  });
});

/** graphql-shield keeps the setting in a field that its types hide. */
const cacheOf = (accessRule: LockRule): unknown => Reflect.get(accessRule, 'cache');

test('none of our rules is cached by graphql-shield', () => {
  const ofGateway = publishedRules.flatMap((part) => Object.values(part).flatMap((fields) => Object.values(fields)));
  const ofLocks = [
    calledByGateway,
    rowPasses('toy-row', () => true),
    ...Object.keys(actions).map((action) => mayDo(action as keyof typeof actions)),
  ];
  const all = [...ofGateway, canaryRule, ...ofLocks];
  expect(all.length).toBeGreaterThan(100);
  expect([...new Set(all.map(cacheOf))]).toEqual(['no_cache']);
});
