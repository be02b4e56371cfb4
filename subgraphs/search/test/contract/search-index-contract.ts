import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonSnapshot } from '@resident-graph/schema';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IndexedPerson, PersonSearchQuery } from '../../src/domain/person-search.ts';
import type { SearchIndex } from '../../src/search-index/search-index.ts';
import { SearchUnavailableError } from '../../src/search-index/search-unavailable-error.ts';
import { naivePersonSearch } from './naive-person-search.ts';

/** Opens an index in an existing empty folder, or again what was kept there. */
export type OpenSearchIndex = (folder: string) => Promise<SearchIndex>;

const indexed = (id: string, names: Partial<PersonSnapshot>, version = 1): IndexedPerson => ({
  id,
  version,
  snapshot: {
    forename: null,
    middleName: null,
    surname: null,
    preferredForename: null,
    preferredMiddleName: null,
    preferredSurname: null,
    dateOfBirth: null,
    personTypes: [],
    ...names,
  },
});

/** `id forename surname born type`, an underscore for none and a full stop for a blank. */
const people = (...lines: readonly string[]): readonly IndexedPerson[] =>
  lines.map((line) => {
    const [id = '', forename = null, surname = null, dateOfBirth = null, type] = line
      .split(' ')
      .map((part) => (part === '_' ? null : part.replaceAll('.', ' ')));
    return indexed(id ?? '', { forename, surname, dateOfBirth, personTypes: type === null || type === undefined ? [] : [type] });
  });

const searchFor = (text: string, more: Partial<PersonSearchQuery> = {}): PersonSearchQuery => ({
  text,
  page: 1,
  pageSize: 100,
  sortBy: 'RELEVANCE',
  isDescending: false,
  dateOfBirth: null,
  personType: null,
  ...more,
});

/** The hits of all pages, which are asked for one after another until one is not full. */
const everyPage = async (index: SearchIndex, query: PersonSearchQuery): Promise<readonly string[]> => {
  const { results } = await index.searchPersons(query);
  const ids = results.map(({ personId }) => personId);
  return results.length < query.pageSize ? ids : [...ids, ...(await everyPage(index, { ...query, page: query.page + 1 }))];
};

/** What every search index must do. */
export const defineSearchIndexContract = (name: string, open: OpenSearchIndex): void => {
  describe(`${name} as a search index`, () => {
    let folder: string;
    let index: SearchIndex;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'search-index-'));
      index = await open(folder);
    });
    afterEach(async () => {
      await index.close();
      await rm(folder, { recursive: true });
    });

    /** Each hit as `id KINDS`. */
    const find = async (text: string, more: Partial<PersonSearchQuery> = {}): Promise<readonly string[]> => {
      const page = await index.searchPersons(searchFor(text, more));
      expect(page.total).toBe(page.results.length);
      return page.results.map(({ personId, matchedOn }) => `${personId} ${matchedOn.join('+')}`);
    };
    const reopen = async (): Promise<void> => {
      await index.close();
      index = await open(folder);
    };

    describe('names', () => {
      it.each(['Ann Coe', 'coe ann', 'COE, Ann', 'Mrs Ann Coe'])('finds the exact full name first by %j', async (text) => {
        await index.apply(people('1 Anna Coe', '2 Anne Coen', '3 Ann Coe', '4 Ann.Bea Coe', '5 Ann Doe', '6 Bob Ash', '7 Ann Abe-Coe'));
        expect(await find(text)).toEqual(['3 EXACT', '7 EXACT', '4 EXACT', '1 EXACT+PREFIX', '2 PREFIX', '5 EXACT+TYPO']);
      });

      it.each<[string, string, readonly string[]]>([
        ['a word', 'smith', ['1 EXACT', '2 PREFIX', '3 TYPO']],
        ['the beginning of a word', 'smi', ['1 PREFIX', '2 PREFIX']],
        ['one letter', 's', ['1 PREFIX', '2 PREFIX', '3 PREFIX']],
        ['a letter too many', 'smmithson', ['2 TYPO']],
        ['a missing letter', 'smithsn', ['2 TYPO']],
        ['another letter', 'smithsan', ['2 TYPO']],
        ['two swapped letters', 'smithosn', ['2 TYPO']],
        ['two typing errors', 'smitsan', []],
        ['a typing error in a word of two letters', 'bx', []],
        ['the beginnings of both words', 'smi jo', ['1 PREFIX']],
        ['an initial and a surname', 'j smith', ['1 EXACT+PREFIX']],
        ['one word of nobody', 'smith quux', []],
      ])('answers %s', async (_title, text, expected) => {
        await index.apply(people('1 John Smith', '2 Bo Smithson', '3 Ed Smyth'));
        expect(await find(text)).toEqual(expected);
      });

      it.each([
        ["O'Neil", ["o'neil", 'o’neil', 'oneil', 'o neil', 'ONEIL']],
        ['ONeil', ["o'neil", 'oneil', 'o neil', 'o-neil']],
        ['O.Neil', ["o'neil", 'oneil', 'o neil']],
        ['Smith-Jones', ['smith-jones', 'smith jones', 'smithjones', 'jones smith', 'jones', 'smith']],
        ['Smithjones', ['smith-jones', 'smith jones', 'smithjones']],
        ['Zoë', ['zoe', 'zoë', 'ZOË', 'Zoe\u0308']],
        ['Zoe', ['zoë']],
        ['Łukaß', ['lukass', 'łukaß', 'LUKASS']],
        ['Sørensen', ['sorensen', 'sørensen']],
        ['Ælfric', ['aelfric', 'ælfric']],
        ['山田', ['山田']],
        ['Иванов', ['иванов', 'ИВАНОВ']],
      ])('finds %j as a whole word however it is spelt', async (surname, texts) => {
        await index.apply(people(`1 Al ${surname}`));
        for (const text of texts) expect([text, await find(text)]).toEqual([text, ['1 EXACT']]);
      });

      it('finds preferred and middle names', async () => {
        await index.apply([indexed('1', { forename: 'Robert', middleName: 'Ed', surname: 'Coe', preferredForename: 'Bob' })]);
        for (const text of ['bob coe', 'robert coe', 'ed coe', 'coe robert ed']) expect(await find(text)).toEqual(['1 EXACT']);
      });

      it('orders equals by surname, forename and id, persons without surname last', async () => {
        await index.apply(people('4 Ann _', '3 Ann Coe', '2 Ann Coe', '1 Bea Ann', '5 Al Ann'));
        expect(await find('ann')).toEqual(['4 EXACT', '5 EXACT', '1 EXACT', '2 EXACT', '3 EXACT']);
        await index.apply(people('6 Ann.Bea _'));
        expect((await find('ann')).at(-1)).toBe('6 EXACT');
      });
    });

    describe('filters and sorts', () => {
      const register = people(
        '1 Ann Coe 1950-01-02 TENANT',
        '2 Ann Bay 1960-03-04 LEASEHOLDER',
        '3 Ann Day _ TENANT',
        '4 Ann Abe 1950-01-02',
      );

      it.each<[string, Partial<PersonSearchQuery>, readonly string[]]>([
        ['a birth date', { dateOfBirth: '1950-01-02' }, ['4', '1']],
        ['a type', { personType: 'TENANT' }, ['1', '3']],
        ['both', { dateOfBirth: '1950-01-02', personType: 'TENANT' }, ['1']],
        ['a type nobody has', { personType: 'FREEHOLDER' }, []],
        ['surnames', { sortBy: 'SURNAME' }, ['4', '2', '1', '3']],
        ['surnames downwards', { sortBy: 'SURNAME', isDescending: true }, ['3', '1', '2', '4']],
        ['birth dates, none last', { sortBy: 'DATE_OF_BIRTH' }, ['4', '1', '2', '3']],
        ['birth dates downwards, none last', { sortBy: 'DATE_OF_BIRTH', isDescending: true }, ['2', '4', '1', '3']],
        ['relevance whatever the direction', { isDescending: true }, ['4', '2', '1', '3']],
      ])('follows %s', async (_title, more, expected) => {
        await index.apply(register);
        expect((await find('ann', more)).map((hit) => hit.slice(0, 1))).toEqual(expected);
      });
    });

    describe('pages and totals', () => {
      const count = (start: number, length: number, line: (number: string) => string): readonly string[] =>
        Array.from({ length }, (_, at) => line(String(start + at).padStart(5, '0')));
      const register = people(
        ...count(0, 900, (number) => `${number} Ann${number} Smith 1950-01-02`),
        ...count(2_000, 250, (number) => `${number} Bea Smithson${number} _ TENANT`),
        ...count(4_000, 150, (number) => `${number} Cy Smit 1960-01-02`),
        '09998 _ Smith',
        '09999 Dee Other',
      );

      it.each<[string, Partial<PersonSearchQuery>, number]>([
        ['more than a thousand hits', {}, 1_301],
        ['more than a thousand hits by surname', { sortBy: 'SURNAME', isDescending: true }, 1_301],
        ['more than a thousand hits by birth date', { sortBy: 'DATE_OF_BIRTH' }, 1_301],
        ['hundreds of hits', { personType: 'TENANT' }, 250],
        ['tens of hits', { dateOfBirth: '1960-01-02' }, 150],
      ])('gives every hit on one page, and all in order, for %s', async (_title, more, total) => {
        await index.apply(register);
        const query = searchFor('smith', { pageSize: 70, ...more });
        expect(await index.searchPersons(query)).toMatchObject({ total, page: 1, pageSize: 70 });
        expect(await everyPage(index, query)).toEqual(naivePersonSearch(register, query).map(({ personId }) => personId));
        const beyond = await index.searchPersons({ ...query, page: 140 });
        expect(beyond).toMatchObject({ total, results: [] });
        // Pages that nobody reads are matches too.
        const every = naivePersonSearch(register, query).map(({ personId }) => personId);
        expect(beyond.matchedIds).toHaveLength(Math.min(total, 1_000));
        expect(every).toEqual(expect.arrayContaining([...beyond.matchedIds]));
      });
    });

    describe('writes', () => {
      it('shows what was applied to the next search, and only the newest version', async () => {
        await index.apply([indexed('1', { surname: 'Coe' }, 2)]);
        await index.apply([indexed('1', { surname: 'Older' }, 1), indexed('1', { surname: 'Equal' }, 2)]);
        expect([await find('coe'), await find('older'), await find('equal')]).toEqual([['1 EXACT'], [], []]);
        expect(await index.state()).toMatchObject({ count: 1 });
      });

      it('takes the last of several versions in one batch', async () => {
        await index.apply([
          indexed('1', { surname: 'Coe' }, 1),
          indexed('1', { surname: 'Day' }, 3),
          indexed('1', { surname: 'Quill' }, 2),
        ]);
        expect([await find('coe'), await find('day'), await find('quill')]).toEqual([[], ['1 EXACT'], []]);
      });

      it('forgets the words, filters and full name of before', async () => {
        await index.apply(people('1 Ann Smith-Coe 1950-01-02 TENANT'));
        await index.apply([indexed('1', { forename: 'Bea', surname: 'Day' }, 2)]);
        for (const text of ['ann', 'a', 'smith', 'coe', 'smithcoe', 'smyth', 'ann smith-coe'])
          expect([text, await find(text)]).toEqual([text, []]);
        expect(await find('bea', { personType: 'TENANT' })).toEqual([]);
        expect(await find('day bea')).toEqual(['1 EXACT']);
      });

      it('takes a person out until a newer version comes', async () => {
        await index.apply(people('1 Ann Coe', '2 Ann Day'));
        await index.remove('1', 1);
        expect(await find('ann')).toEqual(['1 EXACT', '2 EXACT']);
        await index.remove('1', 3);
        await index.remove('never-seen', 5);
        await index.apply([indexed('1', { forename: 'Ann' }, 2), indexed('never-seen', { forename: 'Ann' }, 4)]);
        expect(await find('ann')).toEqual(['2 EXACT']);
        expect(await index.state()).toMatchObject({ count: 1 });
        await index.apply([indexed('1', { forename: 'Ann' }, 4)]);
        expect(await find('ann')).toEqual(['1 EXACT', '2 EXACT']);
      });

      it('does nothing for an empty batch, and indexes a person without a name', async () => {
        await index.apply([]);
        await index.apply([indexed('1', {})]);
        expect(await index.state()).toEqual({ isComplete: false, count: 1 });
      });
    });

    describe('life', () => {
      it('is incomplete until it is marked, keeps its contents and mark when reopened, and loses both when cleared', async () => {
        expect(await index.state()).toEqual({ isComplete: false, count: 0 });
        await index.apply(people('1 Ann Smith'));
        await index.markComplete();
        await reopen();
        expect(await index.state()).toEqual({ isComplete: true, count: 1 });
        expect(await find('smiht')).toEqual(['1 TYPO']);
        await index.clear();
        expect(await index.state()).toEqual({ isComplete: false, count: 0 });
        expect([await find('smith'), await find('smiht')]).toEqual([[], []]);
        await index.apply(people('1 Ann Smith'));
        expect([await find('smith'), await find('smiht')]).toEqual([['1 EXACT'], ['1 TYPO']]);
      });

      it('refuses calls once it is closed, and closes twice', async () => {
        await index.close();
        await index.close();
        await expect(index.state()).rejects.toBeInstanceOf(SearchUnavailableError);
        await expect(index.searchPersons(searchFor('ann'))).rejects.toBeInstanceOf(SearchUnavailableError);
      });

      it('answers the calls made before it was closed', async () => {
        const applied = index.apply(people('1 Ann Coe'));
        const found = index.searchPersons(searchFor('ann'));
        await index.close();
        await applied;
        expect(await found).toMatchObject({ total: 1 });
      });
    });

    describe('hostile text', () => {
      it.each([
        '"',
        '""',
        "'",
        '"" OR ""',
        'NEAR(a b)',
        'a NEAR/2 b',
        '^ann',
        '{n} : ann',
        'n:ann',
        '-ann',
        'ann*',
        '*',
        '(ann',
        'ann)',
        'ann AND',
        'NOT ann',
        'OR',
        'a\u0000b',
        '\u0000\u0000',
        '👩‍👧',
        '\uD800\uD800',
        'ann; drop table person',
        '%',
        '_',
        '\\"',
        '<script>',
        '&amp;',
        '٣٤',
        '··',
        'f·ann',
      ])('is only text: %j', async (text) => {
        await index.apply(people('1 Ann Coe'));
        const { total, results } = await index.searchPersons(searchFor(text));
        expect(total).toBe(results.length);
        expect(await find('ann coe')).toEqual(['1 EXACT']);
      });

      it('is only a name: what is odd in a person harms nobody else', async () => {
        await index.apply(people('1 "OR" NEAR(a', '2 \u0000 👩‍👧', '3 Ann Coe', `4 ${'x'.repeat(5_000)} Long`));
        expect(await find('or near')).toEqual(['1 EXACT']);
        expect(await find('coe')).toEqual(['3 EXACT']);
        expect(await find('xxx long')).toEqual(['4 EXACT+PREFIX']);
      });

      it('answers 200 characters of ten words', async () => {
        await index.apply(people('1 Ann Coe'));
        expect(await find('abcdefghijklmnopqrs '.repeat(10).trim())).toEqual([]);
      });
    });

    it('answers as judging every person by the definition does', { timeout: 120_000 }, async () => {
      const word = fc.constantFrom('ann', 'anna', 'lee', "o'lee", 'öle', 'li', 'smith', 'smyth', 'anna-lee', 'al smith');
      const person = fc.record({
        forename: fc.option(word, { nil: null }),
        surname: fc.option(word, { nil: null }),
        dateOfBirth: fc.constantFrom(null, '1950-01-02', '1960-03-04'),
        personTypes: fc.subarray(['TENANT', 'LEASEHOLDER']),
      });
      const letter = fc.constantFrom('a', 'n', 'l', 'e', 's', ' ', '-');
      const slip = fc.tuple(word, fc.nat(7), fc.nat(2), fc.string({ unit: letter, maxLength: 1 }));
      const slipped = slip.map(([text, at, taken, put]) => text.slice(0, at) + put + text.slice(at + taken));
      const query = fc.record({
        text: fc.array(fc.oneof(word, slipped), { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
        sortBy: fc.constantFrom('RELEVANCE', 'SURNAME', 'DATE_OF_BIRTH'),
        isDescending: fc.boolean(),
        dateOfBirth: fc.constantFrom(null, null, '1950-01-02'),
        personType: fc.constantFrom(null, null, 'TENANT'),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(person, { maxLength: 40, size: 'max' }),
          fc.array(query, { minLength: 1, maxLength: 10, size: 'max' }),
          async (snapshots, queries) => {
            const persons = snapshots.map((snapshot, at) => indexed(String(at).padStart(3, '0'), snapshot));
            await index.clear();
            await index.apply(persons);
            for (const more of queries) {
              const asked = searchFor(more.text, more);
              const expected = naivePersonSearch(persons, asked);
              expect(await index.searchPersons(asked)).toMatchObject({ total: expected.length, results: expected, page: 1, pageSize: 100 });
            }
          },
        ),
        { numRuns: 100 },
      );
    });
  });
};
