import { buildPublishedSubgraphSchema } from '@resident-graph/service-kit';
import { describe, expect, test } from 'vitest';
import { cutToMask } from './cut-to-mask.ts';
import { createFetchGuardPlan } from './fetch-guard-plan.ts';

const schema = buildPublishedSubgraphSchema('contact-details');
const mask = '••••••••23';

/** Cuts the row of a fetch that asks for these fields of a contact detail. */
const cut = (fields: string, row: Readonly<Record<string, unknown>>, contactType = 'PHONE') => {
  const selection = createFetchGuardPlan(schema, `{contactDetail(id:"d"){${fields}}}`).root.fields.get('contactDetail');
  if (selection === undefined) throw new Error('The fetch has no contact detail.');
  const copy = structuredClone(row);
  const went = cutToMask(selection, copy, contactType);
  return { row: copy, went: went.map((path) => path.join('.')) };
};

describe('a masked row', () => {
  test('keeps what a mask shows', () => {
    const fields = '__typename id isActive isMasked contactInformation{__typename contactType subType value} sourceServiceArea{area}';
    const row = {
      __typename: 'ContactDetail',
      id: 'd',
      isActive: true,
      isMasked: true,
      contactInformation: { __typename: 'ContactInformation', contactType: 'PHONE', subType: 'MOBILE', value: mask },
      sourceServiceArea: { area: 'housing' },
    };
    expect(cut(fields, row)).toEqual({ row, went: [] });
  });

  test('keeps it under other names', () => {
    const fields =
      'description:id kind:__typename note:contactInformation{description:value address:subType} isDefault:sourceServiceArea{isDefault:area}';
    const row = {
      description: 'd',
      kind: 'ContactDetail',
      note: { description: mask, address: 'MOBILE' },
      isDefault: { isDefault: 'housing' },
    };
    expect(cut(fields, row)).toEqual({ row, went: [] });
  });

  test('loses every other field, and null is no loss', () => {
    const type = schema.getType('ContactDetail');
    if (type === undefined || !('getFields' in type)) throw new Error('There is no such type.');
    const kept = ['id', 'isActive', 'isMasked', 'contactInformation', 'sourceServiceArea'];
    const others = Object.keys(type.getFields()).filter((field) => !kept.includes(field) && field !== 'accessAttributes');
    expect(others.length).toBeGreaterThan(20);
    const composites = ['person', 'organisation', 'supersedes'];
    const asked = (field: string): string =>
      composites.includes(field) ? `${field}{id}` : field === 'sharedUnder' ? 'sharedUnder{consentId}' : field;
    for (const field of others) {
      expect(cut(asked(field), { [field]: composites.includes(field) ? { id: 'x' } : 'told' }), field).toEqual({
        row: { [field]: null },
        went: [field],
      });
      expect(cut(asked(field), { [field]: null }), field).toEqual({ row: { [field]: null }, went: [] });
    }
  });

  test.each([
    ['a field under the name of one that is shown', 'id:targetId', { id: 'p-1' }, { id: null }, ['id']],
    [
      'a note under the name of the mask',
      'contactInformation{value:description}',
      { contactInformation: { value: mask } },
      { contactInformation: { value: null } },
      ['contactInformation.value'],
    ],
    [
      'the default under the name of the area',
      'sourceServiceArea{area:isDefault}',
      { sourceServiceArea: { area: true } },
      { sourceServiceArea: { area: null } },
      ['sourceServiceArea.area'],
    ],
    [
      'a person under the name of the area',
      'sourceServiceArea:person{area:id}',
      { sourceServiceArea: { area: 'p-1' } },
      { sourceServiceArea: null },
      ['sourceServiceArea'],
    ],
    [
      'the parts of an address',
      'contactInformation{address{line1}}',
      { contactInformation: { address: { line1: 'x' } } },
      { contactInformation: { address: null } },
      ['contactInformation.address'],
    ],
    ['what nobody asked for', 'id', { id: 'd', value: 'x' }, { id: 'd', value: null }, ['value']],
    [
      'a list in place of an object',
      'contactInformation{value}',
      { contactInformation: [{ value: 'x' }] },
      { contactInformation: null },
      ['contactInformation'],
    ],
    [
      'a text in place of an object',
      'contactInformation{value}',
      { contactInformation: 'x' },
      { contactInformation: null },
      ['contactInformation'],
    ],
    [
      'an object in place of a code',
      'contactInformation{subType}',
      { contactInformation: { subType: { x: 1 } } },
      { contactInformation: { subType: null } },
      ['contactInformation.subType'],
    ],
    [
      'a mask that is no text',
      'contactInformation{value}',
      { contactInformation: { value: 23 } },
      { contactInformation: { value: null } },
      ['contactInformation.value'],
    ],
    ['in fragments too', '...on ContactDetail{a:contactInformation{...{b:description}}}', { a: { b: 'x' } }, { a: { b: null } }, ['a.b']],
  ])('loses %s', (_title, fields, row, expected, went) => {
    expect(cut(fields, row)).toEqual({ row: expected, went });
  });

  test.each([
    ['PHONE', '••••••••23', true],
    ['PHONE', '••••••••', true],
    ['PHONE', '+447700900123', false],
    ['PHONE', 'a...@...', false],
    ['EMAIL', 'a...@...', true],
    ['EMAIL', 'ada@example.org', false],
    ['ADDRESS', 'address held', true],
    ['ADDRESS', '1 Invented Street', false],
    ['PIGEON', 'coo', false],
  ])('of type %s keeps the value %j: %s', (contactType, value, isKept) => {
    const { row, went } = cut('note:contactInformation{note:value}', { note: { note: value } }, contactType);
    expect([row, went]).toEqual([{ note: { note: isKept ? value : null } }, isKept ? [] : ['note.note']]);
  });
});
