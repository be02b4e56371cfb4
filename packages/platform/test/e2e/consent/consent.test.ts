import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

/** What social care and benefits see of the resident, by contact type. */
const seenBy = async (book: StoryBook, persona: string): Promise<readonly string[]> => {
  const types = (await book.details(persona)).map(({ contactInformation }): string => contactInformation.contactType);
  return types.toSorted();
};

describeStory('a resident consents that social care sees what housing recorded', (way) => {
  const platform = sharePlatform({ way });

  it('shows exactly what was consented to, until the date, and nothing to anybody else', async () => {
    const book = await storyBook(platform());
    const phone = await book.record('housing-officer', {
      contactType: 'PHONE',
      subType: 'MOBILE',
      value: '020 7946 0321',
      isDefault: true,
    });
    await book.record('housing-officer', { contactType: 'EMAIL', subType: 'PERSONAL', value: 'maeve@example.org' });
    await book.record('housing-officer', {
      contactType: 'ADDRESS',
      subType: 'CORRESPONDENCE_ADDRESS',
      address: { line1: '3 Larkspur Row', postcode: 'N29 7TB', uprnUnknownReason: 'not in the gazetteer yet' },
    });
    expect(await seenBy(book, 'housing-officer')).toStrictEqual(['ADDRESS', 'EMAIL', 'PHONE']);
    expect(await seenBy(book, 'social-care-officer')).toStrictEqual([]);

    const validUntil = new Date(Date.now() + 6_000).toISOString();
    const consent = await book.capture('resident', { types: ['PHONE'], validUntil });
    expect(consent).toMatchObject({ status: 'ACTIVE', grantedBy: 'SELF', capturedByArea: null, validUntil });

    const [shared, ...others] = await book.details('social-care-officer');
    expect(others).toStrictEqual([]);
    expect(shared).toMatchObject({
      id: phone,
      isMasked: false,
      contactInformation: { contactType: 'PHONE', value: '+442079460321' },
      sourceServiceArea: { area: 'housing', isDefault: null },
      sharedUnder: { consentId: consent.id, purpose: 'SERVICE_DELIVERY', validUntil },
    });
    // Housing's default is housing's: social care's preferred phone is another question.
    expect(await book.preferred('housing-officer', 'PHONE')).toStrictEqual({ id: phone });
    expect(await book.preferred('social-care-officer', 'PHONE')).toBeNull();
    // For another purpose it was not given.
    expect(await book.details('social-care-officer', { 'x-purpose': 'SAFEGUARDING' })).toStrictEqual([]);
    expect(await seenBy(book, 'benefits-officer')).toStrictEqual([]);

    await book.until(async () => (await seenBy(book, 'social-care-officer')).length === 0);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(validUntil));
    expect((await book.consents('social-care-officer')).map(({ status }) => status)).toStrictEqual(['EXPIRED']);
    expect(await seenBy(book, 'housing-officer')).toStrictEqual(['ADDRESS', 'EMAIL', 'PHONE']);
  });

  it('opens a confidential detail only by its id, and closes it at once when the consent is revoked', async () => {
    const book = await storyBook(platform());
    const phone = await book.record('two-area-officer', { contactType: 'PHONE', subType: 'MOBILE', value: '020 7946 0321' });
    await book.ask(
      'two-area-officer',
      'mutation ($input: MarkSensitivityInput!) { markSensitivity(input: $input) { contactDetail { id } } }',
      {
        input: { id: phone, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' },
      },
    );
    // The own area sees a mask without the role `confidential`.
    expect(await book.details('housing-officer')).toMatchObject([
      { id: phone, isMasked: true, contactInformation: { value: '••••••••21' }, targetId: null },
    ]);

    const byType = await book.capture('resident', { types: ['PHONE'] });
    expect(await seenBy(book, 'social-care-officer')).toStrictEqual([]);
    const byId = await book.capture('resident', { contactDetailIds: [phone] });
    expect(await book.details('social-care-officer')).toMatchObject([
      {
        id: phone,
        isMasked: false,
        contactInformation: { value: '+442079460321' },
        sensitivity: 'CONFIDENTIAL',
        sharedUnder: { consentId: byId.id },
      },
    ]);
    expect(await book.details('housing-officer')).toMatchObject([{ isMasked: true }]);

    // Social care finds the person, the resident revokes, and what social care asks next is answered without the detail.
    expect(await book.searchTotal('social-care-officer')).toBe(1);
    expect(await book.revoke('resident', { id: byId.id })).toMatchObject([{ id: byId.id, status: 'REVOKED' }]);
    expect(await book.details('social-care-officer')).toStrictEqual([]);
    expect(await book.detailById('social-care-officer', phone)).toBeNull();
    expect((await book.consents('resident')).map(({ id, status }) => [id, status])).toStrictEqual([
      [byId.id, 'REVOKED'],
      [byType.id, 'ACTIVE'],
    ]);
    expect(await seenBy(book, 'benefits-officer')).toStrictEqual([]);
    expect(await book.consents('benefits-officer')).toStrictEqual([]);
  });

  it('keeps the consent that a recipient captured pending until the owning area confirms it', async () => {
    const book = await storyBook(platform());
    await book.record('housing-officer', { contactType: 'PHONE', subType: 'MOBILE', value: '020 7946 0321' });
    const captured = await book.capture('social-care-officer', { types: ['PHONE'], grantedBy: 'SELF' });
    expect(captured).toMatchObject({ status: 'PENDING', capturedByArea: 'social-care' });
    expect(await seenBy(book, 'social-care-officer')).toStrictEqual([]);
    expect(await book.queue('benefits-officer')).toStrictEqual([]);
    expect(await book.queue('housing-officer')).toStrictEqual([captured.id]);
    await book.ask('housing-officer', 'mutation ($id: ID!) { confirmConsent(input: { id: $id }) { consent { status } } }', {
      id: captured.id,
    });
    expect(await seenBy(book, 'social-care-officer')).toStrictEqual(['PHONE']);
    expect(await book.queue('housing-officer')).toStrictEqual([]);

    // An objection closes what a consent by type opened; the resident may take it back.
    const { recordObjection } = await book.ask(
      'resident',
      'mutation ($id: ID!) { recordObjection(input: { personId: $id, recipientArea: "social-care" }) { objection { id } } }',
      { id: book.residentId },
    );
    expect(await seenBy(book, 'social-care-officer')).toStrictEqual([]);
    await book.ask('resident', 'mutation ($id: ID!) { withdrawObjection(input: { id: $id }) { objection { withdrawnAt } } }', {
      id: recordObjection.objection.id,
    });
    expect(await seenBy(book, 'social-care-officer')).toStrictEqual(['PHONE']);
  });
});
