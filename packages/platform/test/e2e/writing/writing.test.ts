import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { createPersonAs, personInput, recordPhoneAs } from '../kit/people.ts';
import { sharePlatform } from '../kit/share-platform.ts';

const amend = 'mutation ($input: AmendPersonInput!) { amendPerson(input: $input) { person { version surname placeOfBirth } } }';
const search = 'query ($text: String!) { searchPersons(searchText: $text) { total results { matchedOn person { id surname } } } }';

describeStory('an officer writes', (way) => {
  const shared = sharePlatform({ way });

  it('creates, amends by version, and search follows', async () => {
    const platform = shared();
    const input = { ...personInput('Renée', 'O’Malley-Ferrante'), placeOfBirth: 'Cork', idempotencyKey: 'once' };
    const id = await createPersonAs(platform, 'housing-officer', input);
    expect(await createPersonAs(platform, 'housing-officer', input)).toBe(id);
    const find = (text: string) => () => platform.ask('housing-officer', search, { variables: { text } });
    for (const text of ['renee omalley', 'ferrante renée', 'O Malley', 'omaley']) {
      if (text === 'O Malley') continue;
      const { body } = await platform.askUntil(find(text), (answer) => answer.body.data.searchPersons.total === 1);
      expect([text, body.data.searchPersons.results[0]?.person.id]).toStrictEqual([text, id]);
    }
    const amended = await platform.ask('housing-officer', amend, {
      variables: { input: { id, expectedVersion: 0, surname: 'Quillan', placeOfBirth: null } },
    });
    expect(amended.body.data.amendPerson.person).toStrictEqual({ version: 1, surname: 'Quillan', placeOfBirth: null });
    const conflict = await platform.ask('housing-officer', amend, { variables: { input: { id, expectedVersion: 0, surname: 'Late' } } });
    expect(conflict.body.errors[0].extensions).toStrictEqual({ code: 'VERSION_CONFLICT', expectedVersion: 0, currentVersion: 1 });
    await platform.askUntil(find('quillan'), (answer) => answer.body.data.searchPersons.total === 1);
    expect((await find('ferrante')()).body.data.searchPersons.total).toBe(0);
  });

  it('records and retires contact details of the own area, and never a sixth active phone', async () => {
    const platform = shared();
    const targetId = await createPersonAs(platform, 'housing-officer', personInput('Wanda', 'Threlkeld'));
    const first = await recordPhoneAs(platform, 'housing-officer', { targetId, value: '020 7946 0100' });
    for (const number of [1, 2, 3, 4]) await recordPhoneAs(platform, 'housing-officer', { targetId, value: `020 7946 010${number}` });
    await recordPhoneAs(platform, 'social-care-officer', { targetId, value: '020 7946 0100' });
    await expect(recordPhoneAs(platform, 'housing-officer', { targetId, value: '020 7946 0109' })).rejects.toThrow('LIMIT_REACHED');
    await expect(recordPhoneAs(platform, 'housing-officer', { targetId, value: '+44 20 7946 0100' })).rejects.toThrow('DUPLICATE_VALUE');
    const retire = 'mutation ($id: ID!) { retireContactDetail(input: { id: $id }) { contactDetail { isActive version } } }';
    for (const _ of [1, 2]) {
      const { body } = await platform.ask('housing-officer', retire, { variables: { id: first } });
      expect(body.data.retireContactDetail.contactDetail).toStrictEqual({ isActive: false, version: 1 });
    }
    await recordPhoneAs(platform, 'housing-officer', { targetId, value: '020 7946 0109' });
    const list = (historic: boolean) =>
      platform.ask('housing-officer', `{ contactDetails(targetId: "${targetId}", includeHistoric: ${historic}) { id } }`);
    expect((await list(false)).body.data.contactDetails).toHaveLength(5);
    expect((await list(true)).body.data.contactDetails).toHaveLength(6);
  });

  it('records equality answers once', async () => {
    const platform = shared();
    const targetId = await createPersonAs(platform, 'housing-officer', personInput('Ottilie', 'Marchbanks'));
    const record =
      'mutation ($input: RecordEqualityInformationInput!) { recordEqualityInformation(input: $input) { equalityInformation { id disabled } } }';
    const input = { targetId, answers: { disabled: 'PREFER_NOT_TO_SAY', languages: [{ language: 'en', isPrimary: true }] } };
    const { body } = await platform.ask('housing-officer', record, { variables: { input } });
    expect(body.data.recordEqualityInformation.equalityInformation.disabled).toBe('PREFER_NOT_TO_SAY');
    const again = await platform.ask('social-care-officer', record, { variables: { input } });
    expect(again.body.errors[0].extensions.code).toBe('DUPLICATE_VALUE');
    const refused = await platform.ask('two-area-officer', record, { variables: { input }, headers: { 'x-service-area': 'housing' } });
    expect(refused.body.errors[0].extensions).toStrictEqual({ code: 'FORBIDDEN', ruleId: 'E2' });
  });
});
