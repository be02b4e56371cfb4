import type { Outcome, Subject } from '@resident-graph/policy';
import { buildPublishedSubgraphSchema, ServiceError, StartError } from '@resident-graph/service-kit';
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
import { createFetchGuardPlan } from '../../src/access/fetch-guard-plan.ts';
import { guardRows } from '../../src/access/row-guard.ts';
import { policyJudgeRow } from '../../src/access/row-judge.ts';
import { type GroupMapping, parseGroupMapping } from '../../src/identity/group-mapping.ts';
import { actOnBehalfOf, resolveSubject, type TokenClaims } from '../../src/identity/resolve-subject.ts';

/** The cases name persons `p-1`; a token names them by UUID. */
const uuidOf = (personId: string): string => `00000000-0000-4000-8000-${personId.replace('p-', '').padStart(12, '0')}`;

const hasUser = (policyCase: PolicyCase): boolean => textOf(policyCase, 'obo_subject_id') !== '';

interface Mapped {
  readonly mapping: GroupMapping;
  readonly groups: readonly string[];
  /** Those of the user for whom a service calls. */
  readonly userGroups: readonly string[];
}

/**
 * One group for each area of the caller: the acting one brings `roles`, the others what `other_area_roles` says. Likewise for the user,
 * whose groups list the purpose of the service.
 */
const mappingOf = (policyCase: PolicyCase): Mapped => {
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
  const userAreas = listOf(policyCase, 'obo_areas');
  const userGroups = (userAreas.length === 0 ? [null] : userAreas).map((area) => ({
    kind: textOf(policyCase, 'obo_kind'),
    area,
    roles: listOf(policyCase, 'obo_roles'),
    purposes: listOf(policyCase, 'purposes_allowed'),
  }));
  const named = Object.fromEntries(groups.map((group, index) => [`group-${index}`, group]));
  const ofUser = Object.fromEntries(userGroups.map((group, index) => [`user-group-${index}`, group]));
  const all = { ...named, ...(hasUser(policyCase) ? ofUser : {}) };
  return {
    mapping: parseGroupMapping(JSON.stringify({ version: '1', groups: all })),
    groups: Object.keys(named),
    userGroups: Object.keys(ofUser),
  };
};

const claimsOf = (policyCase: PolicyCase, prefix: '' | 'obo_', groups: readonly string[]): TokenClaims => {
  const person = textOf(policyCase, `${prefix}resident_person`);
  return { subjectId: textOf(policyCase, `${prefix}subject_id`), groups, teams: [], personId: person === '' ? null : uuidOf(person) };
};

/** A resolved subject with the persons named as the case names them. */
const inWordsOfCase = (policyCase: PolicyCase, subject: Subject): Subject => ({
  ...subject,
  personId: subject.personId === null ? null : textOf(policyCase, 'resident_person'),
  onBehalfOf:
    subject.onBehalfOf === null
      ? null
      : { ...subject.onBehalfOf, personId: subject.onBehalfOf.personId === null ? null : textOf(policyCase, 'obo_resident_person') },
});

/** The subject of a case as the gateway writes one: roles in order, and none for a user of an area that does not act. */
const expectedSubjectOf = (policyCase: PolicyCase): Subject | null => {
  const subject = subjectOf(policyCase);
  if (subject === null) return null;
  const { onBehalfOf: user } = subject;
  const isUserOfArea = listOf(policyCase, 'obo_areas').includes(textOf(policyCase, 'acting_area'));
  return {
    ...subject,
    roles: subject.roles.toSorted(),
    onBehalfOf: user === null ? null : { ...user, roles: isUserOfArea ? user.roles.toSorted() : [] },
  };
};

const headerOf = (policyCase: PolicyCase, column: string): string | undefined =>
  textOf(policyCase, column) === 'absent' ? undefined : textOf(policyCase, column);

const plans = {
  triage: createFetchGuardPlan(
    buildPublishedSubgraphSchema('contact-details'),
    'query($h:Boolean){legacyTriage(includeHistoric:$h){edges{node{id}}}}',
  ),
  list: createFetchGuardPlan(
    buildPublishedSubgraphSchema('contact-details'),
    'query($h:Boolean){contactDetails(targetId:"p-1",includeHistoric:$h){id}}',
  ),
};

/** The outcomes by which a subgraph could have shaped the row of a case so that the re-check lets it through. */
const passesAs = (subject: Subject, policyCase: PolicyCase): readonly Outcome[] => {
  const { includeHistoric, isLegacyTriage, now, person } = contextOf(policyCase);
  return (['MASK', 'FULL'] as const).filter((outcome) => {
    const row = { id: 'd-1', rg__access: { row: rowOf(policyCase), person, outcome } };
    const data = isLegacyTriage ? { legacyTriage: { edges: [{ node: row }] } } : { contactDetails: [row] };
    const plan = isLegacyTriage ? plans.triage : plans.list;
    const fetch = { plan, subject, variables: { h: includeHistoric }, judge: policyJudgeRow, askedAt: now, now };
    const { result } = guardRows(fetch, structuredClone({ data }));
    return JSON.stringify(result).includes('"d-1"');
  });
};

/** What the gateway makes of a case: an error code, or how the row is judged and what the re-check lets through. */
interface CaseAnswer {
  readonly code?: string;
  readonly outcome: Outcome;
  readonly passesAs: readonly Outcome[];
}

const refused = (code: string): CaseAnswer => ({ code, outcome: 'HIDDEN', passesAs: [] });

const answer = (policyCase: PolicyCase): CaseAnswer => {
  const { mapping, groups, userGroups } = mappingOf(policyCase);
  const serviceArea = headerOf(policyCase, 'area_header');
  const caseReference = textOf(policyCase, 'case_ref');
  try {
    const caller = resolveSubject(
      claimsOf(policyCase, '', groups),
      {
        serviceArea: serviceArea === undefined ? undefined : areaOf(policyCase, serviceArea),
        purpose: headerOf(policyCase, 'purpose_header'),
        caseReference: caseReference === '' ? undefined : caseReference,
      },
      mapping,
    );
    const resolved = hasUser(policyCase) ? actOnBehalfOf(caller, claimsOf(policyCase, 'obo_', userGroups), mapping) : caller;
    const subject = inWordsOfCase(policyCase, resolved);
    // What the token gives elsewhere is shown by `me` and never judged.
    const { entitlements: _shown, ...judged } = subject;
    expect(judged).toEqual(expectedSubjectOf(policyCase));
    return {
      outcome: policyJudgeRow(subject, contextOf(policyCase))(rowOf(policyCase)).outcome,
      passesAs: passesAs(subject, policyCase),
    };
  } catch (error) {
    if (error instanceof ServiceError) return refused(error.code);
    throw error;
  }
};

/** An area that the mapping may not give is not one of the caller's, so the request is refused before the row is looked at. */
const isAreaUnknown = (policyCase: PolicyCase): boolean =>
  textOf(policyCase, 'acting_area') === textOf(policyCase, 'row_area') &&
  ['retired', 'unknown'].includes(textOf(policyCase, 'row_area_state'));

/** Support's sessions are not open to anybody yet, so the re-check knows of none. */
const needsSession = (policyCase: PolicyCase): boolean => textOf(policyCase, 'expected_code') === 'DIAGNOSTIC';

const expectedOf = (policyCase: PolicyCase): CaseAnswer => {
  const refusal =
    isAreaUnknown(policyCase) && textOf(policyCase, 'acting_area') !== '' ? 'FORBIDDEN' : textOf(policyCase, 'expected_error');
  if (refusal !== '') return refused(refusal);
  const outcome = textOf(policyCase, 'expected') as Outcome;
  return { outcome, passesAs: outcome === 'HIDDEN' || needsSession(policyCase) ? [] : [outcome] };
};

const isOfWorker = (policyCase: PolicyCase): boolean => textOf(policyCase, 'subject_kind') === 'worker';
const all = readPolicyCases();

describe('the policy cases at the gateway: token and headers to row', () => {
  test('are all there', () => {
    expect(all).toHaveLength(332);
  });

  test.each(
    all
      .filter((policyCase) => !isOfWorker(policyCase))
      .map((policyCase) => [textOf(policyCase, 'case_id'), textOf(policyCase, 'why'), policyCase] as const),
  )('%s: %s', (_id, _why, policyCase) => {
    expect(answer(policyCase)).toEqual(expectedOf(policyCase));
  });

  test.each(all.filter(isOfWorker).map((policyCase) => [textOf(policyCase, 'case_id'), policyCase] as const))(
    '%s: no token makes a worker, and the re-check hides the row from one',
    (_id, policyCase) => {
      expect(() => mappingOf(policyCase)).toThrow(StartError);
      const subject = subjectOf(policyCase);
      expect(subject === null ? null : passesAs(subject, policyCase)).toEqual([]);
      expect(textOf(policyCase, 'expected')).toBe('HIDDEN');
    },
  );
});
