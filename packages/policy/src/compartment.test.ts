import { describe, expect, test } from 'vitest';
import { officer } from '../test/samples.ts';
import { isInsideCompartment } from './compartment.ts';
import type { CompartmentEntry } from './read-context.ts';
import type { Subject } from './subject.ts';

const service: Subject = { ...officer, id: 'service-1', kind: 'service' };
const ofArea: readonly CompartmentEntry[] = [{ area: 'housing', role: 'contact:read' }];
const ofOfficer: readonly CompartmentEntry[] = [{ subjectId: officer.id }];

describe('a compartment', () => {
  test.each<[string, Subject, readonly CompartmentEntry[], boolean]>([
    ['an officer of the area with the role', officer, ofArea, true],
    ['an officer of the area without the role', { ...officer, roles: ['person:read'] }, ofArea, false],
    ['an officer of another area', { ...officer, actingArea: 'repairs' }, ofArea, false],
    ['an officer without an area', { ...officer, actingArea: null }, ofArea, false],
    ['the subject that it names, in whichever area', { ...officer, actingArea: 'repairs' }, ofOfficer, true],
    ['another subject than it names', service, ofOfficer, false],
    ['whoever matches one entry of several', officer, [{ area: 'repairs', role: 'contact:read' }, ...ofOfficer], true],
    ['nobody when it is empty', officer, [], false],
    ['a service on behalf of a user when both match', { ...service, onBehalfOf: officer }, ofArea, true],
    ['a service on behalf of a user when only the user matches', { ...service, onBehalfOf: officer }, ofOfficer, false],
    ['a service on behalf of a user when only the service matches', { ...officer, onBehalfOf: service }, ofOfficer, false],
  ])('has inside: %s', (_title, subject, compartment, expected) => {
    expect(isInsideCompartment(subject, compartment)).toBe(expected);
  });
});
