import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { applyMiddleware, applyMiddlewareToDeclaredResolvers } from 'graphql-middleware';
import { shield } from 'graphql-shield';
import { expect, test } from 'vitest';
import { createDeny, run } from './shielded.ts';

const root = new URL('../../../', import.meta.url);

test('the speed-up through declared resolvers answers a denied value of a field with the default resolver', async () => {
  const sdl = 'type Query { row: Row } type Row { value: String }';
  const { deny } = createDeny();
  const rules = shield({ Row: { value: deny } });
  const values = { row: { value: 'the value' } };
  expect((await run(applyMiddlewareToDeclaredResolvers(buildSchema(sdl), rules), '{ row { value } }', values)).data).toEqual({
    row: { value: 'the value' },
  });
  expect((await run(applyMiddleware(buildSchema(sdl), rules), '{ row { value } }', values)).data).toEqual({ row: { value: null } });
});

test('none of our sources uses it', () => {
  const folders = ['gateway/src', 'packages/service-kit/src', 'packages/platform/src', 'subgraphs'];
  const sources = folders.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/node_modules|dist\//u.test(file))
      .map((file) => `${folder}/${file}`),
  );
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => readFileSync(new URL(file, root), 'utf8').includes('ToDeclaredResolvers'))).toEqual([]);
});
