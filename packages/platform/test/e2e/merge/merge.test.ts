import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const mergePersons = 'mutation ($input: MergePersonsInput!) { mergePersons(input: $input) { person { id } mergeId } }';
const unmergePersons =
  'mutation ($input: UnmergePersonsInput!) { unmergePersons(input: $input) { person { id } unmergedPerson { id surname } } }';
const versionOf = 'query ($id: ID!) { changeHistory(targetType: PERSON, targetId: $id, first: 1) { edges { node { version action } } } }';
const personOf = 'query ($id: ID!) { person(id: $id) { id surname mergedPersons { id surname } } }';
const recordAnswers =
  'mutation ($input: RecordEqualityInformationInput!) { recordEqualityInformation(input: $input) { equalityInformation { id } } }';
const recordIdentification =
  'mutation ($input: RecordIdentificationInput!) { recordIdentification(input: $input) { identification { id } } }';
const recordExtendedData = 'mutation ($input: RecordExtendedDataInput!) { recordExtendedData(input: $input) { extendedData { version } } }';
const recordedOf = 'query ($id: ID!) { person(id: $id) { identification { id type } extendedData { data } } }';
const languagesOf = 'query ($id: ID!) { person(id: $id) { equalityInformation { languages { language } } } }';

const reason = 'Both came to the counter and are one person.';
const personas = ['housing-officer', 'benefits-officer', 'social-care-officer', 'data-steward', 'resident'] as const;

const phone = (value: string, more: object = {}): object => ({ contactType: 'PHONE', subType: 'MOBILE', value, ...more });

/** The version of a record, merged or not. */
const currentVersion = async (book: StoryBook): Promise<number> =>
  (await book.ask('data-steward', versionOf, { id: book.residentId })).changeHistory.edges[0].node.version;

const mergeInput = async (survivor: StoryBook, merged: StoryBook): Promise<object> => ({
  survivorId: survivor.residentId,
  mergedId: merged.residentId,
  survivorVersion: await currentVersion(survivor),
  mergedVersion: await currentVersion(merged),
  reason,
});

const merge = async (survivor: StoryBook, merged: StoryBook): Promise<void> => {
  const { mergePersons: done } = await survivor.ask('data-steward', mergePersons, { input: await mergeInput(survivor, merged) });
  expect(done.person).toEqual({ id: survivor.residentId });
};

const unmerge = async (merged: StoryBook): Promise<{ readonly person: object; readonly unmergedPerson: object }> => {
  const input = { mergedId: merged.residentId, expectedVersion: await currentVersion(merged), reason };
  return (await merged.ask('data-steward', unmergePersons, { input })).unmergePersons;
};

const idsOf = (details: readonly { readonly id: string }[]): readonly string[] => details.map(({ id }) => id).toSorted();

/** Everything that the callers of the story see of some residents, each asked for by itself. */
const seenOf = async (books: readonly StoryBook[]): Promise<readonly unknown[]> => {
  const seen: unknown[] = [];
  for (const book of books)
    for (const persona of personas)
      seen.push([
        book.residentId,
        persona,
        await book.details(persona),
        persona === 'resident' ? null : await book.preferred(persona, 'PHONE'),
      ]);
  return seen;
};

describeStory('merging two records of one person (access-model.md W11)', (way) => {
  const platform = sharePlatform({ way });

  it('shows each area what it saw of both, leads both ids to the survivor, and gives back what was', async () => {
    const [one, other] = [await storyBook(platform()), await storyBook(platform())];
    await one.record('housing-officer', phone('020 7946 0101', { isDefault: true }));
    await one.record('benefits-officer', phone('020 7946 0102'));
    await other.record('housing-officer', phone('020 7946 0103', { isDefault: true }));
    await other.record('social-care-officer', phone('020 7946 0104', { isDefault: true }));
    await other.capture('resident', { types: ['PHONE'] });
    await other.ask('resident', recordAnswers, {
      input: { targetId: other.residentId, answers: { languages: [{ language: 'cy', isPrimary: true }] } },
    });
    const before = await seenOf([one, other]);
    const expected = new Map<string, readonly string[]>();
    for (const persona of personas)
      expected.set(persona, idsOf([...(await one.details(persona)), ...(persona === 'resident' ? [] : await other.details(persona))]));

    expect(await one.refusal('housing-officer', mergePersons, { input: await mergeInput(one, other) })).toMatchObject({
      code: 'FORBIDDEN',
      ruleId: 'P9',
    });
    await merge(one, other);

    // Each area sees what it saw, under either id; a resident sees the own record and nothing else.
    for (const persona of personas) {
      expect([persona, idsOf(await one.details(persona))]).toEqual([persona, expected.get(persona)]);
      if (persona !== 'resident') expect([persona, idsOf(await other.details(persona))]).toEqual([persona, expected.get(persona)]);
    }
    expect(idsOf(await other.details('resident'))).toHaveLength(2);
    // Of two defaults of an area the survivor's is the one.
    const defaults = (await other.details('housing-officer')).filter(({ sourceServiceArea }) => sourceServiceArea.isDefault);
    expect(defaults.map(({ targetId }) => targetId)).toEqual([one.residentId]);
    expect(await other.preferred('social-care-officer', 'PHONE')).not.toBeNull();

    // Both ids lead to the survivor.
    expect((await other.ask('housing-officer', personOf, { id: other.residentId })).person).toEqual({
      id: one.residentId,
      surname: one.surname,
      mergedPersons: [{ id: other.residentId, surname: other.surname }],
    });
    for (const text of [one.surname, other.surname]) {
      const found = await one.search('housing-officer', text);
      expect([found.total, ...found.results.map(({ person }: { readonly person: { readonly id: string } }) => person.id)]).toEqual([
        1,
        one.residentId,
      ]);
    }
    // The equality record of the merged one is kept and not shown, except to the resident whose it is.
    expect((await one.ask('housing-officer', languagesOf, { id: other.residentId })).person.equalityInformation).toBeNull();
    expect((await other.ask('resident', languagesOf, { id: other.residentId })).person.equalityInformation.languages).toHaveLength(1);

    const { person, unmergedPerson } = await unmerge(other);
    expect([person, unmergedPerson]).toEqual([{ id: one.residentId }, { id: other.residentId, surname: other.surname }]);
    expect(await seenOf([one, other])).toEqual(before);
    expect([(await one.search('housing-officer')).total, (await other.search('housing-officer')).total]).toEqual([1, 1]);
    expect((await other.ask('housing-officer', languagesOf, { id: other.residentId })).person.equalityInformation.languages).toEqual([
      { language: 'cy' },
    ]);
  });

  it('writes on the survivor what is recorded under the merged id, and it stays there', async () => {
    const [one, other] = [await storyBook(platform()), await storyBook(platform())];
    await merge(one, other);
    const recorded = await other.record('housing-officer', phone('020 7946 0105'));
    await unmerge(other);
    expect([idsOf(await one.details('housing-officer')), idsOf(await other.details('housing-officer'))]).toEqual([[recorded], []]);
  });

  it('shows with the survivor what else was recorded of the merged person, each area its own', async () => {
    const [one, other] = [await storyBook(platform()), await storyBook(platform())];
    const input = { personId: other.residentId, expectedVersion: 0, type: 'PASSPORT', value: '999228775' };
    await other.ask('housing-officer', recordIdentification, { input });
    await other.ask('housing-officer', recordExtendedData, { input: { personId: other.residentId, data: { bedroomNeed: 2 } } });
    const seen = async (book: StoryBook, persona: string) => (await book.ask(persona, recordedOf, { id: book.residentId })).person;
    const nothing = { identification: [], extendedData: null };
    const before = [await seen(one, 'housing-officer'), await seen(other, 'housing-officer')];
    expect(before[0]).toEqual(nothing);
    expect(before[1]).toMatchObject({ identification: [{ type: 'PASSPORT' }], extendedData: { data: { bedroomNeed: 2 } } });
    await merge(one, other);
    for (const book of [one, other]) expect(await seen(book, 'housing-officer')).toEqual(before[1]);
    expect(await seen(one, 'social-care-officer')).toMatchObject({ extendedData: null });
    await unmerge(other);
    expect([await seen(one, 'housing-officer'), await seen(other, 'housing-officer')]).toEqual(before);
  });

  it('follows a chain', async () => {
    const [one, two, three] = [await storyBook(platform()), await storyBook(platform()), await storyBook(platform())];
    const recorded = await three.record('housing-officer', phone('020 7946 0106'));
    await merge(two, three);
    await merge(one, two);
    for (const book of [one, two, three]) expect(idsOf(await book.details('housing-officer'))).toEqual([recorded]);
    await unmerge(two);
    expect([idsOf(await one.details('housing-officer')), idsOf(await two.details('housing-officer'))]).toEqual([[], [recorded]]);
  });

  it('lets at most one of two win who merge two persons into each other at the same time', async () => {
    const [one, other] = [await storyBook(platform()), await storyBook(platform())];
    const inputs = [await mergeInput(one, other), await mergeInput(other, one)];
    const answers = await Promise.all(inputs.map((input) => one.answer('data-steward', mergePersons, { input })));
    const won = answers.filter(({ body }) => body.errors === undefined).length;
    expect(won).toBeLessThan(2);
    const ids = await Promise.all(
      [one, other].map(async (book) => (await book.ask('housing-officer', personOf, { id: book.residentId })).person.id),
    );
    expect(new Set(ids).size).toBe(won === 1 ? 1 : 2);
  });

  it('joins the restrictions: whoever is outside one is outside', async () => {
    const [one, other] = [await storyBook(platform()), await storyBook(platform())];
    await one.record('housing-officer', phone('020 7946 0107'));
    await merge(one, other);
    await other.ask('safeguarding-lead', 'mutation ($input: RestrictPersonInput!) { restrictPerson(input: $input) { searchConfirmed } }', {
      input: { personId: other.residentId, reason: 'She left a violent partner, who looks for her.', compartment: [] },
    });
    expect(await one.details('housing-officer')).toEqual([]);
    const input = { mergedId: other.residentId, expectedVersion: 1, reason };
    expect(await one.refusal('data-steward', unmergePersons, { input })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'S4' });
  });
});
