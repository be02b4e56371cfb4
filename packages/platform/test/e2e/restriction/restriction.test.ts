import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const restrict = `mutation ($input: RestrictPersonInput!) {
  restrictPerson(input: $input) { searchConfirmed restriction { area reason compartment { area role } } }
}`;
const propose = `mutation ($input: LiftRestrictionInput!) {
  liftRestriction(input: $input) { restriction { liftProposedBy } }
}`;
const confirm = 'mutation ($id: ID!) { confirmLiftRestriction(input: { personId: $id }) { personId isLifted } }';
const restrictionOf = 'query ($id: ID!) { person(id: $id) { restricted restriction { reason } } }';

const record = 'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }';
const retire = 'mutation ($id: ID!) { retireContactDetail(input: { id: $id }) { contactDetail { id } } }';
const replace = 'mutation ($input: ReplaceContactDetailInput!) { replaceContactDetail(input: $input) { contactDetail { id } } }';
const prefer =
  'mutation ($id: ID!) { setContactPreference(input: { personId: $id, preferredChannel: PHONE }) { contactPreference { version } } }';
const recordAnswers =
  'mutation ($input: RecordEqualityInformationInput!) { recordEqualityInformation(input: $input) { equalityInformation { id } } }';
const answersOf = 'query ($id: ID!) { person(id: $id) { equalityInformation { languages { language } } } }';
const amend = 'mutation ($id: ID!) { amendPerson(input: { id: $id, expectedVersion: 0, forename: "Maud" }) { person { id } } }';
const object = 'mutation ($id: ID!) { recordObjection(input: { personId: $id, recipientArea: "benefits" }) { objection { id } } }';

const reason = 'She left a violent partner, who is looking for her.';
const housingPhone = '020 7946 0456';
const careEmail = 'maeve.h@example.org';
const line1 = '3 Larkspur Row';
const postcode = 'N29 7TB';

/** Texts that would find her, were anything known to search but her name and birth date. */
const locations = [housingPhone, '+442079460456', '0456', careEmail, line1, 'larkspur', 'Larksp', postcode, 'n297tb', 'N29'];

/** What a write answers outside, whatever is there. */
const refused = { message: 'Not allowed.', code: 'FORBIDDEN', ruleId: 'S4' };

const phoneOf = (book: StoryBook, value: string): object => ({
  input: { targetId: book.residentId, contactType: 'PHONE', subType: 'MOBILE', value },
});
const addressOf = (book: StoryBook): object => ({
  input: {
    targetId: book.residentId,
    contactType: 'ADDRESS',
    subType: 'CORRESPONDENCE_ADDRESS',
    address: { line1, postcode, uprnUnknownReason: 'not in the gazetteer yet' },
  },
});

/** Everything that the callers of the story see of the resident. */
const seenByAll = async (book: StoryBook): Promise<readonly unknown[]> => {
  const seen: unknown[] = [];
  for (const persona of ['housing-officer', 'benefits-officer', 'social-care-officer', 'safeguarding-lead'])
    seen.push(persona, await book.details(persona), await book.preferred(persona, 'PHONE'), await book.search(persona));
  seen.push('resident', await book.details('resident'));
  return seen;
};

/** Outside there is that she exists and that she is restricted, and nothing else. */
const expectUnfindable = async (book: StoryBook, phone: string): Promise<void> => {
  const id = book.residentId;
  for (const persona of ['housing-officer', 'benefits-officer', 'read-only-officer']) {
    expect(await book.details(persona)).toStrictEqual([]);
    expect(await book.preferred(persona, 'PHONE')).toBeNull();
    expect(await book.search(persona)).toEqual({
      total: 1,
      results: [{ person: { id, restricted: true }, locationWithheld: true }],
    });
    for (const text of locations) expect([text, await book.search(persona, text)]).toEqual([text, { total: 0, results: [] }]);
    expect(await book.ask(persona, restrictionOf, { id })).toEqual({ person: { restricted: true, restriction: null } });
  }
  expect(await book.detailById('housing-officer', phone)).toBeNull();
  expect(
    (await book.ask('housing-officer', 'query { findByContact(type: PHONE, value: "+442079460456") { id } }', {})).findByContact,
  ).toEqual([]);
};

/** A write from outside learns nothing of what is there. */
const expectUnwritable = async (book: StoryBook, phone: string): Promise<void> => {
  const id = book.residentId;
  for (const persona of ['housing-officer', 'benefits-officer']) {
    expect(await book.refusal(persona, record, phoneOf(book, housingPhone))).toStrictEqual(refused);
    expect(await book.refusal(persona, record, phoneOf(book, '020 7946 0999'))).toStrictEqual(refused);
    expect(await book.refusal(persona, record, addressOf(book))).toStrictEqual(refused);
    expect(await book.refusal(persona, prefer, { id })).toStrictEqual(refused);
    expect(await book.refusal(persona, object, { id })).toStrictEqual(refused);
  }
  // One that names a row is answered as if the row were absent, the own area's too.
  for (const known of [phone, randomUUID()]) {
    const absent = { message: 'There is no such contact detail.', code: 'NOT_FOUND', ruleId: undefined };
    expect(await book.refusal('housing-officer', retire, { id: known })).toStrictEqual(absent);
    const input = { id: known, expectedVersion: 0, value: '020 7946 0998' };
    expect(await book.refusal('housing-officer', replace, { input })).toStrictEqual(absent);
  }
  expect(await book.refusal('housing-officer', amend, { id })).toStrictEqual(refused);
};

describeStory('a resident in danger is restricted and becomes unfindable outside', (way) => {
  const platform = sharePlatform({ way });

  it('closes at once to everybody outside, stays open inside, and two people open it again', async () => {
    const book = await storyBook(platform());
    const id = book.residentId;
    const phone = await book.record('housing-officer', {
      contactType: 'PHONE',
      subType: 'MOBILE',
      value: housingPhone,
      isDefault: true,
    });
    await book.ask('housing-officer', record, addressOf(book));
    await book.record('social-care-officer', { contactType: 'EMAIL', subType: 'PERSONAL', value: careEmail });
    await book.capture('resident', { types: ['PHONE'] });
    const answers = { languages: [{ language: 'pl', isPrimary: true }] };
    await book.ask('housing-officer', recordAnswers, { input: { targetId: id, answers } });
    const shownAnswers = { person: { equalityInformation: { languages: [{ language: 'pl' }] } } };
    expect(await book.ask('read-only-officer', answersOf, { id })).toEqual(shownAnswers);
    const before = await seenByAll(book);
    expect(await book.details('housing-officer')).toHaveLength(2);
    expect(await book.search('housing-officer')).toEqual({
      total: 1,
      results: [{ person: { id, restricted: false }, locationWithheld: false }],
    });

    const input = { personId: id, reason };
    for (const persona of [
      'housing-officer',
      'benefits-officer',
      'social-care-officer',
      'data-steward',
      'information-governance',
      'resident',
    ])
      expect(await book.refusal(persona, restrict, { input })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'S2' });
    expect(await seenByAll(book)).toEqual(before);

    const { restrictPerson } = await book.ask('safeguarding-lead', restrict, { input });
    expect(restrictPerson).toEqual({
      searchConfirmed: true,
      restriction: {
        area: 'social-care',
        reason,
        compartment: [
          { area: 'social-care', role: 'contact:read' },
          { area: 'social-care', role: 'safeguarding' },
        ],
      },
    });

    await expectUnfindable(book, phone);

    // Inside, and to herself, all is as it was.
    const values = (await book.details('social-care-officer')).map(({ contactInformation }): string => contactInformation.value);
    expect(values.toSorted()).toEqual(['+442079460456', careEmail]);
    expect(await book.search('social-care-officer')).toMatchObject({ total: 1, results: [{ locationWithheld: false }] });
    expect(await book.ask('safeguarding-lead', restrictionOf, { id })).toEqual({ person: { restricted: true, restriction: { reason } } });
    expect(await book.details('resident')).toHaveLength(3);

    for (const persona of ['social-care-officer', 'resident']) expect(await book.ask(persona, answersOf, { id })).toEqual(shownAnswers);
    for (const persona of ['housing-officer', 'read-only-officer'])
      expect(await book.ask(persona, answersOf, { id })).toEqual({ person: { equalityInformation: null } });

    await expectUnwritable(book, phone);

    // Lifting takes two, and one of them may be outside.
    expect(await book.refusal('second-approver', confirm, { id })).toMatchObject({ code: 'CONFLICT' });
    expect(await book.refusal('second-approver', propose, { input })).toStrictEqual(refused);
    expect(
      await book.ask('safeguarding-lead', propose, { input: { personId: id, reason: 'The court has ordered him to keep away.' } }),
    ).toEqual({
      liftRestriction: { restriction: { liftProposedBy: 'persona-safeguarding-lead' } },
    });
    expect(await book.refusal('safeguarding-lead', confirm, { id })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'S3' });
    expect(await book.details('housing-officer')).toStrictEqual([]);
    expect(await book.ask('second-approver', confirm, { id })).toEqual({ confirmLiftRestriction: { personId: id, isLifted: true } });
    expect(await seenByAll(book)).toEqual(before);
    await book.ask('housing-officer', prefer, { id });
    await book.ask('housing-officer', retire, { id: phone });
    expect(await book.details('housing-officer')).toHaveLength(1);
  });
});
