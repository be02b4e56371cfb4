import { rule } from 'graphql-shield';
import { describe, expect, test } from 'vitest';
import { startGateway } from '../../test/access/start-gateway.ts';
import { runBootSelfTest } from './boot-self-test.ts';
import { canaryRule } from './rule-table.ts';
import { reached } from './rules.ts';

const message = 'The boot self-test failed: a rule that must deny allowed. Nothing is served.';

describe('the boot self-test', () => {
  test('passes when the canary denies', async () => {
    await expect(runBootSelfTest(canaryRule)).resolves.toBeUndefined();
  });

  test.each([
    ['is open to everybody', reached],
    ['answers true', rule('open-canary', { cache: 'no_cache' })(() => true)],
  ])('fails when the canary %s', async (_title, canary) => {
    await expect(runBootSelfTest(canary)).rejects.toThrow(message);
  });

  test('keeps the gateway from starting when the canary is switched to allow', async () => {
    await expect(startGateway({ canary: reached })).rejects.toThrow(message);
  });

  test('lets the gateway start with the canary of the product', async () => {
    await using over = await startGateway();
    expect(await over.ask('housing-officer', '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });
});
