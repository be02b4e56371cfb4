import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InProcessPlatform, openInProcessPlatform, orla } from './in-process-platform.ts';

const phone = '020 7946 0123';
const reason = 'Moved away from a violent partner.';

const search = `query ($text: String!, $sortBy: PersonSearchSort, $isDesc: Boolean, $dateOfBirth: Date) {
  searchPersons(searchText: $text, sortBy: $sortBy, isDesc: $isDesc, dateOfBirth: $dateOfBirth) {
    total
    results { person { id restricted contactDetails { id } preferredContact(contactType: PHONE) { id } } matchedOn locationWithheld }
  }
}`;
const restrict = `mutation ($input: RestrictPersonInput!) {
  restrictPerson(input: $input) { searchConfirmed restriction { version searchConfirmed area reason } }
}`;
const record = 'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }';
const recordAddress = {
  targetId: orla.id,
  targetType: 'PERSON',
  contactType: 'ADDRESS',
  subType: 'CORRESPONDENCE_ADDRESS',
  address: { line1: '1 Quillwick Street', postcode: 'N1 7WA', uprn: '10008315925', isOverseas: false },
};

/** Texts that would find her if search knew where she is or how she is reached. */
const locations = [
  phone,
  '02079460123',
  '+442079460123',
  '7946',
  '0207 946',
  '1 Quillwick Street',
  'quillwick',
  'QUILLWICK STREET',
  'Quillw',
  'N1 7WA',
  'n17wa',
  'N1  7',
];

interface Found {
  readonly searchPersons: {
    readonly total: number;
    readonly results: readonly { readonly person: { readonly contactDetails: readonly unknown[] }; readonly locationWithheld: boolean }[];
  };
}

/** The errors of a question that must fail. */
const errorsOf = (failed: Promise<unknown>): Promise<unknown> =>
  failed.then(
    () => null,
    (error: unknown) => (error instanceof Error ? (JSON.parse(error.message) as unknown) : error),
  );

describe('a restricted person in search (access-model.md section 5, T10)', () => {
  let platform: InProcessPlatform;
  const answersOf = async (persona: string): Promise<readonly unknown[]> => {
    const answers: unknown[] = [];
    for (const text of [...locations, 'Lanternwick', 'lanternwick orla', 'LANT', 'lanternwik']) {
      for (const sortBy of ['RELEVANCE', 'SURNAME', 'DATE_OF_BIRTH']) {
        for (const isDesc of [false, true]) answers.push(await platform.ask(persona, search, { text, sortBy, isDesc }));
      }
    }
    return answers;
  };

  beforeAll(async () => {
    platform = await openInProcessPlatform();
    await platform.recordPhone('housing-officer', phone);
    await platform.recordPhone('safeguarding-lead', phone);
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it('is found by name, with what every caller may see, before the restriction', async () => {
    const { searchPersons } = await platform.ask<Found>('housing-officer', search, { text: 'Lanternwick' });
    expect(searchPersons.results).toMatchObject([{ person: { restricted: false, contactDetails: [{}] }, locationWithheld: false }]);
  });

  it('is restricted once search has confirmed', async () => {
    expect(await platform.ask('safeguarding-lead', restrict, { input: { personId: orla.id, reason } })).toEqual({
      restrictPerson: { searchConfirmed: true, restriction: { version: 1, searchConfirmed: true, area: 'social-care', reason } },
    });
  });

  it('is found by name and birth date outside, without anything that tells where she is', async () => {
    const asked = { text: 'Lanternwick', dateOfBirth: orla.dateOfBirth };
    const { searchPersons } = await platform.ask<Found>('housing-officer', search, asked);
    expect(searchPersons).toEqual({
      total: 1,
      results: [
        {
          person: { id: orla.id, restricted: true, contactDetails: [], preferredContact: null },
          matchedOn: ['EXACT'],
          locationWithheld: true,
        },
      ],
    });
  });

  it('is found inside as before', async () => {
    const { searchPersons } = await platform.ask<Found>('safeguarding-lead', search, { text: 'Lanternwick' });
    expect(searchPersons.results).toMatchObject([{ person: { restricted: true, contactDetails: [{}] }, locationWithheld: false }]);
  });

  it.each(locations)('is not found by where she is or how she is reached: %s', async (text) => {
    expect(await platform.ask('housing-officer', search, { text })).toEqual({ searchPersons: { total: 0, results: [] } });
  });

  it('gives no signal when her details change: text, prefix, case, spacing, sort and total', async () => {
    const before = await answersOf('housing-officer');
    await platform.ask('safeguarding-lead', record, { input: recordAddress });
    expect(await answersOf('housing-officer')).toEqual(before);
  });

  it.each([
    ['a new phone', { targetId: orla.id, contactType: 'PHONE', subType: 'MOBILE', value: '020 7946 0199' }],
    ['the phone that is there', { targetId: orla.id, contactType: 'PHONE', subType: 'MOBILE', value: phone }],
    ['an address', recordAddress],
  ])('answers one FORBIDDEN to a write from outside: %s', async (_title, input) => {
    expect(await errorsOf(platform.ask('housing-officer', record, { input }))).toMatchObject([
      { message: 'Not allowed.', extensions: { code: 'FORBIDDEN', ruleId: 'S4' } },
    ]);
  });

  it('answers the same to an amendment of the person from outside', async () => {
    const amend = 'mutation ($input: AmendPersonInput!) { amendPerson(input: $input) { person { id } } }';
    const amended = (expectedVersion: number) =>
      errorsOf(platform.ask('housing-officer', amend, { input: { id: orla.id, expectedVersion, surname: 'Lanternwick' } }));
    expect(await amended(0)).toMatchObject([{ message: 'Not allowed.', extensions: { code: 'FORBIDDEN', ruleId: 'S4' } }]);
    expect(await amended(7)).toMatchObject([{ message: 'Not allowed.', extensions: { code: 'FORBIDDEN', ruleId: 'S4' } }]);
  });

  it('is as before once two people have lifted the restriction', async () => {
    const [propose, confirm] = [
      'mutation ($input: LiftRestrictionInput!) { liftRestriction(input: $input) { restriction { liftProposedBy } } }',
      'mutation ($input: ConfirmLiftRestrictionInput!) { confirmLiftRestriction(input: $input) { isLifted } }',
    ];
    await platform.ask('safeguarding-lead', propose, { input: { personId: orla.id, reason } });
    expect(await errorsOf(platform.ask('safeguarding-lead', confirm, { input: { personId: orla.id } }))).toMatchObject([
      { extensions: { code: 'FORBIDDEN', ruleId: 'S3' } },
    ]);
    expect(await platform.ask('second-approver', confirm, { input: { personId: orla.id } })).toEqual({
      confirmLiftRestriction: { isLifted: true },
    });
    const { searchPersons } = await platform.ask<Found>('housing-officer', search, { text: 'Lanternwick' });
    expect(searchPersons.results).toMatchObject([{ person: { restricted: false, contactDetails: [{}] } }]);
  });
});
