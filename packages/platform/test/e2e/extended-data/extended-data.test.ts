import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const record = `mutation ($input: RecordExtendedDataInput!) {
  recordExtendedData(input: $input) { extendedData { data version schemaVersion } }
}`;
const dataOf = 'query ($id: ID!) { person(id: $id) { surname extendedData { data version } } }';
const history =
  'query ($id: ID!) { accessHistory(personId: $id, first: 100) { edges { node { action area subjectId resourceIds fieldsReturned } } } }';
const restrict = 'mutation ($input: RestrictPersonInput!) { restrictPerson(input: $input) { searchConfirmed } }';

const housingData = { tenancySupport: { level: 'MEDIUM', reviewOn: '2027-01-15' }, adaptations: [{ kind: 'RAMP', isFitted: false }] };
const careData = { keyWorker: 'Invented Worker', risks: [{ kind: 'FALLS', level: 'HIGH', note: 'Only social care knows.' }] };

const seenBy = async (book: StoryBook, persona: string): Promise<unknown> =>
  (await book.ask(persona, dataOf, { id: book.residentId })).person.extendedData;

describeStory('an area keeps what it alone may know', (way) => {
  const platform = sharePlatform({ way });

  it('shows it to that area, puts each look on record, and gives nobody else a sign', async () => {
    const book = await storyBook(platform());
    const personId = book.residentId;
    const write = async (persona: string, input: object): Promise<unknown> =>
      (await book.ask(persona, record, { input: { personId, ...input } })).recordExtendedData.extendedData;

    expect(await write('housing-officer', { data: housingData })).toStrictEqual({ data: housingData, version: 0, schemaVersion: 1 });
    expect(await seenBy(book, 'social-care-officer')).toBeNull();
    expect(await write('social-care-officer', { data: careData })).toMatchObject({ version: 0 });

    expect(await seenBy(book, 'housing-officer')).toStrictEqual({ data: housingData, version: 0 });
    expect(await seenBy(book, 'data-steward')).toStrictEqual({ data: housingData, version: 0 });
    expect(await seenBy(book, 'social-care-officer')).toStrictEqual({ data: careData, version: 0 });
    for (const persona of ['benefits-officer', 'repairs-service', 'finance-officer'])
      expect([persona, await seenBy(book, persona)]).toEqual([persona, null]);

    // The resident sees the own record, without this part of it.
    const { body } = await book.answer('resident', dataOf, { id: personId });
    expect(body.data.person).toStrictEqual({ surname: book.surname, extendedData: null });
    expect(body.errors).toMatchObject([{ path: ['person', 'extendedData'], extensions: { code: 'FORBIDDEN', ruleId: 'P7' } }]);

    // It is replaced by version, in the schema of the area.
    expect(await write('housing-officer', { data: { bedroomNeed: 2 }, expectedVersion: 0 })).toMatchObject({ version: 1 });
    const refused = (persona: string, input: object) => book.refusal(persona, record, { input: { personId, ...input } });
    expect(await refused('housing-officer', { data: {}, expectedVersion: 0 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await refused('housing-officer', { data: careData, expectedVersion: 1 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused('two-area-officer', { data: { note: '<script>' }, expectedVersion: 1 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused('read-only-officer', { data: {} })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'P8' });

    // Every look is on record, and nothing of what was seen.
    const { accessHistory } = await book.ask('information-governance', history, { id: personId });
    const looks = accessHistory.edges
      .map(({ node }: { readonly node: { readonly action: string } }) => node)
      .filter(({ action }: { readonly action: string }) => action === 'extended-data.read');
    const fieldsReturned = ['ExtendedData.data', 'ExtendedData.version'];
    expect(looks).toContainEqual({
      action: 'extended-data.read',
      area: 'social-care',
      subjectId: 'persona-social-care-officer',
      resourceIds: [`${personId}:social-care`],
      fieldsReturned,
    });
    expect(looks).toHaveLength(6);
    expect(JSON.stringify(looks)).not.toMatch(/MEDIUM|Only social care/u);

    // A restriction closes it to the own area too, where that is outside.
    await book.ask('safeguarding-lead', restrict, { input: { personId, reason: 'She left a violent partner, who is looking for her.' } });
    expect(await seenBy(book, 'housing-officer')).toBeNull();
    expect(await seenBy(book, 'social-care-officer')).toStrictEqual({ data: careData, version: 0 });
    for (const expectedVersion of [null, 1, 9])
      expect(await refused('housing-officer', { data: {}, expectedVersion })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'S4' });
  });
});
