import { readOperation } from '@resident-graph/schema';
import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { runCommand } from '../kit/start-platform.ts';

const variables = { name: 'Amara Okafor-Lindqvist' };

const phonesOf = (body: unknown): string[] => {
  const { searchPersons } = (
    body as {
      data: {
        searchPersons: { results: { person: { contactDetails: { contactInformation: { contactType: string; value: string } }[] } }[] };
      };
    }
  ).data;
  return searchPersons.results.flatMap(({ person }) =>
    person.contactDetails.flatMap(({ contactInformation }) =>
      contactInformation.contactType === 'PHONE' ? [contactInformation.value] : [],
    ),
  );
};

describeStory('three callers ask one query', (way) => {
  const shared = sharePlatform({ way, hasSample: true });

  it('gives housing and social care different phones and both the equality answers, and the read-only officer the adjustments alone', async () => {
    const platform = shared();
    const query = readOperation('three-callers');
    const [housing, socialCare, readOnly] = await Promise.all(
      ['housing-officer', 'social-care-officer', 'read-only-officer'].map((persona) => platform.ask(persona, query, { variables })),
    );
    expect(phonesOf(housing?.body)).toStrictEqual(['+442079460018']);
    expect(phonesOf(socialCare?.body)).toStrictEqual(['+442079460733']);
    expect(phonesOf(readOnly?.body)).toStrictEqual(['+442079460018']);
    expect(housing?.body.errors).toBeUndefined();
    expect(socialCare?.body.errors).toBeUndefined();
    const [housingPerson, socialCarePerson, readOnlyPerson] = [housing, socialCare, readOnly].map(
      (answer) => answer?.body.data.searchPersons.results[0].person,
    );
    expect(housingPerson.equalityInformation).toStrictEqual(socialCarePerson.equalityInformation);
    expect(housingPerson.equalityInformation).not.toBeNull();
    const { languages, communicationRequirements } = housingPerson.equalityInformation;
    const refused = ['ageGroup', 'ethnicity', 'disabled'];
    expect(readOnlyPerson.equalityInformation).toStrictEqual({
      ...Object.fromEntries(refused.map((field) => [field, null])),
      languages,
      communicationRequirements,
    });
    expect(readOnly?.body.errors).toStrictEqual(
      refused.map((field) => ({
        message: 'You may not see or do this.',
        path: ['searchPersons', 'results', 0, 'person', 'equalityInformation', field],
        extensions: { code: 'FORBIDDEN', ruleId: 'E1' },
      })),
    );
  });

  it('seeds an empty folder once, and takes the token that the command prints', async () => {
    const platform = shared();
    expect(platform.output).toContain('200 invented residents');
    expect(await platform.stop()).toBe(0);
    await platform.start();
    expect(platform.output).not.toContain('200 invented residents');
    // With the token that the command prints, as the README has it.
    const { stdout } = await runCommand(['token', '--persona', 'housing-officer'], platform.environment);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${stdout.trim()}` };
    const query = '{ searchPersons(searchText: "Amara Okafor-Lindqvist") { total } }';
    const { body } = await platform.post(JSON.stringify({ query }), headers);
    expect(body.data.searchPersons.total).toBe(1);
  });
});
