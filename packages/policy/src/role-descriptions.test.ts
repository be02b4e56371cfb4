import { expect, test } from 'vitest';
import { roleDescriptions } from './role-descriptions.ts';
import { roles } from './subject.ts';

test.each(roles)('the role %s has a sentence of its own', (role) => {
  expect(roleDescriptions[role]).toMatch(/^[A-Z][^.]*\.$/u);
  expect(Object.values(roleDescriptions).filter((sentence) => sentence === roleDescriptions[role])).toHaveLength(1);
});

test('nothing but roles is described', () => {
  expect(Object.keys(roleDescriptions).toSorted()).toEqual([...roles].toSorted());
});
