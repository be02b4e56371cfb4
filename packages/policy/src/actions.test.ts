import { subjectKinds } from '@resident-graph/schema';
import { describe, expect, test } from 'vitest';
import { type Action, actions, permit } from './actions.ts';
import { type Role, roles, type Subject } from './subject.ts';

const nobody: Subject = {
  id: 'subject-1',
  kind: 'officer',
  actingArea: 'housing',
  roles: [],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
};

/** Written out once more on purpose: a change of the table has to be made twice. */
const expected: readonly (readonly [Action, string, readonly string[], readonly Role[], boolean])[] = [
  ['person.read', 'P1', ['officer', 'service', 'steward'], ['person:read'], true],
  ['person.write', 'P2', ['officer', 'service', 'steward'], ['person:write'], true],
  ['person.search', 'P3', ['officer', 'service', 'steward'], ['person:read'], true],
  ['contact-detail.read', 'C1', ['officer', 'service', 'steward'], ['contact:read'], true],
  ['contact-detail.write', 'C2', ['officer', 'service', 'steward'], ['contact:write'], true],
  ['equality.read', 'E1', ['officer'], ['equality:read', 'equality:maintain'], true],
  ['equality.maintain', 'E2', ['officer'], ['equality:maintain'], true],
  ['persons.ingest', 'I1', ['service', 'steward'], ['ingest:persons', 'steward'], false],
  ['contact-details.ingest', 'I2', ['service', 'steward'], ['ingest:contact-details', 'steward'], false],
  ['equality-information.ingest', 'I3', ['service'], ['ingest:equality-information'], false],
];

describe('permit', () => {
  test('every action is in the table of this test', () => {
    expect(expected.map(([action]) => action)).toEqual(Object.keys(actions));
  });

  test('rule ids are unique', () => {
    const ids = Object.values(actions).map(({ ruleId }) => ruleId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(expected)('%s answers with rule %s', (action, ruleId) => {
    expect(permit(nobody, action)).toEqual({ isPermitted: false, ruleId });
  });

  test.each(expected)('%s (%s) opens to exactly its kinds with exactly its roles', (action, ruleId, kinds, anyRole) => {
    for (const kind of subjectKinds) {
      for (const role of roles) {
        const isPermitted = kinds.includes(kind) && anyRole.includes(role);
        expect(permit({ ...nobody, kind, roles: [role] }, action), `${kind} with ${role}`).toEqual({ isPermitted, ruleId });
      }
    }
  });

  test.each(expected)('%s (%s) needs an acting area where it says so', (action, _ruleId, kinds, _roles, needsActingArea) => {
    const subject = { ...nobody, kind: kinds[0] as Subject['kind'], roles, actingArea: null };
    expect(permit(subject, action).isPermitted).toBe(!needsActingArea);
  });
});
