import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { forenameOf, surnameOf } from '../kit/people.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const create = 'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { person { id forename version } } }';
const amend = `mutation ($id: ID!, $surname: String!) {
  amendPerson(input: { id: $id, expectedVersion: 0, surname: $surname }) { person { surname nameHistory { surname } } }
}`;
const look = `query ($input: PossibleDuplicatesInput!) {
  possibleDuplicates(input: $input) { person { id forename surname dateOfBirth } score band reasons { field level weight } }
}`;
const find = `query ($filter: FindPersonsFilter!) {
  findPersons(filter: $filter) { totalCount pageInfo { hasNextPage } edges { node { id } } }
}`;
const restrict = 'mutation ($input: RestrictPersonInput!) { restrictPerson(input: $input) { restriction { area } } }';

/** The surnames of the stories: nobody else's, and no two alike. */
let number = 0;
const nextSurname = (): string => {
  number += 1;
  return surnameOf(number);
};

const katherine = (surname: string) => ({
  title: 'MS',
  forename: 'Katherine',
  surname,
  dateOfBirth: '1980-03-10',
  personTypes: ['TENANT'],
  reason: 'New tenancy',
});

const createAs = async (book: StoryBook, input: object): Promise<string> =>
  (await book.ask('housing-officer', create, { input })).createPerson.person.id;

interface Candidate {
  readonly id: string;
  readonly band: string;
  readonly reasons: readonly { readonly field: string; readonly level: string; readonly weight: number }[];
}

/** Whom a creation is stopped by; any other answer ends the story. */
const stoppedBy = async (book: StoryBook, input: object): Promise<readonly Candidate[]> => {
  const { body, text } = await book.answer('housing-officer', create, { input });
  const [error] = body.errors ?? [];
  if (error?.extensions.code !== 'POSSIBLE_DUPLICATE') throw new Error(`Nobody stopped the creation: ${text}`);
  expect(body.data.createPerson).toBeNull();
  return error.extensions.candidates;
};

const found = async (book: StoryBook, filter: object): Promise<readonly string[]> => {
  const { findPersons } = await book.ask('housing-officer', find, { filter });
  const ids = findPersons.edges.map(({ node }: { readonly node: { readonly id: string } }) => node.id);
  expect(findPersons).toMatchObject({ totalCount: ids.length, pageInfo: { hasNextPage: false } });
  return ids;
};

const lookFor = async (book: StoryBook, input: object) => (await book.ask('housing-officer', look, { input })).possibleDuplicates;

describeStory('a person is found before a second record is made', (way) => {
  const platform = sharePlatform({ way });

  it('stops an officer however the name came out, shows why, and lets through who is somebody else', async () => {
    const book = await storyBook(platform());
    const surname = nextSurname();
    const [first = '', second = '', ...rest] = surname;
    const known = katherine(surname);
    const id = await createAs(book, known);

    for (const [change, level] of [
      [{ forename: 'Kate' }, 'NICKNAME'],
      [{ dateOfBirth: '1980-10-03' }, 'DAY_AND_MONTH_SWAPPED'],
      [{ surname: `${second}${first}${rest.join('')}` }, 'ONE_TYPO'],
      [{ forename: surname, surname: 'Katherine' }, 'SWAPPED'],
      [{ forename: 'Catharine' }, 'SOUND'],
      [{ forename: 'Imogen', middleName: 'Katherine' }, 'MIDDLE_NAME'],
    ] as const) {
      const [candidate, ...others] = await stoppedBy(book, { ...known, ...change });
      expect([candidate?.id, candidate?.band, others]).toEqual([id, 'CERTAIN', []]);
      expect(candidate?.reasons.map((reason) => reason.level)).toContain(level);
      expect(JSON.stringify(candidate)).not.toContain(surname);
    }

    // Married, she is found by the name of before as well.
    const married = nextSurname();
    expect(await book.ask('housing-officer', amend, { id, surname: married })).toEqual({
      amendPerson: { person: { surname: married, nameHistory: [{ surname }] } },
    });
    expect((await stoppedBy(book, known))[0]).toMatchObject({ id, band: 'CERTAIN' });
    expect((await stoppedBy(book, { ...known, surname: married }))[0]).toMatchObject({ id, band: 'CERTAIN' });

    // The officer looks at who it is, and finds them by what is certain.
    const { forename, dateOfBirth } = known;
    expect(await lookFor(book, { forename: 'Katie', surname, dateOfBirth })).toMatchObject([
      {
        person: { id, forename, surname: married, dateOfBirth },
        band: 'CERTAIN',
        reasons: [{ level: 'NICKNAME' }, {}, { level: 'EXACT' }],
      },
    ]);
    for (const filter of [{ surname }, { surname: married.toUpperCase(), forename }, { surname, dateOfBirth }])
      expect(await found(book, filter)).toEqual([id]);
    expect(await found(book, { surname, dateOfBirth: '1980-10-03' })).toEqual([]);
    expect(await book.refusal('housing-officer', find, { filter: { address: '3 Larkspur Row' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });

    // It is somebody else after all: a cousin of the same name, who is found beside her from then on.
    const cousin = await createAs(book, { ...known, notDuplicateOf: [id] });
    expect((await stoppedBy(book, { ...known, notDuplicateOf: [id] })).map((candidate) => candidate.id)).toEqual([cousin]);
    expect((await found(book, { surname })).toSorted()).toEqual([cousin, id].toSorted());
  });

  it('answers the first result to a repetition, and makes one person of many calls at the same time', async () => {
    const book = await storyBook(platform());
    const known = { ...katherine(nextSurname()), forename: forenameOf(1) };
    const withKey = { ...known, idempotencyKey: 'form-1' };
    const id = await createAs(book, withKey);
    expect(await createAs(book, withKey)).toBe(id);
    expect((await stoppedBy(book, known))[0]).toMatchObject({ id });
    expect(await book.refusal('housing-officer', create, { input: { ...withKey, forename: 'Maud' } })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });

    const other = { ...katherine(nextSurname()), forename: forenameOf(2) };
    const answers = await Promise.all(Array.from({ length: 6 }, () => book.answer('housing-officer', create, { input: other })));
    expect(answers.filter(({ body }) => body.errors === undefined)).toHaveLength(1);
    expect(await found(book, { surname: other.surname })).toHaveLength(1);
  });

  it('finds who is at an address that the own area recorded, and nobody by one of another area', async () => {
    const book = await storyBook(platform());
    const line1 = `3 ${nextSurname()} Row`;
    await book.record('housing-officer', {
      contactType: 'ADDRESS',
      subType: 'CORRESPONDENCE_ADDRESS',
      address: { line1, postcode: 'N1 7AA', uprnUnknownReason: 'not in the gazetteer yet' },
    });
    const address = `N1 7AA, ${line1}`;
    expect(await found(book, { address })).toEqual([book.residentId]);
    expect(await found(book, { address, surname: book.surname })).toEqual([book.residentId]);
    expect(await found(book, { address, surname: 'Threlkeld' })).toEqual([]);
    const elsewhere = await book.ask('benefits-officer', find, { filter: { address } });
    expect(elsewhere.findPersons).toMatchObject({ totalCount: 0, edges: [] });
    expect(await book.refusal('housing-officer', find, { filter: { address: line1 } })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('neither stops an outsider at a restricted person nor shows one', async () => {
    const book = await storyBook(platform());
    const known = { ...katherine(nextSurname()), forename: forenameOf(3), dateOfBirth: '1961-07-22' };
    const { forename, surname, dateOfBirth } = known;
    const id = await createAs(book, known);
    await book.ask('safeguarding-lead', restrict, {
      input: { personId: id, reason: 'She left a violent partner, who is looking for her.' },
    });
    expect(await lookFor(book, { forename, surname, dateOfBirth })).toEqual([]);
    expect(await found(book, { surname })).toEqual([]);
    const inside = await book.ask('safeguarding-lead', find, { filter: { surname } });
    expect(inside.findPersons).toMatchObject({ totalCount: 1, edges: [{ node: { id } }] });

    const second = await createAs(book, known);
    expect(await found(book, { surname })).toEqual([second]);
    expect((await stoppedBy(book, known)).map((candidate) => candidate.id)).toEqual([second]);
  });
});
