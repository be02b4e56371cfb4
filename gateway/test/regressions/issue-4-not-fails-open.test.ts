import { readdirSync, readFileSync } from 'node:fs';
import { not, rule } from 'graphql-shield';
import { expect, test } from 'vitest';
import { createShielded, run } from './shielded.ts';

const root = new URL('../../../', import.meta.url);
const sdl = 'type Query { value: String }';

const failing: readonly (readonly [string, () => unknown])[] = [
  [
    'throws',
    () => {
      throw new Error('the store is down');
    },
  ],
  ['returns a text', () => 'refused'],
  ['returns an Error', () => new Error('refused')],
];

test.each(failing)('not(rule) opens when the rule %s', async (title, judge) => {
  const inner = rule(`inner-${title}`, { cache: 'no_cache' })(judge as () => boolean);
  const schema = createShielded(sdl, { Query: { value: not(inner) } });
  expect(await run(schema, '{ value }', { value: 'the value' })).toEqual({ data: { value: 'the value' } });
});

const listSources = (folder: string): readonly string[] => {
  const names: readonly string[] = readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => `${folder}/${name}`);
};

/** Every source file of ours that can hold a rule. */
const ruleFiles = [
  'gateway/src',
  'packages/service-kit/src',
  'packages/platform/src',
  'subgraphs/person/src',
  'subgraphs/contact-details/src',
  'subgraphs/equality/src',
  'subgraphs/search/src',
]
  .flatMap(listSources)
  .filter((file) => readFileSync(new URL(file, root), 'utf8').includes("'graphql-shield'"));

test('our rule files are found', () => {
  expect(ruleFiles).toEqual(expect.arrayContaining(['gateway/src/access/rules.ts', 'packages/service-kit/src/subgraph/lock.ts']));
});

test.each(ruleFiles)('%s takes nothing from graphql-shield but rule and shield', (file) => {
  const text = readFileSync(new URL(file, root), 'utf8');
  const imported = [...text.matchAll(/import ([^;]+?) from 'graphql-shield'/gu)].flatMap(([, names = '']) =>
    names.replaceAll(/[{}]|\btype\b/gu, '').split(','),
  );
  expect(imported.map((name) => name.trim()).filter((name) => name !== '' && name !== 'rule' && name !== 'shield')).toEqual([]);
});
