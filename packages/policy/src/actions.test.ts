import { purposes, type SubjectKind, subjectKinds } from '@resident-graph/schema';
import { describe, expect, test } from 'vitest';
import { officer, resident } from '../test/samples.ts';
import { type Action, actions, mayReadRecord, permit } from './actions.ts';
import { type Role, roles, type Subject } from './subject.ts';

const nobody: Subject = { ...officer, roles: [] };

/** Kinds, roles of which one is enough, whether an area must act. */
type Way = readonly [readonly SubjectKind[], readonly Role[], boolean];
const staff = ['officer', 'service', 'steward'] as const;
const officers = ['officer', 'service'] as const;
const importers = ['service', 'steward'] as const;
const ofResident: Way = [['resident'], [], false];
const ofGovernance: Way = [['governance'], ['governance'], false];
const monitoring: readonly Way[] = [[['officer'], ['equality:read', 'equality:maintain'], true], ofResident];
const everybody = ['officer', 'service', 'steward', 'support', 'analyst', 'governance', 'resident'] as const;

/** Written out once more on purpose: a change of the table has to be made twice. */
const expected: readonly (readonly [Action, string, readonly Way[]])[] = [
  ['person.read', 'P1', [[staff, ['person:read'], true], ofResident]],
  ['person.write', 'P2', [[staff, ['person:write'], true]]],
  ['person.search', 'P3', [[staff, ['person:read'], true]]],
  ['person.changes', 'P4', [[staff, ['person:read'], true]]],
  ['identity.read', 'P5', [[officers, ['identity:read'], true]]],
  ['cross-reference.write', 'P6', [[staff, ['person:write'], true]]],
  ['extended-data.read', 'P7', [[staff, ['person:read'], true]]],
  ['extended-data.write', 'P8', [[staff, ['person:write'], true]]],
  ['person.merge', 'P9', [[['steward'], ['steward'], true]]],
  ['contact-detail.read', 'C1', [[staff, ['contact:read'], true], ofResident, [['support'], ['support'], false]]],
  ['contact-detail.write', 'C2', [[staff, ['contact:write'], true]]],
  ['contact-detail.work', 'C3', [[staff, ['contact:read'], true]]],
  ['contact-detail.triage', 'C4', [[['steward'], ['steward'], true]]],
  ['contact-detail.safeguard', 'C5', [[staff, ['safeguarding'], true]]],
  ['contact-detail.lower-sensitivity', 'C6', [[['steward'], ['steward'], true]]],
  ['consent.read', 'N1', [[staff, ['contact:read'], true], ofResident, ofGovernance]],
  ['consent.capture', 'N2', [[officers, ['contact:write'], true], ofResident]],
  ['consent.revoke', 'N3', [[staff, ['person:read', 'contact:read', 'contact:write'], true], ofResident]],
  ['consent.queue', 'N4', [[officers, ['contact:read'], true]]],
  ['organisation.read', 'O1', [[staff, ['contact:read'], true]]],
  ['organisation.write', 'O2', [[staff, ['contact:write'], true]]],
  ['reference-data.read', 'R1', [[everybody, [], false]]],
  ['me.read', 'M1', [[everybody, [], false]]],
  ['access-event.read', 'H1', [[['steward'], ['steward'], true], ofResident, ofGovernance]],
  ['access-event.release', 'H2', [ofGovernance]],
  ['access.explain', 'X1', [[staff, ['contact:read'], true], ofResident, ofGovernance]],
  ['restriction.see', 'S1', [[staff, ['person:read'], true], ofGovernance]],
  ['restriction.write', 'S2', [[['officer'], ['safeguarding'], true]]],
  ['break-glass.start', 'B1', [[['officer'], ['break-glass'], true]]],
  ['break-glass.approve', 'B2', [[['officer'], ['safeguarding'], true]]],
  ['break-glass.queue', 'B3', [[['officer', 'steward'], ['contact:read'], true], ofGovernance]],
  ['break-glass.review', 'B4', [ofGovernance]],
  ['diagnostic.use', 'D1', [[['support'], ['support'], false]]],
  ['equality.read', 'E1', monitoring],
  ['equality.maintain', 'E2', [[['officer'], ['equality:maintain'], true], ofResident]],
  ['equality.adjustments', 'E3', [...monitoring, [officers, ['person:read'], true]]],
  ['equality.by-national-insurance-number', 'E4', [[officers, ['identity:read'], true]]],
  ['equality.report', 'E5', [[['analyst'], ['analyst'], false]]],
  ['persons.ingest', 'I1', [[importers, ['ingest:persons', 'steward'], false]]],
  ['contact-details.ingest', 'I2', [[importers, ['ingest:contact-details', 'steward'], false]]],
  ['equality-information.ingest', 'I3', [[['service'], ['ingest:equality-information'], false]]],
];

describe('permit', () => {
  test('every action is in the table of this test', () => {
    expect(expected.map(([action]) => action)).toEqual(Object.keys(actions));
  });

  test('rule ids are unique', () => {
    const ids = Object.values(actions).map(({ ruleId }) => ruleId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(expected)(
    '%s (%s) opens to exactly its kinds with exactly its roles, with and without an acting area',
    (action, ruleId, ways) => {
      for (const kind of subjectKinds) {
        for (const actingArea of ['housing', null]) {
          for (const role of [null, ...roles]) {
            const held = role === null ? [] : [role];
            const isPermitted = ways.some(
              ([kinds, anyRole, needsArea]) =>
                kinds.includes(kind) &&
                (anyRole.length === 0 || anyRole.some((one) => one === role)) &&
                (!needsArea || actingArea !== null),
            );
            const subject = { ...nobody, kind, actingArea, roles: held, personId: 'person-1' };
            expect(permit(subject, action), `${kind} with ${role} for ${actingArea}`).toEqual({ isPermitted, ruleId });
          }
        }
      }
    },
  );

  test('adjustments open to every officer for service delivery, and for no other purpose', () => {
    const may = (subject: Subject): boolean => permit(subject, 'equality.adjustments').isPermitted;
    const reader: Subject = { ...officer, roles: ['person:read'] };
    const others = purposes.filter((purpose) => purpose !== 'SERVICE_DELIVERY');
    expect(may({ ...reader, purpose: 'SERVICE_DELIVERY' })).toBe(true);
    expect(others.filter((purpose) => may({ ...reader, purpose }))).toEqual([]);
    expect(others.filter((purpose) => may({ ...reader, roles: ['equality:read'], purpose }))).toEqual(others);
  });

  test('a resident without a record may do nothing', () => {
    const permitted = expected.filter(([action]) => permit({ ...resident, personId: null }, action).isPermitted);
    expect(permitted).toEqual([]);
  });

  test('a service on behalf of a user does only what both may do', () => {
    const service: Subject = { ...officer, kind: 'service', roles: ['person:read'] };
    const may = (subject: Subject): boolean => permit(subject, 'person.read').isPermitted;
    expect(may({ ...service, onBehalfOf: { ...officer, roles: ['person:read'] } })).toBe(true);
    expect(may({ ...service, onBehalfOf: nobody })).toBe(false);
    expect(may({ ...service, roles: [], onBehalfOf: { ...officer, roles: ['person:read'] } })).toBe(false);
    expect(permit({ ...service, onBehalfOf: nobody }, 'person.read').ruleId).toBe('P1');
  });
});

describe('mayReadRecord', () => {
  test.each([
    ['staff any record', officer, true],
    ['a resident the own one', resident, true],
    ['a resident no other', { ...resident, personId: 'person-2' }, false],
    ['a resident without a record none', { ...resident, personId: null }, false],
    ['a service for a resident theirs', { ...officer, onBehalfOf: resident }, true],
    ['a service for another resident not', { ...officer, onBehalfOf: { ...resident, personId: 'person-2' } }, false],
    ['a service for an officer any', { ...officer, onBehalfOf: officer }, true],
  ] as const)('%s', (_title, subject, isAllowed) => {
    expect(mayReadRecord(subject, 'person-1')).toBe(isAllowed);
  });
});
