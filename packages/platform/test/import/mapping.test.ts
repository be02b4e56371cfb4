import { describe, expect, it } from 'vitest';
import { chooseMapping, loadBuiltInMappings, loadMapping, parseMapping } from '../../src/import/mapping.ts';

const minimal = { name: 'm', sourceSystem: 'm', headers: ['id', 'name'], sourceId: 'id', person: { surname: 'name' } };

describe('parseMapping', () => {
  it('takes a bare string as a column', () => {
    expect(parseMapping(minimal, 'm.json').person.surname).toMatchObject({ columns: ['name'], transforms: [] });
  });

  it.each([
    ['an unknown column', { ...minimal, person: { surname: 'nmae' } }, 'column "nmae" is not among its headers'],
    [
      'an unknown transform',
      { ...minimal, person: { surname: { column: 'name', transforms: ['shout'] } } },
      'person.surname.transforms.0: Invalid option',
    ],
    ['an unknown target', { ...minimal, person: { shoeSize: 'name' } }, 'Unrecognized key: "shoeSize"'],
    ['two sources of one value', { ...minimal, sourceId: { column: 'id', constant: 'x' } }, 'exactly one of column, columns and constant'],
    ['a date without a transform', { ...minimal, person: { dateOfBirth: 'name' } }, 'person.dateOfBirth: needs one of the transforms'],
    ['a header twice', { ...minimal, headers: ['id', 'name', 'id'] }, 'header "id" occurs twice'],
    ['a source system with blanks', { ...minimal, sourceSystem: 'a b' }, 'sourceSystem: needs 1 to 50'],
    [
      'a date of death without a transform',
      { ...minimal, person: { dateOfDeath: 'name' } },
      'person.dateOfDeath: needs one of the transforms',
    ],
    [
      'a sub-type that does not fit',
      { ...minimal, contactDetails: [{ key: 'p', contactType: 'PHONE', subType: 'PERSONAL', value: 'name' }] },
      'contactDetails.0.subType',
    ],
  ])('refuses %s', (_, json, message) => {
    expect(() => parseMapping(json, 'm.json')).toThrow(
      expect.objectContaining({ code: 'MAPPING_INVALID', message: expect.stringContaining(message) }),
    );
  });

  it('names every problem at once', () => {
    const json = { ...minimal, sourceId: 'ref', person: { surname: 'nmae' } };
    expect(() => parseMapping(json, 'm.json')).toThrow(/"ref".*"nmae"/);
  });
});

describe('loadMapping', () => {
  it('says of a missing file what to do', async () => {
    await expect(loadMapping('/nowhere/mapping.json')).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
      message: expect.stringContaining('ENOENT'),
    });
  });
});

describe('chooseMapping', () => {
  it.each([
    [
      'febrl',
      [
        'soc_sec_id',
        'rec_id',
        'given_name',
        'surname',
        'street_number',
        'address_1',
        'address_2',
        'suburb',
        'postcode',
        'state',
        'date_of_birth',
      ],
    ],
    ['m', ['name', 'id']],
  ])('chooses %s by its headers in any order', async (name, header) => {
    expect(chooseMapping(header, [...(await loadBuiltInMappings()), parseMapping(minimal, 'm.json')]).name).toBe(name);
  });

  it('names what is missing and what is too much for the nearest mapping', async () => {
    const mappings = [...(await loadBuiltInMappings()), parseMapping(minimal, 'm.json')];
    expect(() => chooseMapping(['id', 'nmae'], mappings)).toThrow(
      expect.objectContaining({
        code: 'HEADER_UNKNOWN',
        message: expect.stringMatching(/"m": its columns "name" are missing, and "nmae" are not its.*--mapping FILE/),
      }),
    );
  });
});
