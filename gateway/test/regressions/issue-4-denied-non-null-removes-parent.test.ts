import { isNonNullType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { createRuleTable } from '../../src/access/rule-table.ts';
import { reached } from '../../src/access/rules.ts';
import { composeApiSchema } from '../access/api-schema.ts';
import { createDeny, createShielded, run } from './shielded.ts';

test('a denied non-null field takes its parent along, and a list of such parents as well', async () => {
  const { deny } = createDeny();
  const sdl = 'type Query { one: Row many: [Row!] } type Row { id: ID value: String! }';
  const row = { id: '1', value: 'the value' };
  const { data } = await run(createShielded(sdl, { Row: { value: deny } }), '{ one { id value } many { id value } }', {
    one: row,
    many: [row],
  });
  expect(data).toEqual({ one: null, many: null });
});

test('every field of ours that a rule can deny is nullable', () => {
  const schema = composeApiSchema();
  const table = createRuleTable(schema);
  const nonNull = [...table].flatMap(([coordinate, accessRule]) => {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    return accessRule !== reached && field !== undefined && isNonNullType(field.type) ? [coordinate] : [];
  });
  expect(nonNull).toEqual([]);
  expect(table.size).toBeGreaterThan(100);
});
