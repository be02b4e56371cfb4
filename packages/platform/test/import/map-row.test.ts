import { describe, expect, it } from 'vitest';
import { type MappedRow, type MapRowContext, mapRow } from '../../src/import/map-row.ts';
import { loadBuiltInMappings, type Mapping, parseMapping } from '../../src/import/mapping.ts';

const mappings = await loadBuiltInMappings();
const mappingNamed = (name: string): Mapping => mappings.find((mapping) => mapping.name === name) ?? expect.fail(name);
const febrl: MapRowContext = { mapping: mappingNamed('febrl'), area: 'housing', today: '2026-03-10' };
const residents: MapRowContext = { mapping: mappingNamed('residents'), area: undefined, today: '2026-03-10' };

const mapped = (record: Readonly<Record<string, string>>, context: MapRowContext): MappedRow => {
  const row = mapRow({ kind: 'record', line: 7, record }, context);
  return row.kind === 'mapped' ? row : expect.fail('the row is rejected');
};

const michaela = {
  rec_id: 'rec-1070-org',
  given_name: 'michaela',
  surname: 'neumann',
  street_number: '8',
  address_1: 'stanley street',
  address_2: 'miami',
  suburb: 'winston hills',
  postcode: '4223',
  state: 'nsw',
  date_of_birth: '19151111',
  soc_sec_id: '5304218',
};
const amara = { resident_ref: 'R-1', area: 'housing', forename: 'Amara', surname: 'Okafor-Lindqvist' };

describe('mapRow with the FEBRL mapping', () => {
  it('takes the person and an overseas correspondence address, and never the social security number', () => {
    const row = mapped(michaela, febrl);
    expect(row.person).toEqual({
      sourceId: 'rec-1070-org',
      forename: 'Michaela',
      surname: 'Neumann',
      dateOfBirth: '1915-11-11',
      reason: 'Imported from the FEBRL register',
    });
    expect(row.contactDetails.map(({ item }) => item)).toEqual([
      {
        sourceId: 'rec-1070-org/housing/address',
        area: 'housing',
        contactType: 'ADDRESS',
        subType: 'CORRESPONDENCE_ADDRESS',
        isDefault: false,
        isActive: true,
        address: {
          line1: '8 Stanley Street',
          line2: 'Miami',
          line3: 'Winston Hills',
          line4: 'NSW',
          postcode: '4223',
          isOverseas: true,
          country: 'AU',
        },
      },
    ]);
    expect(JSON.stringify([row.person, row.contactDetails])).not.toContain('5304218');
    expect(row.problems).toEqual([]);
  });

  it.each([
    [{ street_number: '', address_1: '' }, 'Miami'],
    [{ street_number: '', address_1: '', address_2: '' }, 'Winston Hills'],
    [{ street_number: '' }, 'Stanley Street'],
  ])('begins the address with its first part that is not empty (%j)', (empty, line1) => {
    expect(mapped({ ...michaela, ...empty }, febrl).contactDetails[0]?.item.address?.line1).toBe(line1);
  });

  it('reports a postcode that has no address to it', () => {
    const row = mapped({ ...michaela, street_number: '', address_1: '', address_2: '', suburb: '', state: '' }, febrl);
    expect(row.contactDetails).toEqual([]);
    expect(row.problems).toMatchObject([{ line: 7, column: 'postcode', kind: 'kept-without', valueKind: '4 digits' }]);
  });

  it.each([['19450493'], ['19990229'], ['26000101']])(
    'keeps a row without the impossible birth date %s and reports it without its value',
    (date) => {
      const row = mapped({ ...michaela, date_of_birth: date }, febrl);
      expect(row.person.dateOfBirth).toBeUndefined();
      expect(row.problems).toMatchObject([{ line: 7, column: 'date_of_birth', kind: 'kept-without', valueKind: '8 digits' }]);
      expect(JSON.stringify(row.problems)).not.toContain(date);
    },
  );

  it.each([
    [
      { given_name: '', surname: '' },
      { column: 'given_name surname', reason: 'the row has no name at all' },
    ],
    [{ rec_id: '' }, { column: 'rec_id', reason: 'the row has no id in its source' }],
  ])('rejects a row with %j', (empty, problem) => {
    const row = mapRow({ kind: 'record', line: 7, record: { ...michaela, ...empty } }, febrl);
    expect(row).toMatchObject({ kind: 'rejected', problems: [{ line: 7, kind: 'rejected', valueKind: 'empty', ...problem }] });
  });

  it('keeps details without an area when told so', () => {
    const [detail] = mapped(michaela, { ...febrl, area: null }).contactDetails;
    expect(detail?.item).toMatchObject({ area: null, sourceId: 'rec-1070-org/no-area/address' });
  });
});

describe('mapRow with the mapping of the sample register', () => {
  it('takes a phone, an email, a UK, a former and a forwarding address', () => {
    const row = mapped(
      {
        ...amara,
        phone: '020 7946 0018',
        phone_sub_type: 'HOME',
        email: 'a@example.org',
        address_line_1: '48 Quillmaker Lane',
        postcode: 'E23 4QZ',
        previous_address_line_1: 'Apfelschimmelweg 7',
        previous_country: 'DE',
        previous_until: '2024-05-30',
        forwarding_address_line_1: 'Ropewalk Terrace',
        forwarding_postcode: 'N29 1AB',
        forwarding_uprn: '999900000003',
        forwarding_from: '2026-02-01',
      },
      residents,
    );
    expect(row.contactDetails.map(({ column, item }) => [column, item.sourceId, item.subType, item.isActive])).toEqual([
      ['phone', 'R-1/housing/phone', 'HOME', true],
      ['email', 'R-1/housing/email', 'PERSONAL', true],
      ['address_line_1', 'R-1/housing/address', 'CORRESPONDENCE_ADDRESS', true],
      ['previous_address_line_1', 'R-1/housing/previous-address', 'CORRESPONDENCE_ADDRESS', false],
      ['forwarding_address_line_1', 'R-1/housing/forwarding-address', 'FORWARDING_ADDRESS', true],
    ]);
    const [, , home, former, forwarding] = row.contactDetails.map(({ item }) => item);
    expect(home?.address).toEqual({
      line1: '48 Quillmaker Lane',
      postcode: 'E23 4QZ',
      uprnUnknownReason: 'Not in the register',
      isOverseas: false,
    });
    expect(former).toMatchObject({ validUntil: '2024-05-30', address: { line1: 'Apfelschimmelweg 7', isOverseas: true, country: 'DE' } });
    expect(forwarding).toMatchObject({ validFrom: '2026-02-01', address: { uprn: '999900000003', isOverseas: false } });
  });

  it.each([
    ['social-care', 'DAY_CENTRE_ADDRESS'],
    ['housing', 'OTHER'],
  ])('takes a sub-type that social care added on rows of social care alone: %s', (area, subType) => {
    const mapping = parseMapping(
      {
        ...{ name: 'm', sourceSystem: 'm', headers: ['id', 'name', 'area', 'kind', 'street'], sourceId: 'id', area: 'area' },
        person: { surname: 'name' },
        contactDetails: [{ key: 'a', contactType: 'ADDRESS', subType: { from: 'kind', otherwise: 'OTHER' }, lines: ['street'] }],
      },
      'm.json',
    );
    const record = { id: '1', name: 'Quill', area, kind: 'DAY_CENTRE_ADDRESS', street: '48 Quillmaker Lane' };
    expect(mapped(record, { ...residents, mapping }).contactDetails[0]?.item.subType).toBe(subType);
  });

  it('takes the id that a person is to have, and none where the column is empty', () => {
    const id = '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02';
    expect(mapped({ ...amara, person_id: id }, residents).person).toMatchObject({ sourceId: 'R-1', id });
    expect(mapped({ ...amara, person_id: '' }, residents).person).not.toHaveProperty('id');
  });

  it('takes the equality answers, the first language being the primary one', () => {
    const row = mapped(
      {
        ...amara,
        gender: 'f',
        languages: 'English igbo',
        disabled: 'preferNotToSay',
        provides_unpaid_care: 'yes',
        unpaid_care_hours: 'fiveToNineHours',
      },
      residents,
    );
    expect(row.equality).toEqual({
      gender: { code: 'f' },
      languages: [
        { language: 'en', isPrimary: true },
        { language: 'ig', isPrimary: false },
      ],
      caringResponsibilities: { providesUnpaidCare: 'YES', hoursSpentProvidingUnpaidCare: 'fiveToNineHours' },
      disabled: 'PREFER_NOT_TO_SAY',
    });
  });

  it('takes pregnancies, each date once, and the national insurance number as it stands', () => {
    const columns = { headers: ['id', 'name', 'due', 'earlier', 'ni'], sourceId: 'id', person: { surname: 'name' } };
    const dates = ['due', 'earlier'].map((column) => ({ column, transforms: ['date-iso'] }));
    const equality = { pregnancyOrMaternity: dates, nationalInsuranceNumber: 'ni' };
    const mapping = parseMapping({ name: 'm', sourceSystem: 'm', ...columns, equality }, 'm.json');
    const record = { id: '1', name: 'Quill', due: '2026-01-31', earlier: '2026-01-31', ni: 'ab 12 34 56 c' };
    expect(mapped(record, { ...residents, mapping }).equality).toEqual({
      pregnancyOrMaternity: [{ pregnancyDate: '2026-01-31' }],
      nationalInsuranceNumber: 'ab 12 34 56 c',
    });
    const impossible = mapped({ ...record, due: '2026-02-30' }, { ...residents, mapping });
    expect(impossible.problems).toMatchObject([{ column: 'due', kind: 'kept-without' }]);
    expect(impossible.equality).toMatchObject({ pregnancyOrMaternity: [{ pregnancyDate: '2026-01-31' }] });
  });

  it('has no equality answers where there are none', () => {
    expect(mapped(amara, residents).equality).toBeUndefined();
  });

  it.each([
    [{ title: 'SIR' }, 'title'],
    [{ person_type: 'TENANT LODGER' }, 'person_type'],
    [{ phone: '020 7946 0018', phone_sub_type: 'PAGER' }, 'phone_sub_type'],
    [{ disabled: 'maybe' }, 'disabled'],
    [{ disabled: 'constructor' }, 'disabled'],
    [{ nationality: 'martian' }, 'nationality'],
    [{ languages: 'english klingon' }, 'languages'],
    [{ gender_other: 'my words' }, 'gender_other'],
    [{ gender: 'f', gender_other: 'my words' }, 'gender_other'],
    [{ gender_different_to_birth_sex: 'no' }, 'gender_different_to_birth_sex'],
    [{ provides_unpaid_care: 'no', unpaid_care_hours: 'overFiftyHours' }, 'unpaid_care_hours'],
    [{ unpaid_care_hours: 'overFiftyHours' }, 'unpaid_care_hours'],
    [{ area: 'hovercraft', phone: '020 7946 0018' }, 'area'],
    [{ area: '', phone: '020 7946 0018' }, 'area'],
  ])('keeps the row of %j and reports the column %s alone', (cells, column) => {
    expect(mapped({ ...amara, ...cells }, residents).problems).toMatchObject([{ line: 7, column, kind: 'kept-without' }]);
  });

  it('lets the named area of the import fill an empty one', () => {
    const row = mapped({ ...amara, area: '', phone: '020 7946 0018' }, { ...residents, area: 'repairs' });
    expect(row.contactDetails[0]?.item.area).toBe('repairs');
  });
});

describe('mapRow with every field of a person', () => {
  const names = ['preferred_title', 'preferred_middle_name', 'born', 'died'];
  const dateOf = (column: string) => ({ column, transforms: ['date-iso'] });
  const mapping = parseMapping(
    {
      ...{ name: 'm', sourceSystem: 'm', headers: ['id', 'name', ...names], sourceId: 'id' },
      person: {
        ...{ surname: 'name', preferredTitle: 'preferred_title', preferredMiddleName: 'preferred_middle_name' },
        ...{ dateOfBirth: dateOf('born'), dateOfDeath: dateOf('died') },
      },
    },
    'm.json',
  );
  const quill = { id: '1', name: 'Quill', preferred_title: '', preferred_middle_name: '', born: '1950-05-01', died: '' };

  it('takes preferred title, preferred middle name and date of death', () => {
    const row = mapped({ ...quill, preferred_title: 'MX', preferred_middle_name: 'Rue', died: '2026-03-10' }, { ...residents, mapping });
    expect(row.person).toEqual({
      ...{ sourceId: '1', surname: 'Quill', preferredTitle: 'MX', preferredMiddleName: 'Rue' },
      ...{ dateOfBirth: '1950-05-01', dateOfDeath: '2026-03-10' },
    });
    expect(row.problems).toEqual([]);
  });

  it.each([
    [{ preferred_title: 'SIR' }, 'preferred_title', 'not in the reference data'],
    [{ died: '2026-03-11' }, 'died', 'a day in the future'],
    [{ died: '1950-04-30' }, 'died', 'a day before the birth'],
    [{ died: '2020-02-30' }, 'died', 'not a date that exists in the form iso'],
  ])('keeps the row without %j', (cells, column, reason) => {
    const row = mapped({ ...quill, ...cells }, { ...residents, mapping });
    expect(row.problems).toMatchObject([{ line: 7, column, kind: 'kept-without', reason }]);
    expect(row.person).toEqual({ sourceId: '1', surname: 'Quill', dateOfBirth: '1950-05-01' });
  });
});
