import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { StoryBook } from '../kit/story-book.ts';

const report = `query ($input: EqualityReportInput!) {
  equalityReport(input: $input) {
    snapshotDay base suppressionReason suppressedBelow roundedTo
    cells { keys { dimension code } count percentage isSuppressed }
  }
}`;
const ingestPersons = 'mutation ($input: IngestPersonsInput!) { ingestPersons(input: $input) { results { outcome } } }';
const ingestAnswers = `mutation ($input: IngestEqualityInformationInput!) {
  ingestEqualityInformation(input: $input) { results { outcome } }
}`;
const object = `mutation ($id: ID!) {
  recordObjection(input: { personId: $id, kind: MONITORING }) { objection { kind recipientArea } }
}`;
const answersOf = 'query ($id: ID!) { equalityInformationByTarget(targetId: $id) { id disabled gender { code } } }';

/** The most that noise and rounding move a count: access-model.md section 8. */
const mostError = 7;

interface Invented {
  readonly id: string;
  readonly gender: 'f' | 'm' | 'o';
  readonly disabled: 'YES' | 'NO';
  readonly ethnicity: 'whiteBritish' | 'arab';
  readonly source: 'SELF' | 'OBSERVED';
  readonly isObjecting: boolean;
}

const plain = { disabled: 'YES', ethnicity: 'whiteBritish', source: 'SELF', isObjecting: false } as const;
const many = (count: number, invent: (number: number) => Omit<Invented, 'id'>): readonly Invented[] =>
  Array.from({ length: count }, (_, number) => ({ id: randomUUID(), ...invent(number) }));
const everyThird = (number: number): 'YES' | 'NO' => (number % 3 === 0 ? 'YES' : 'NO');

/** The one person whom the attack is about. */
const [target] = many(1, () => ({ ...plain, gender: 'o' })) as [Invented];
const register: readonly Invented[] = [
  ...many(120, (number) => ({ ...plain, gender: 'f', disabled: everyThird(number) })),
  ...many(96, (number) => ({ ...plain, gender: 'm', disabled: everyThird(number) })),
  ...many(24, (number) => ({ ...plain, gender: 'm', disabled: everyThird(number), ethnicity: 'arab' })),
  target,
  ...many(60, () => ({ ...plain, gender: 'f', source: 'OBSERVED' })),
  ...many(60, () => ({ ...plain, gender: 'm', isObjecting: true })),
];

/** Brings everybody in, as their registers would, and records the objections. */
const bringIn = async (book: StoryBook): Promise<void> => {
  // Nobody is alike, or the import would ask who is who.
  const persons = register.map(({ id }) => ({ sourceId: id, id, forename: 'Maeve', surname: `Quill${id.replaceAll(/[^a-f]/gu, '')}` }));
  await book.ask('ingest-service', ingestPersons, { input: { sourceSystem: 'report-story', items: persons } });
  const items = register.map(({ id, gender, disabled, ethnicity, source }) => ({
    ...{ sourceId: id, targetId: id, source },
    answers: { gender: { code: gender }, disabled, ethnicity: { code: ethnicity } },
  }));
  const { ingestEqualityInformation } = await book.ask('ingest-service', ingestAnswers, { input: { sourceSystem: 'report-story', items } });
  const outcomes = ingestEqualityInformation.results.map(({ outcome }: { readonly outcome: string }) => outcome);
  expect(new Set(outcomes)).toStrictEqual(new Set(['CREATED']));
  for (const { id } of register.filter(({ isObjecting }) => isObjecting)) {
    expect(await book.ask('housing-officer', object, { id })).toStrictEqual({
      recordObjection: { objection: { kind: 'MONITORING', recipientArea: null } },
    });
  }
};

interface Cell {
  readonly keys: readonly { readonly dimension: string; readonly code: string }[];
  readonly count: number | null;
  readonly isSuppressed: boolean;
}

const countOf = (cells: readonly Cell[], ...codes: readonly string[]): number | null =>
  cells.find(({ keys }) => codes.every((code, place) => keys[place]?.code === code))?.count ?? null;

describeStory('an analyst reports on equality answers, and learns of nobody', (way) => {
  const platform = sharePlatform({ way });
  let book: StoryBook;
  const askReport = async (input: object) => (await book.ask('data-analyst', report, { input })).equalityReport;

  beforeAll(async () => {
    book = new StoryBook(platform(), target.id);
    await bringIn(book);
  });

  it('the table counts about everybody who answered and does not object; an answer that was judged by looking is none', async () => {
    const { snapshotDay, base, suppressedBelow, roundedTo, cells } = await askReport({ dimensions: ['DISABLED'] });
    expect(snapshotDay).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    expect({ suppressedBelow, roundedTo }).toStrictEqual({ suppressedBelow: 10, roundedTo: 5 });
    // 360 were brought in with the one: sixty of them object, and sixty did not answer themselves.
    for (const [shown, truth] of [
      [base, 301],
      [countOf(cells, 'YES'), 81],
      [countOf(cells, 'NO'), 160],
      [countOf(cells, 'notAnswered'), 60],
    ]) {
      expect(Math.abs(shown - truth)).toBeLessThanOrEqual(mostError);
      expect(shown % 5).toBe(0);
    }
    expect(cells.filter(({ isSuppressed }: Cell) => isSuppressed)).toHaveLength(1);
  });

  it('the same question has the same answer, byte for byte', async () => {
    const input = { dimensions: ['GENDER', 'DISABLED'], filters: [{ dimension: 'ETHNIC_GROUP', codes: ['whiteBritish'] }] };
    const ask = async () => (await book.answer('data-analyst', report, { input })).text;
    const first = await ask();
    expect(JSON.parse(first).data.equalityReport.base).toBeGreaterThan(200);
    expect([await ask(), await ask()]).toStrictEqual([first, first]);
  });

  it('a table of fewer than fifty persons is withheld as a whole', async () => {
    const filters = [{ dimension: 'ETHNIC_GROUP', codes: ['arab'] }];
    const { base, suppressionReason, cells } = await askReport({ dimensions: ['DISABLED'], filters });
    expect({ base, suppressionReason }).toStrictEqual({ base: null, suppressionReason: 'BASE_TOO_SMALL' });
    expect(cells.map(({ count }: Cell) => count)).toStrictEqual([null, null, null, null]);
  });

  it('officers, residents and whoever imports get no report', async () => {
    for (const persona of ['housing-officer', 'safeguarding-lead', 'resident', 'ingest-service', 'support-analyst']) {
      const refusal = await book.refusal(persona, report, { input: { dimensions: ['DISABLED'] } });
      expect(refusal).toMatchObject({ code: 'FORBIDDEN', ruleId: 'E5' });
    }
  });

  it('the analyst reads no record on any path, not even that there is one', async () => {
    const { equalityInformationByTarget } = await book.ask('housing-officer', answersOf, { id: target.id });
    expect(equalityInformationByTarget).toMatchObject({ disabled: 'YES', gender: { code: 'o' } });
    const paths = [
      [answersOf, target.id],
      ['query ($id: ID!) { equalityInformation(id: $id) { disabled } }', equalityInformationByTarget.id],
      ['query ($id: ID!) { person(id: $id) { equalityInformation { disabled } } }', target.id],
      ['query ($id: ID!) { persons(ids: [$id]) { surname } }', target.id],
      ['query ($id: ID!) { objections(personId: $id) { kind } }', target.id],
      ['query ($id: ID!) { accessHistory(personId: $id) { totalCount } }', target.id],
      ['query ($id: ID!) { changeHistory(targetType: PERSON, targetId: $id) { totalCount } }', target.id],
      ['query ($id: String!) { searchPersons(searchText: $id) { total } }', 'Maeve'],
      ['query ($id: String!) { personByNationalInsuranceNumber(value: $id) { id } }', 'AA123456A'],
      [
        `mutation ($id: ID!) { recordEqualityInformation(input: { targetId: $id, answers: { disabled: NO } }) { equalityInformation { id } } }`,
        target.id,
      ],
    ] as const;
    for (const [query, id] of paths) {
      expect({ query, ...(await book.refusal('data-analyst', query, { id })) }).toMatchObject({ query, code: 'FORBIDDEN' });
    }
    const entities = '{ _entities(representations: [{ __typename: "EqualityInformation", id: "1" }]) { __typename } }';
    expect((await book.answer('data-analyst', entities, {})).body.data).toBeUndefined();
  });

  it('two tables around one person differ by a multiple of five, or are withheld: the difference is not the person (T11)', async () => {
    const all = await askReport({ dimensions: ['DISABLED'] });
    const others = await askReport({ dimensions: ['DISABLED'], filters: [{ dimension: 'GENDER', codes: ['f', 'm'] }] });
    const crossed = await askReport({ dimensions: ['GENDER', 'DISABLED'] });
    const [withTarget, withoutTarget] = [countOf(all.cells, 'YES') ?? 0, countOf(others.cells, 'YES') ?? 0];
    for (const difference of [withTarget - withoutTarget, all.base - others.base]) expect(Math.abs(difference) % 5).toBe(0);
    // The filter is the sum of what the parts are published with, so it has no noise of its own that asking again would average out.
    expect(withoutTarget).toBe((countOf(crossed.cells, 'f', 'YES') ?? 0) + (countOf(crossed.cells, 'm', 'YES') ?? 0));
    expect(countOf(crossed.cells, 'o', 'YES')).toBeNull();
    expect(countOf((await askReport({ dimensions: ['DISABLED', 'GENDER'] })).cells, 'YES', 'o')).toBeNull();
    const alone = await askReport({ dimensions: ['DISABLED'], filters: [{ dimension: 'GENDER', codes: ['o'] }] });
    expect(alone.suppressionReason).toBe('BASE_TOO_SMALL');
  });
});
