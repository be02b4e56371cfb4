import { describe, expect, test } from 'vitest';
import {
  contextOf,
  listOf,
  type PolicyCase,
  readPolicyCases,
  rowOf,
  subjectOf,
  textOf,
} from '../../../../packages/policy/test/read-policy-cases.ts';
import type { VisibleContactDetail } from '../../src/domain/visible-contact-detail.ts';
import { type BookSketch, openObservedDetails } from './contact-books.ts';

const bookOf = (policyCase: PolicyCase): BookSketch => {
  const { targetId, targetType, area, ...detail } = rowOf(policyCase);
  return { targetId, targetType: targetType === 'ORGANISATION' ? 'ORGANISATION' : 'PERSON', area, details: [detail] };
};

/** Cases that need what a later part brings: diagnostic sessions are not kept yet. */
const needsSession = (policyCase: PolicyCase): boolean => textOf(policyCase, 'session_started_at') !== '';

const cases = readPolicyCases().filter((policyCase) => textOf(policyCase, 'expected_error') === '' && !needsSession(policyCase));

const seen = (rows: readonly VisibleContactDetail[]) =>
  rows.map(({ detail, decision }) => ({ id: detail.id, outcome: decision.outcome, code: decision.code }));

describe('the policy cases at the store of the subgraph', () => {
  test('leave out the cases of support, and no others', () => {
    const leftOut = readPolicyCases().filter(needsSession);
    expect(leftOut.filter((policyCase) => textOf(policyCase, 'subject_kind') !== 'support').map((one) => textOf(one, 'case_id'))).toEqual([
      'diag.09',
    ]);
  });

  test.each(cases.map((policyCase) => [textOf(policyCase, 'case_id'), textOf(policyCase, 'why'), policyCase] as const))(
    '%s: %s',
    async (_id, _why, policyCase) => {
      const subject = subjectOf(policyCase);
      if (subject === null) throw new Error('A case that is not refused has a subject.');
      await using observed = await openObservedDetails();
      const book = bookOf(policyCase);
      await observed.write([book]);
      const { person, ...context } = contextOf(policyCase);
      if (person !== null) observed.know(new Map(listOf(policyCase, 'person_ids').map((id) => [id, person])));
      const reading = { subject, includeHistoric: context.includeHistoric, isLegacyTriage: context.isLegacyTriage, now: context.now };
      const outcome = textOf(policyCase, 'expected');
      const expected = outcome === 'HIDDEN' ? [] : [{ id: book.details[0]?.id, outcome, code: textOf(policyCase, 'expected_code') }];
      expect(seen(await observed.visible.findByTarget([book.targetId], reading))).toEqual(expected);
      expect(seen(await observed.visible.findById([book.details[0]?.id ?? ''], reading))).toEqual(expected);
      // Of a service on behalf of a user the filter keeps what both may read; what the rows of both have in common is judged after.
      if (subject.onBehalfOf === null) expect(observed.takeBooksRead()).toHaveLength(expected.length * 2);
    },
  );
});
