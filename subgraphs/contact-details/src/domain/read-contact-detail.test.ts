import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { type ContactDetailInput, type ReadingRules, readContactDetail } from './read-contact-detail.ts';

const phone: ContactDetailInput = { contactType: 'PHONE', subType: 'MOBILE', value: '07911 123456', isDefault: false };
const address: ContactDetailInput = {
  contactType: 'ADDRESS',
  subType: 'CORRESPONDENCE_ADDRESS',
  address: { line1: '1 Hill Street', postcode: 'N1 7WA', uprn: '1', isOverseas: false },
  isDefault: true,
};

const read = (input: ContactDetailInput, rules: Partial<ReadingRules> = {}) => {
  const problems = new ProblemCollector('input');
  const facts = readContactDetail(input, { strictness: 'recorded', area: 'housing', teams: ['north', 'south'], ...rules }, problems);
  return { facts, problems: problems.problems };
};
const problemsOf = (input: ContactDetailInput, rules?: Partial<ReadingRules>) =>
  read(input, rules).problems.map(({ path, code }) => [path, code]);

describe('a contact detail (domain-write.md 3.1)', () => {
  it('that is a phone has its value in E.164 and everything unsaid null', () => {
    expect(read(phone)).toEqual({
      problems: [],
      facts: {
        contactType: 'PHONE',
        subType: 'MOBILE',
        value: '+447911123456',
        address: null,
        description: null,
        relation: null,
        contactName: null,
        team: null,
        isDefault: false,
        isActive: true,
        validFrom: null,
        validUntil: null,
      },
    });
  });

  it('that is an address has its parts on one line as value', () => {
    expect(read(address)).toMatchObject({ problems: [], facts: { value: '1 Hill Street, N1 7WA', address: { uprn: '1' } } });
  });

  it('keeps relation, name and description beside the value', () => {
    const input: ContactDetailInput = { ...phone, relation: 'DAUGHTER', contactName: ' Bea ', description: 'after\nsix' };
    expect(read(input).facts).toMatchObject({ value: '+447911123456', relation: 'DAUGHTER', contactName: 'Bea', description: 'after six' });
  });

  it.each<[ContactDetailInput['contactType'], ContactDetailInput['subType'], string]>([
    ['PHONE', 'PERSONAL', 'HOME, WORK, MOBILE, LANDLINE, MAIN_NUMBER, EMERGENCY_CONTACT, OTHER'],
    ['PHONE', 'CORRESPONDENCE_ADDRESS', 'HOME, WORK, MOBILE, LANDLINE, MAIN_NUMBER, EMERGENCY_CONTACT, OTHER'],
    ['EMAIL', 'MOBILE', 'HOME, WORK, PERSONAL, OTHER'],
    ['ADDRESS', 'HOME', 'CORRESPONDENCE_ADDRESS, FORWARDING_ADDRESS, OTHER'],
  ])('of type %s is no %s', (contactType, subType, allowed) => {
    const input = contactType === 'ADDRESS' ? address : { ...phone, value: contactType === 'EMAIL' ? 'a@example.org' : '07911123456' };
    expect(read({ ...input, contactType, subType }).problems).toEqual([
      { path: 'input.subType', code: 'UNKNOWN_CODE', message: `Expected one of ${allowed} for ${contactType}.` },
    ]);
  });

  it.each<[string, ContactDetailInput, readonly [string, string][]]>([
    ['a phone with an address', { ...phone, address: { line1: 'x', isOverseas: false } }, [['input.address', 'CONTRADICTION']]],
    ['an address with a value', { ...address, value: 'x' }, [['input.value', 'CONTRADICTION']]],
    ['an address without its parts', { ...address, address: null }, [['input.address', 'REQUIRED']]],
    ['a forwarding address without a beginning', { ...address, subType: 'FORWARDING_ADDRESS' }, [['input.validFrom', 'REQUIRED']]],
    [
      'an end before the beginning',
      { ...phone, validFrom: '2026-03-10', validUntil: '2026-03-09' },
      [['input.validUntil', 'CONTRADICTION']],
    ],
    ['a beginning that does not exist', { ...phone, validFrom: '2026-02-30' }, [['input.validFrom', 'INVALID_FORMAT']]],
    ['a description of 257 characters', { ...phone, description: 'a'.repeat(257) }, [['input.description', 'TOO_LONG']]],
    ['a name of 101 characters', { ...phone, contactName: 'a'.repeat(101) }, [['input.contactName', 'TOO_LONG']]],
    ['markup in the name', { ...phone, contactName: '<b>' }, [['input.contactName', 'W42']]],
  ])('with %s is refused', (_title, input, expected) => {
    expect(problemsOf(input)).toEqual(expected);
  });

  it('may begin and end on the same day', () => {
    expect(read({ ...phone, validFrom: '2026-03-10', validUntil: '2026-03-10' }).problems).toEqual([]);
  });

  it('that forwards has a beginning, unless another system recorded it', () => {
    expect(problemsOf({ ...address, subType: 'FORWARDING_ADDRESS', validFrom: '2026-03-10' })).toEqual([]);
    expect(problemsOf({ ...address, subType: 'FORWARDING_ADDRESS' }, { strictness: 'migrated' })).toEqual([]);
  });

  it.each<[string, ContactDetailInput, Partial<ReadingRules>]>([
    ['a sub-type of the own area', { ...address, subType: 'PLACEMENT_ADDRESS' }, { area: 'social-care' }],
    ['a relation of the own area', { ...phone, relation: 'SHARED_LIVES_CARER' }, { area: 'social-care' }],
    ['a sub-type of the own area, migrated', { ...address, subType: 'RESPITE_ADDRESS' }, { area: 'social-care', strictness: 'migrated' }],
    ['an own team', { ...phone, team: 'south' }, {}],
    ['an emergency contact with a relation', { ...phone, subType: 'EMERGENCY_CONTACT', relation: 'NEIGHBOUR' }, {}],
    ['a migrated emergency contact without', { ...phone, subType: 'EMERGENCY_CONTACT' }, { strictness: 'migrated' }],
  ])('with %s is taken', (_title, input, rules) => {
    expect(problemsOf(input, rules)).toEqual([]);
  });

  it.each<[string, ContactDetailInput, Partial<ReadingRules>, readonly [string, string][]]>([
    ["another area's sub-type", { ...address, subType: 'PLACEMENT_ADDRESS' }, {}, [['input.subType', 'UNKNOWN_CODE']]],
    [
      "an area's sub-type without an area",
      { ...address, subType: 'PLACEMENT_ADDRESS' },
      { area: null },
      [['input.subType', 'UNKNOWN_CODE']],
    ],
    ["another area's relation", { ...phone, relation: 'SHARED_LIVES_CARER' }, {}, [['input.relation', 'UNKNOWN_CODE']]],
    ['an unknown relation', { ...phone, relation: 'canary' }, {}, [['input.relation', 'UNKNOWN_CODE']]],
    ["somebody else's team", { ...phone, team: 'west' }, {}, [['input.team', 'UNKNOWN_CODE']]],
    ['a team where the caller has none', { ...phone, team: 'south' }, { teams: [] }, [['input.team', 'UNKNOWN_CODE']]],
    ['an emergency contact without a relation', { ...phone, subType: 'EMERGENCY_CONTACT' }, {}, [['input.relation', 'REQUIRED']]],
  ])('with %s is refused', (_title, input, rules, expected) => {
    expect(problemsOf(input, rules)).toEqual(expected);
    expect(JSON.stringify(read(input, rules).problems)).not.toContain('canary');
  });

  it('whose value says whose it is has that refused, with where it belongs (contact details seed)', () => {
    expect(read({ ...phone, value: '07911 123456 Daughter' }).problems).toEqual([
      {
        path: 'input.value',
        code: 'W41',
        message: 'Expected a phone number alone; say whose it is in `relation` and `contactName`, anything else in `description`.',
      },
    ]);
  });

  it.each([undefined, null, '', '  '])('of another system may have %j in place of a phone number', (value) => {
    expect(read({ ...phone, value }, { strictness: 'migrated' })).toMatchObject({ facts: { value: '' }, problems: [] });
    expect(problemsOf({ ...phone, value })).toEqual([['input.value', 'REQUIRED']]);
    expect(problemsOf({ ...phone, contactType: 'EMAIL', subType: 'HOME', value }, { strictness: 'migrated' })).toEqual([
      ['input.value', 'REQUIRED'],
    ]);
  });

  it('has everything that is wrong told at once, and never the value', () => {
    const { problems } = read({
      contactType: 'PHONE',
      subType: 'PERSONAL',
      value: 'canary',
      address: { line1: 'canary', isOverseas: false },
      description: '<canary',
      isDefault: false,
      validFrom: '2026-03-10',
      validUntil: '2026-03-01',
    });
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['input.subType', 'UNKNOWN_CODE'],
      ['input.address', 'CONTRADICTION'],
      ['input.value', 'W41'],
      ['input.validUntil', 'CONTRADICTION'],
      ['input.description', 'W42'],
    ]);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });
});
