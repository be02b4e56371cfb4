import { expect, test } from 'vitest';
import { policyRevision } from './policy-revision.ts';

test('the rules in force are named by a day and a number', () => {
  expect(policyRevision).toMatch(/^\d{4}-\d{2}-\d{2}\.[1-9]\d*$/u);
});
