import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const record = `mutation ($input: RecordEqualityInformationInput!) {
  recordEqualityInformation(input: $input) { equalityInformation { id version sources { answer source } } }
}`;
const amend = `mutation ($input: AmendEqualityInformationInput!) {
  amendEqualityInformation(input: $input) { equalityInformation { version disabled sources { answer source } } }
}`;
const adjustments = 'languages { language isPrimary } communicationRequirements';
const adjustmentsOf = `query ($id: ID!) { person(id: $id) { equalityInformation { ${adjustments} } } }`;
const monitoringOf = 'query ($id: ID!) { person(id: $id) { equalityInformation { id disabled religionOrBelief { code } } } }';
const numberOf = 'query ($id: ID!) { equalityInformationByTarget(targetId: $id) { nationalInsuranceNumber { value isMasked } } }';
const byNumber = 'query ($value: String!) { personByNationalInsuranceNumber(value: $value) { id } }';
const looks = `query ($id: ID!) {
  accessHistory(personId: $id, first: 100) { edges { node { action subjectId } } }
}`;

const recordAs = async (book: StoryBook, persona: string, answers: object) => {
  const data = await book.ask(persona, record, { input: { targetId: book.residentId, answers } });
  return data.recordEqualityInformation.equalityInformation;
};

describeStory('a resident tells, and officers use what it is for', (way) => {
  const platform = sharePlatform({ way });

  it('the resident records and changes the own answers, and reads nobody else’s', async () => {
    const [book, other] = [await storyBook(platform()), await storyBook(platform())];
    const own = await recordAs(book, 'resident', { disabled: 'NO', languages: [{ language: 'bfi', isPrimary: true }] });
    expect(own.sources).toStrictEqual([
      { answer: 'languages', source: 'SELF' },
      { answer: 'disabled', source: 'SELF' },
    ]);
    const change = { id: own.id, expectedVersion: 0, answers: { disabled: 'YES' } };
    const { amendEqualityInformation } = await book.ask('resident', amend, { input: change });
    expect(amendEqualityInformation.equalityInformation).toMatchObject({ version: 1, disabled: 'YES' });
    const again = await book.ask('resident', amend, { input: { ...change, expectedVersion: 1 } });
    expect(again.amendEqualityInformation.equalityInformation.version).toBe(1);
    expect(await book.refusal('resident', amend, { input: change })).toMatchObject({ code: 'VERSION_CONFLICT' });

    const byId = 'query ($id: ID!) { equalityInformation(id: $id) { disabled } }';
    expect(await book.ask('resident', byId, { id: own.id })).toStrictEqual({ equalityInformation: { disabled: 'YES' } });
    expect(await other.ask('resident', byId, { id: own.id })).toStrictEqual({ equalityInformation: null });
    expect(await other.refusal('resident', amend, { input: { ...change, expectedVersion: 1 } })).toMatchObject({ code: 'NOT_FOUND' });
    const foreign = { targetId: book.residentId, answers: { disabled: 'NO' } };
    expect(await other.refusal('resident', record, { input: foreign })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('any officer who serves the person sees the adjustments, and of other answers not even that there are some', async () => {
    const book = await storyBook(platform());
    const id = book.residentId;
    const { id: recordId } = await recordAs(book, 'housing-officer', { religionOrBelief: { code: 'sikh' } });
    expect(await book.ask('read-only-officer', adjustmentsOf, { id })).toStrictEqual({ person: { equalityInformation: null } });
    const answers = { communicationRequirements: ['largePrint'], languages: [{ language: 'pa', isPrimary: true }] };
    await book.ask('housing-officer', amend, { input: { id: recordId, expectedVersion: 0, answers, source: 'OBSERVED' } });
    expect(await book.ask('read-only-officer', adjustmentsOf, { id })).toStrictEqual({
      person: { equalityInformation: { languages: [{ language: 'pa', isPrimary: true }], communicationRequirements: ['largePrint'] } },
    });
    const { body } = await book.answer('read-only-officer', monitoringOf, { id });
    expect(body.data.person.equalityInformation).toStrictEqual({ id: recordId, disabled: null, religionOrBelief: null });
    expect(body.errors.map(({ extensions }: { readonly extensions: object }) => extensions)).toStrictEqual([
      { code: 'FORBIDDEN', ruleId: 'E1' },
      { code: 'FORBIDDEN', ruleId: 'E1' },
    ]);
    // For another purpose than serving the person the adjustments are closed as well.
    const elsewhere = await book.answer('benefits-officer', adjustmentsOf, { id }, { 'x-purpose': 'STATUTORY_NOTICE' });
    expect(elsewhere.body.errors[0].extensions).toStrictEqual({ code: 'FORBIDDEN', ruleId: 'E3' });
    await book.ask('housing-officer', monitoringOf, { id });

    const { accessHistory } = await book.ask('information-governance', looks, { id });
    const seen = new Set(
      accessHistory.edges.map(({ node }: { readonly node: { readonly action: string; readonly subjectId: string } }) =>
        [node.subjectId, node.action].join(' '),
      ),
    );
    expect(seen).toContain('persona-read-only-officer adjustments.read');
    expect(seen).not.toContain('persona-read-only-officer equality.read');
    expect(seen).toContain('persona-housing-officer equality.read');
  });

  it('the national insurance number is masked, and finds the person for those who may read identities', async () => {
    const book = await storyBook(platform());
    const id = book.residentId;
    // Six digits that no other story has: each run makes residents of its own.
    const digits = String(Number.parseInt(id.replaceAll('-', '').slice(0, 8), 16) % 1_000_000).padStart(6, '0');
    const number = `AB${digits}C`;
    await recordAs(book, 'housing-officer', { nationalInsuranceNumber: `ab ${digits} c` });
    expect(await book.ask('housing-officer', numberOf, { id })).toStrictEqual({
      equalityInformationByTarget: { nationalInsuranceNumber: { value: `•••${number.slice(-3)}`, isMasked: true } },
    });
    expect(await book.ask('safeguarding-lead', numberOf, { id })).toStrictEqual({
      equalityInformationByTarget: { nationalInsuranceNumber: { value: number, isMasked: false } },
    });
    expect(await book.ask('safeguarding-lead', byNumber, { value: number })).toStrictEqual({ personByNationalInsuranceNumber: { id } });
    expect(await book.ask('safeguarding-lead', byNumber, { value: 'AA000000A' })).toStrictEqual({ personByNationalInsuranceNumber: null });
    expect(await book.refusal('housing-officer', byNumber, { value: number })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'E4' });
    const { accessHistory } = await book.ask('information-governance', looks, { id });
    expect(accessHistory.edges).toContainEqual({ node: { action: 'identity.read', subjectId: 'persona-safeguarding-lead' } });
  });

  it('the code tables are reference data', async () => {
    const book = await storyBook(platform());
    const { referenceData } = await book.ask('resident', '{ referenceData(category: EQUALITY_LANGUAGE) { code name } }', {});
    expect(referenceData).toContainEqual({ code: 'bfi', name: 'British Sign Language' });
  });
});
