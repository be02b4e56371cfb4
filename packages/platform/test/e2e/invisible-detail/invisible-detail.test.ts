import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { createPersonAs, personInput, recordPhoneAs, surnameOf } from '../kit/people.ts';
import { startPlatform } from '../kit/start-platform.ts';

const everything = `query ($id: ID!, $surname: String!) {
  person(id: $id) { id version lastModifiedAt contactDetails(includeHistoric: true) { id contactInformation { value } sourceServiceArea { area isDefault } } }
  contactDetails(targetId: $id, includeHistoric: true) { id version }
  searchPersons(searchText: $surname) { total results { matchedOn person { id contactDetails { id } } } pageInfo { totalPages } }
}`;

const randomDetail = (): Record<string, unknown> => {
  switch (randomInt(3)) {
    case 0:
      return { contactType: 'PHONE', subType: 'MOBILE', value: `020 7946 0${String(randomInt(1_000)).padStart(3, '0')}`, isDefault: true };
    case 1:
      return { contactType: 'EMAIL', subType: 'PERSONAL', value: `someone-${randomInt(1_000_000)}@example.org` };
    default:
      return {
        contactType: 'ADDRESS',
        subType: 'CORRESPONDENCE_ADDRESS',
        address: { line1: `${randomInt(1, 400)} Lantern Row`, postcode: 'E8 1AA', uprn: String(randomInt(1, 10 ** 9)) },
      };
  }
};

describeStory('a detail that housing records', (way) => {
  it('changes no byte of social care’s whole answer, recorded, tried again, or retired', async () => {
    await using platform = await startPlatform({ way });
    const surname = surnameOf(randomInt(1_000_000));
    const id = await createPersonAs(platform, 'housing-officer', personInput('Imogen', surname));
    await recordPhoneAs(platform, 'social-care-officer', { targetId: id, value: '020 7946 0555' });
    const ask = () => platform.ask('social-care-officer', everything, { variables: { id, surname } });
    const before = await platform.askUntil(ask, ({ body }) => body.data.searchPersons.total === 1);
    const input = { targetId: id, ...randomDetail() };
    const record = 'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }';
    const recorded = await platform.ask('housing-officer', record, { variables: { input } });
    const detailId: unknown = recorded.body.data.recordContactDetail.contactDetail.id;
    expect((await ask()).text).toBe(before.text);
    const retire = 'mutation ($id: ID!) { retireContactDetail(input: { id: $id }) { contactDetail { isActive } } }';
    const foreign = await platform.ask('social-care-officer', retire, { variables: { id: detailId } });
    const absent = await platform.ask('social-care-officer', retire, { variables: { id: 'b0a3f9a2-7a55-4b4e-9df1-1c6c6c1b7a11' } });
    expect(foreign.text).toBe(absent.text);
    await platform.ask('housing-officer', retire, { variables: { id: detailId } });
    expect((await ask()).text).toBe(before.text);
    const housing = await platform.ask('housing-officer', everything, { variables: { id, surname } });
    expect(housing.body.data.person.contactDetails).toHaveLength(1);
  });
});
