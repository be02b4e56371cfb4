import { describe, expect, test } from 'vitest';
import { expectedIn, isPairKept, judgedSubjectOf, pairsOf, pathsIn, seenIn } from './judge-policy-case.ts';
import { readPolicyCases, textOf } from './read-policy-cases.ts';

const cases = readPolicyCases();

describe('the policy cases that were worked out independently', () => {
  test('there are as many as the README says', () => {
    expect(cases).toHaveLength(332);
  });

  test.each(cases.map((policyCase) => [textOf(policyCase, 'case_id'), textOf(policyCase, 'why'), policyCase] as const))(
    '%s: %s',
    (_id, _why, policyCase) => {
      expect(seenIn(policyCase)).toEqual(expectedIn(policyCase));
    },
  );

  const judged = cases.filter((policyCase) => judgedSubjectOf(policyCase) !== null);
  test.each(judged.map((policyCase) => [textOf(policyCase, 'case_id'), textOf(policyCase, 'expected_paths'), policyCase] as const))(
    '%s takes the paths %s',
    (_id, expected, policyCase) => {
      expect(pathsIn(policyCase)).toBe(expected);
    },
  );

  test.each(
    pairsOf(cases).map(([relation, one, other]) => [textOf(one, 'case_id'), relation, textOf(other, 'case_id'), one, other] as const),
  )('%s is %s compared with %s', (_id, relation, _other, one, other) => {
    expect(isPairKept(relation, one, other)).toBe(true);
  });
});
