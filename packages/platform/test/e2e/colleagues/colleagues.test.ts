import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const phone = { contactType: 'PHONE', subType: 'MOBILE' };

const ingest = `mutation ($items: [IngestContactDetailInput!]!) {
  ingestContactDetails(input: { sourceSystem: "old-system", items: $items }) { results { outcome id } }
}`;
const triage = `query ($historic: Boolean) {
  legacyTriage(includeHistoric: $historic) {
    totalCount
    edges { node {
      id isMasked isActive targetId contactInformation { contactType subType value description } sourceServiceArea { area isDefault }
    } }
  }
}`;
const retire = 'mutation ($id: ID!) { retireContactDetail(input: { id: $id }) { wasDefaultOfTeam contactDetail { isActive } } }';
const notices = '{ notices { totalCount edges { node { id kind team contactDetail { id isActive } } } } }';
const find = 'query ($value: String!) { findByContact(type: PHONE, value: $value) { id sourceServiceArea { area } } }';

const found = async (book: StoryBook, persona: string, value: string): Promise<readonly string[]> => {
  const { findByContact } = await book.ask(persona, find, { value });
  return findByContact.map(({ id }: { readonly id: string }) => id);
};

describeStory('colleagues of one council work on the same resident', (way) => {
  const platform = sharePlatform({ way });

  it('shows rows without a service area to a data steward in legacy triage, masked, and to the resident, and to nobody else', async () => {
    const book = await storyBook(platform());
    const rows = [
      {
        sourceId: '1',
        targetId: book.residentId,
        ...phone,
        value: '020 7946 0111',
        description: 'from the old card index',
        createdAt: '2019-05-01T09:00:00.000Z',
      },
      {
        sourceId: '2',
        targetId: book.residentId,
        ...phone,
        value: '020 7946 0122',
        isActive: false,
        createdAt: '2020-05-01T09:00:00.000Z',
      },
    ];
    const { ingestContactDetails } = await book.ask('data-steward', ingest, { items: rows });
    const [current, historic] = ingestContactDetails.results.map(({ id }: { readonly id: string }) => id);
    const masked = (id: string, isActive: boolean, value: string) => ({
      node: {
        id,
        isMasked: true,
        isActive,
        targetId: null,
        contactInformation: { contactType: 'PHONE', subType: 'MOBILE', value, description: null },
        sourceServiceArea: { area: null, isDefault: null },
      },
    });
    expect((await book.ask('data-steward', triage, {})).legacyTriage).toStrictEqual({
      totalCount: 1,
      edges: [masked(current, true, '••••••••11')],
    });
    expect((await book.ask('data-steward', triage, { historic: true })).legacyTriage.edges).toStrictEqual([
      masked(current, true, '••••••••11'),
      masked(historic, false, '••••••••22'),
    ]);
    for (const persona of ['data-steward', 'housing-officer', 'benefits-officer']) {
      expect(await book.details(persona)).toStrictEqual([]);
      expect(await book.detailById(persona, current)).toBeNull();
    }
    expect(await book.details('resident')).toMatchObject([
      { id: current, isMasked: false, contactInformation: { value: '+442079460111' } },
    ]);
    await expect(book.ask('housing-officer', triage, {})).rejects.toThrow('"ruleId":"C4"');
  });

  it('keeps the details of benefits to benefits: by list, by id, by value and by history', async () => {
    const book = await storyBook(platform());
    const own = await book.record('benefits-officer', { ...phone, value: '020 7946 0133', isDefault: true });
    expect(await book.details('benefits-officer')).toMatchObject([{ id: own, sourceServiceArea: { area: 'benefits', isDefault: true } }]);
    expect(await found(book, 'benefits-officer', '020 7946 0133')).toStrictEqual([own]);
    for (const persona of ['housing-officer', 'social-care-officer', 'two-area-officer']) {
      expect(await book.details(persona)).toStrictEqual([]);
      expect(await book.detailById(persona, own)).toBeNull();
      expect(await found(book, persona, '020 7946 0133')).toStrictEqual([]);
      expect(await book.preferred(persona, 'PHONE')).toBeNull();
    }
    // The same value in another area is no duplicate, and tells nobody of the first.
    const other = await book.record('housing-officer', { ...phone, value: '+44 20 7946 0133' });
    expect(await found(book, 'housing-officer', '02079460133')).toStrictEqual([other]);
    expect(await book.details('resident')).toHaveLength(2);
  });

  it('tells a team that a colleague of another team retired its default, and lets two-area officers act for one area at a time', async () => {
    const book = await storyBook(platform());
    const teams = await book.record('housing-officer', { ...phone, value: '020 7946 0144', isDefault: true, team: 'tenancy' });
    const areas = await book.record('housing-officer', { ...phone, value: '020 7946 0155', isDefault: true });
    const query = `query ($id: ID!, $team: String) { person(id: $id) { preferredContact(contactType: PHONE, team: $team) { id } } }`;
    const preferred = async (team?: string) =>
      (await book.ask('housing-officer', query, { id: book.residentId, team })).person.preferredContact.id;
    expect([await preferred('tenancy'), await preferred('lettings'), await preferred()]).toStrictEqual([teams, areas, areas]);

    // For social care the same officer sees nothing of housing's.
    expect(await book.details('two-area-officer', { 'x-service-area': 'social-care' })).toStrictEqual([]);
    expect((await book.ask('two-area-officer', retire, { id: teams })).retireContactDetail).toStrictEqual({
      wasDefaultOfTeam: 'tenancy',
      contactDetail: { isActive: false },
    });
    expect((await book.ask('two-area-officer', notices, {})).notices.totalCount).toBe(0);
    const queue = (await book.ask('housing-officer', notices, {})).notices;
    expect(queue).toMatchObject({
      totalCount: 1,
      edges: [{ node: { kind: 'TEAM_DEFAULT_RETIRED', team: 'tenancy', contactDetail: { id: teams, isActive: false } } }],
    });
    await book.ask('housing-officer', 'mutation ($id: ID!) { acknowledgeNotice(input: { id: $id }) { id } }', {
      id: queue.edges[0].node.id,
    });
    expect((await book.ask('housing-officer', notices, {})).notices.totalCount).toBe(0);
  });
});
