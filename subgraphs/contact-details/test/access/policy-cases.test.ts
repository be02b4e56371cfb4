import { describe, expect, test } from 'vitest';
import {
  contextOf,
  type PolicyCase,
  readPolicyCases,
  rowOf,
  subjectOf,
  textOf,
} from '../../../../packages/policy/test/read-policy-cases.ts';
import { policyReadRule } from '../../src/domain/read-rule.ts';
import { type BookSketch, openObservedStore } from './contact-books.ts';

const bookOf = (policyCase: PolicyCase): BookSketch => {
  const { area, isActive, targetType } = rowOf(policyCase);
  const id = textOf(policyCase, 'case_id');
  return {
    targetId: `target-${id}`,
    targetType: targetType === 'ORGANISATION' ? 'ORGANISATION' : 'PERSON',
    area,
    details: [{ id: `detail-${id}`, isActive }],
  };
};

describe('the policy cases at the store of the subgraph', () => {
  test('every case returns its row exactly when the case opens it, on both ways to ask', async () => {
    await using observed = await openObservedStore(policyReadRule);
    const cases = readPolicyCases().filter((policyCase) => textOf(policyCase, 'expected_error') === '');
    await observed.write(cases.map(bookOf));
    for (const policyCase of cases) {
      const subject = subjectOf(policyCase);
      if (subject === null) throw new Error('A case that is not refused has a subject.');
      const [targetId, id] = [`target-${textOf(policyCase, 'case_id')}`, `detail-${textOf(policyCase, 'case_id')}`];
      const reading = { subject, ...contextOf(policyCase) };
      const expected = textOf(policyCase, 'expected') === 'FULL' ? [id] : [];
      const found = await observed.store.findVisibleByTarget([targetId], reading);
      const foundById = await observed.store.findVisibleById([id], reading);
      expect({ case: id, ids: found.map((row) => row.id) }).toEqual({ case: id, ids: expected });
      expect({ case: id, ids: foundById.map((row) => row.id) }).toEqual({ case: id, ids: expected });
      expect({ case: id, read: observed.takeBooksRead().length }).toEqual({ case: id, read: expected.length * 2 });
    }
  });
});
