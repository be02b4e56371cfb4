import { ServiceError } from '@resident-graph/service-kit';
import { describe, expect, test } from 'vitest';
import {
  areaOf,
  contextOf,
  listOf,
  type PolicyCase,
  readPolicyCases,
  rowOf,
  subjectOf,
  textOf,
} from '../../../packages/policy/test/read-policy-cases.ts';
import { policyJudgeRow } from '../../src/access/row-guard.ts';
import { type GroupMapping, parseGroupMapping } from '../../src/identity/group-mapping.ts';
import { resolveSubject } from '../../src/identity/resolve-subject.ts';

/** One group for each area of the caller: the acting one brings `roles`, the others what `other_area_roles` says. */
const mappingOf = (policyCase: PolicyCase): { readonly mapping: GroupMapping; readonly groups: readonly string[] } => {
  const areas = listOf(policyCase, 'caller_areas');
  const others = listOf(policyCase, 'other_area_roles').map((entry) => entry.split('/'));
  const actingArea = textOf(policyCase, 'acting_area');
  const groups = (areas.length === 0 ? [null] : areas).map((area) => ({
    kind: textOf(policyCase, 'subject_kind'),
    area: area === null ? null : areaOf(policyCase, area),
    roles:
      area === null || area === actingArea || areas.length === 1
        ? listOf(policyCase, 'roles')
        : others.flatMap(([of, role = '']) => (of === area ? [role] : [])),
    purposes: listOf(policyCase, 'purposes_allowed'),
  }));
  const named = Object.fromEntries(groups.map((group, index) => [`group-${index}`, group]));
  return { mapping: parseGroupMapping(JSON.stringify({ version: '1', groups: named })), groups: Object.keys(named) };
};

const headerOf = (policyCase: PolicyCase, column: string): string | undefined =>
  textOf(policyCase, column) === 'absent' ? undefined : textOf(policyCase, column);

/** What the gateway makes of a case: an error code, or whether the row is shown. */
const answer = (policyCase: PolicyCase): { readonly code?: string; readonly isShown: boolean } => {
  const { mapping, groups } = mappingOf(policyCase);
  const serviceArea = headerOf(policyCase, 'area_header');
  const caseReference = textOf(policyCase, 'case_ref');
  try {
    const subject = resolveSubject(
      { subjectId: textOf(policyCase, 'subject_id'), groups },
      {
        serviceArea: serviceArea === undefined ? undefined : areaOf(policyCase, serviceArea),
        purpose: headerOf(policyCase, 'purpose_header'),
        caseReference: caseReference === '' ? undefined : caseReference,
      },
      mapping,
    );
    expect(subject).toEqual({ ...subjectOf(policyCase), roles: [...(subjectOf(policyCase)?.roles ?? [])].toSorted() });
    return { isShown: policyJudgeRow(subject, rowOf(policyCase), contextOf(policyCase)) };
  } catch (error) {
    if (error instanceof ServiceError) return { code: error.code, isShown: false };
    throw error;
  }
};

/** An area that the mapping may not give is not one of the caller's, so the request is refused before the row is looked at. */
const isAreaUnknown = (policyCase: PolicyCase): boolean =>
  textOf(policyCase, 'acting_area') === textOf(policyCase, 'row_area') &&
  ['retired', 'unknown'].includes(textOf(policyCase, 'row_area_state'));

describe('the policy cases at the gateway: token and headers to row', () => {
  test.each(readPolicyCases().map((policyCase) => [textOf(policyCase, 'case_id'), textOf(policyCase, 'why'), policyCase] as const))(
    '%s: %s',
    (_id, _why, policyCase) => {
      const refusal =
        isAreaUnknown(policyCase) && textOf(policyCase, 'acting_area') !== '' ? 'FORBIDDEN' : textOf(policyCase, 'expected_error');
      expect(answer(policyCase)).toEqual(
        refusal === '' ? { isShown: textOf(policyCase, 'expected') === 'FULL' } : { code: refusal, isShown: false },
      );
    },
  );
});
