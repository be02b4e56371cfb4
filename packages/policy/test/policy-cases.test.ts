import { describe, expect, test } from 'vitest';
import { type Decision, decide, type Outcome, outcomes } from '../src/index.ts';
import { contextOf, type PolicyCase, readPolicyCases, rowOf, subjectOf, textOf } from './read-policy-cases.ts';

/** A subject without a purpose was refused before anything is judged. */
const decideCase = (policyCase: PolicyCase): Decision => {
  const subject = subjectOf(policyCase);
  return subject === null || textOf(policyCase, 'expected_error') !== ''
    ? { outcome: 'HIDDEN', code: 'DEFAULT_DENY' }
    : decide(subject, 'contact-detail.read', rowOf(policyCase), contextOf(policyCase));
};

const cases = readPolicyCases();
const byId = new Map(cases.map((policyCase) => [textOf(policyCase, 'case_id'), policyCase]));
const rank = (outcome: Outcome): number => outcomes.indexOf(outcome);

describe('the policy cases that were worked out independently', () => {
  test('there are as many as the README says', () => {
    expect(cases).toHaveLength(197);
  });

  test.each(cases.map((policyCase) => [textOf(policyCase, 'case_id'), textOf(policyCase, 'why'), policyCase] as const))(
    '%s: %s',
    (_id, _why, policyCase) => {
      expect(decideCase(policyCase)).toEqual({ outcome: textOf(policyCase, 'expected'), code: textOf(policyCase, 'expected_code') });
    },
  );

  const pairs = cases.flatMap((policyCase) => {
    const other = byId.get(textOf(policyCase, 'pair_with'));
    return other === undefined ? [] : [[textOf(policyCase, 'case_id'), textOf(policyCase, 'pair_relation'), policyCase, other] as const];
  });
  test.each(pairs)('%s is %s compared with its pair', (_id, relation, one, other) => {
    const [decision, comparison] = [decideCase(one), decideCase(other)];
    if (relation === 'equal') expect(decision).toEqual(comparison);
    else expect(rank(decision.outcome)).toBeLessThanOrEqual(rank(comparison.outcome));
  });
});
