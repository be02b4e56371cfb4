import { describe, expect, test } from 'vitest';
import { at, breakGlass, byId, consent, contextWith, day, laterObjection, objection, officer, otherRow } from '../test/samples.ts';
import { conditions, statementOf } from './conditions.ts';
import type { ConditionName } from './decision-table.ts';
import { createGround } from './ground.ts';
import { openPaths, type Path } from './path.ts';
import type { PersonFacts, ReadContext } from './read-context.ts';
import type { Subject } from './subject.ts';

const pathOf = (number: number, facts: Partial<PersonFacts>, others: Partial<ReadContext> = {}, subject: Subject = officer): Path => {
  const path = openPaths(createGround(subject, contextWith(facts, others))).find(({ grant }) => grant.number === number);
  if (path === undefined) throw new Error('Expected an open path.');
  return path;
};
const own = (subject: Subject = officer): Path => pathOf(1, {}, {}, subject);
const underTypes = pathOf(3, { consents: [consent] });
const underIds = pathOf(3, { consents: [byId] });
const broken = (facts: Partial<PersonFacts['breakGlass'][number]>): Path => pathOf(4, { breakGlass: [{ ...breakGlass, ...facts }] });
const brokenUnder = (facts: Partial<PersonFacts>): Path => pathOf(4, { breakGlass: [breakGlass], ...facts });

describe('the conditions of cells', () => {
  test.each<readonly [ConditionName, string, Path, Partial<typeof otherRow>, boolean]>([
    ['history asked', 'asked', pathOf(1, {}, { includeHistoric: true }), {}, true],
    ['history asked', 'not asked', own(), {}, false],
    ['role safe-address', 'held', own({ ...officer, roles: ['contact:read', 'safe-address'] }), {}, true],
    ['role safe-address', 'not held', own({ ...officer, roles: ['contact:read', 'confidential'] }), {}, false],
    ['role confidential', 'held', own({ ...officer, roles: ['contact:read', 'confidential'] }), {}, true],
    ['role confidential', 'not held', own({ ...officer, roles: ['contact:read', 'safe-address'] }), {}, false],
    ['named by id', 'by id', underIds, {}, true],
    ['named by id', 'by type', underTypes, {}, false],
    ['named by id', 'without a consent', own(), {}, false],
    ['second approver', 'another subject', broken({ approvedBy: 'approver-1' }), {}, true],
    ['second approver', 'nobody', broken({}), {}, false],
    ['second approver', 'whoever started it', broken({ approvedBy: 'officer-1' }), {}, false],
    ['second approver', 'without break-glass', own(), {}, false],
    ['third party agreed and named by id', 'both', underIds, { hasThirdPartyAgreed: true }, true],
    ['third party agreed and named by id', 'named', underIds, {}, false],
    ['third party agreed and named by id', 'agreed', underTypes, { hasThirdPartyAgreed: true }, false],
    ['third party agreed', 'agreed', own(), { hasThirdPartyAgreed: true }, true],
    ['third party agreed', 'not agreed', own(), {}, false],
    ['emergency contact or next of kin', 'next of kin', own(), { relation: 'NEXT_OF_KIN' }, true],
    ['emergency contact or next of kin', 'emergency contact', own(), { relation: 'EMERGENCY_CONTACT' }, true],
    ['emergency contact or next of kin', 'the sub-type', own(), { subType: 'EMERGENCY_CONTACT' }, true],
    ['emergency contact or next of kin', 'a neighbour', own(), { relation: 'NEIGHBOUR' }, false],
    ['emergency contact or next of kin', 'nobody else', own(), {}, false],
    ['not withheld', 'shown', own(), {}, true],
    ['not withheld', 'withheld', own(), { isWithheldFromSubject: true }, false],
    ['captured by id after the objection', 'by id, later', pathOf(3, { consents: [byId], objections: [objection] }), {}, true],
    ['captured by id after the objection', 'by id, earlier', pathOf(3, { consents: [byId], objections: [laterObjection] }), {}, false],
    ['captured by id after the objection', 'by type, later', pathOf(3, { consents: [consent], objections: [objection] }), {}, false],
    ['captured by id after the objection', 'without a consent', own(), {}, false],
    ['objection ended by a later consent by id', 'named later', brokenUnder({ consents: [byId], objections: [objection] }), {}, true],
    [
      'objection ended by a later consent by id',
      'named for another purpose',
      brokenUnder({ consents: [{ ...byId, purpose: 'SAFEGUARDING' }], objections: [objection] }),
      {},
      true,
    ],
    [
      'objection ended by a later consent by id',
      'named earlier',
      brokenUnder({ consents: [byId], objections: [laterObjection] }),
      {},
      false,
    ],
    ['objection ended by a later consent by id', 'by type', brokenUnder({ consents: [consent], objections: [objection] }), {}, false],
    [
      'objection ended by a later consent by id',
      'another row',
      brokenUnder({ consents: [byId], objections: [objection] }),
      { id: 'detail-2' },
      false,
    ],
    [
      'objection ended by a later consent by id',
      'the same id of another area',
      brokenUnder({ consents: [byId], objections: [objection] }),
      { area: 'repairs' },
      false,
    ],
    [
      'objection ended by a later consent by id',
      'a consent that has ended',
      brokenUnder({ consents: [{ ...byId, validFrom: at(-2 * day), validUntil: at(-1) }], objections: [objection] }),
      {},
      false,
    ],
  ])('%s, %s', (name, _title, path, attributes, expected) => {
    expect(statementOf(name, path).holds({ ...otherRow, ...attributes })).toBe(expected);
  });

  test('without a condition nothing is spared', () => {
    expect(statementOf(undefined, own()).holds(otherRow)).toBe(false);
    expect(statementOf(undefined, own()).elements).toBe('never');
  });

  test('each has the words of the access model', () => {
    expect(Object.fromEntries(Object.entries(conditions).map(([name, { words }]) => [name, words]))).toEqual({
      'history asked': 'unless history is asked',
      'role safe-address': 'without the role `safe-address`',
      'role confidential': 'without the role `confidential`',
      'named by id': 'unless named by id',
      'second approver': 'unless there is a second approver',
      'third party agreed and named by id': 'unless the third party agreed and it is named by id',
      'third party agreed': 'unless the third party agreed',
      'emergency contact or next of kin': 'unless emergency contact or next of kin',
      'not withheld': 'if withheld',
      'captured by id after the objection': 'unless this consent names it by id and was captured later',
      'objection ended by a later consent by id': 'unless a consent that was captured later names it by id',
    });
  });
});
