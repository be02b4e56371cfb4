import { describe, expect, test } from 'vitest';
import { at, byId, consent, context, contextWith, laterObjection, objection, officer, personWith } from '../test/samples.ts';
import { createGround, isWithin } from './ground.ts';
import { type CompartmentEntry, plainPerson } from './read-context.ts';
import type { Subject } from './subject.ts';

describe('isWithin', () => {
  test.each([
    ['before it', 9, false],
    ['at its beginning', 10, true],
    ['in it', 15, true],
    ['at its end', 20, false],
    ['after it', 21, false],
  ])('%s', (_title, now, expected) => {
    expect(isWithin(now, new Date(10).toISOString(), 20)).toBe(expected);
  });

  test('an end or a beginning that is no instant makes an empty interval', () => {
    expect(isWithin(15, 'once', 20)).toBe(false);
    expect(isWithin(15, new Date(10).toISOString(), Number.NaN)).toBe(false);
  });
});

describe('the ground of decisions', () => {
  const isOutside = (compartment: readonly CompartmentEntry[], subject: Subject = { ...officer, roles: ['safeguarding'] }): boolean =>
    createGround(subject, contextWith({ restriction: { compartment } })).isOutsideCompartment;

  test.each([
    ['an empty compartment', [], true],
    ['an entry for the subject', [{ subjectId: 'officer-1' }], false],
    ['an entry for another subject', [{ subjectId: 'officer-2' }], true],
    ['an entry for a role of the acting area', [{ area: 'housing', role: 'safeguarding' }], false],
    ['an entry for the role in another area', [{ area: 'social-care', role: 'safeguarding' }], true],
    ['an entry for another role of the acting area', [{ area: 'housing', role: 'confidential' }], true],
    ['one that fits among several', [{ subjectId: 'officer-2' }, { area: 'housing', role: 'safeguarding' }], false],
  ] as const)('%s leaves the subject outside: %3$s', (_title, compartment, expected) => {
    expect(isOutside(compartment)).toBe(expected);
  });

  test('without an acting area no entry for a role fits', () => {
    expect(isOutside([{ area: 'housing', role: 'safeguarding' }], { ...officer, actingArea: null, roles: ['safeguarding'] })).toBe(true);
    expect(isOutside([{ area: null as never, role: 'safeguarding' }], { ...officer, actingArea: null, roles: ['safeguarding'] })).toBe(
      true,
    );
  });

  test('nobody is outside a restriction that there is not', () => {
    expect(createGround(officer, context).isOutsideCompartment).toBe(false);
    expect(createGround(officer, { ...context, person: null }).isOutsideCompartment).toBe(false);
  });

  test('of an unknown person nothing is known', () => {
    const nobody = { personIds: [], restriction: null, consents: [], objections: [], breakGlass: [] };
    expect(plainPerson([])).toEqual(nobody);
    expect(createGround(officer, { ...context, person: null }).person).toEqual(nobody);
    expect(createGround(officer, contextWith({ consents: [consent] })).person).toEqual(personWith({ consents: [consent] }));
  });

  test.each([
    ['housing', 'housing'],
    ['', null],
    [null, null],
  ])('the acting area %j counts as %j', (actingArea, expected) => {
    expect(createGround({ ...officer, actingArea }, context).actingArea).toBe(expected);
  });

  test('the active consents to the acting area count, whatever their purpose', () => {
    const consents = [
      consent,
      { ...consent, id: 'another-purpose', purpose: 'SAFEGUARDING' as const },
      { ...consent, id: 'another-recipient', recipientArea: 'repairs' },
      { ...consent, id: 'revoked', isRevoked: true },
      { ...consent, id: 'pending', isPending: true },
      { ...consent, id: 'ended', validUntil: at(0) },
      { ...consent, id: 'endless', validUntil: null },
    ];
    expect(createGround(officer, contextWith({ consents })).consents.map(({ id }) => id)).toEqual(['consent-1', 'another-purpose']);
    expect(createGround(officer, { ...context, person: null }).consents).toEqual([]);
  });

  test.each([
    ['to the acting area', [objection], true],
    ['to another area', [{ ...objection, recipientArea: 'repairs' }], false],
    ['that was withdrawn', [{ ...objection, isWithdrawn: true }], false],
    ['that is not there', [], false],
  ])('an objection %s holds: %3$s', (_title, objections, expected) => {
    expect(createGround(officer, contextWith({ objections })).hasObjection).toBe(expected);
  });

  test('a consent is after the objections when it is later than each', () => {
    const isAfter = (capturedAt: string, objections = [objection, laterObjection]): boolean =>
      createGround(officer, contextWith({ objections })).isAfterObjections({ ...byId, capturedAt });
    expect([isAfter(at(0)), isAfter(laterObjection.capturedAt), isAfter(consent.capturedAt)]).toEqual([true, false, false]);
    expect(isAfter(consent.capturedAt, [objection])).toBe(true);
    expect(isAfter('some day', [objection])).toBe(false);
    expect(isAfter(at(0), [{ ...objection, capturedAt: 'some day' }])).toBe(false);
  });
});
