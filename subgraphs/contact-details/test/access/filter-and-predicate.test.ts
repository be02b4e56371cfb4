import { decide, type Role, roles, type Subject } from '@resident-graph/policy';
import { purposes, type ServiceArea, serviceAreas, subjectKinds } from '@resident-graph/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BookSketch, openObservedStore } from './contact-books.ts';

const areas = fc.constantFrom(...serviceAreas);
const bookArea = fc.oneof({ weight: 6, arbitrary: areas }, { weight: 2, arbitrary: fc.constantFrom(null, '', 'fisheries', 'Housing') });

/** Books of a few targets, one for each target and area as in the store. */
const corpora = fc.uniqueArray(
  fc.record({
    targetId: fc.constantFrom('t1', 't2', 't3'),
    targetType: fc.constantFrom('PERSON', 'ORGANISATION'),
    area: bookArea,
    activity: fc.array(fc.boolean(), { maxLength: 4 }),
  }),
  { maxLength: 8, selector: ({ targetId, targetType, area }) => `${targetType}:${targetId}:${area ?? ''}` },
);

const subjects: fc.Arbitrary<Subject> = fc.record({
  id: fc.constant('subject-1'),
  kind: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('officer', 'service', 'steward') },
    { weight: 1, arbitrary: fc.constantFrom(...subjectKinds) },
  ),
  actingArea: fc.oneof({ weight: 8, arbitrary: areas }, { weight: 1, arbitrary: fc.constantFrom(null, 'fisheries' as ServiceArea) }),
  roles: fc.oneof(
    { weight: 3, arbitrary: fc.subarray<Role>([...roles]).map((some) => [...new Set<Role>([...some, 'contact:read'])]) },
    { weight: 1, arbitrary: fc.subarray<Role>([...roles]) },
  ),
  purpose: fc.constantFrom(...purposes),
  caseReference: fc.constantFrom(null, 'CASE-1'),
});

/** Books with ids of their own for each run, so that all runs share one database. */
const toBooks = (run: number, corpus: typeof corpora extends fc.Arbitrary<infer Corpus> ? Corpus : never): readonly BookSketch[] =>
  corpus.map(({ activity, targetId, ...book }, place) => ({
    ...book,
    targetId: `run-${run}-${targetId}`,
    details: activity.map((isActive, index) => ({ id: `run-${run}-detail-${place}-${index}`, isActive })),
  }));

interface Expected {
  readonly visible: readonly string[];
  readonly booksWithSomething: readonly string[];
}

const expectedOf = (books: readonly BookSketch[], subject: Subject, includeHistoric: boolean): Expected => {
  const perBook = books.map((book) => ({
    id: `${book.targetType}:${book.targetId}:${book.area ?? ''}`,
    visible: book.details
      .filter(({ isActive }) => decide(subject, 'contact-detail.read', { ...book, isActive }, { includeHistoric }).outcome !== 'HIDDEN')
      .map(({ id }) => id),
  }));
  return {
    visible: perBook.flatMap(({ visible }) => visible).toSorted(),
    booksWithSomething: perBook
      .filter(({ visible }) => visible.length > 0)
      .map(({ id }) => id)
      .toSorted(),
  };
};

const runs = 300;

describe('filter and predicate over random contact books', () => {
  test('return exactly what decide allows, and read exactly the books that hold something visible', async () => {
    await using observed = await openObservedStore();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(corpora, subjects, fc.boolean(), async (corpus, subject, includeHistoric) => {
        run += 1;
        const books = toBooks(run, corpus);
        await observed.write(books);
        const expected = expectedOf(books, subject, includeHistoric);
        const reading = { subject, includeHistoric };

        const byTarget = await observed.store.findVisibleByTarget([...new Set(books.map(({ targetId }) => targetId))], reading);
        expect(byTarget.map(({ id }) => id).toSorted()).toEqual(expected.visible);
        expect(
          observed
            .takeBooksRead()
            .map(({ _id }) => _id)
            .toSorted(),
        ).toEqual(expected.booksWithSomething);

        const allIds = books.flatMap(({ details }) => details.map(({ id }) => id));
        const byId = await observed.store.findVisibleById(allIds, reading);
        expect(byId.map(({ id }) => id).toSorted()).toEqual(expected.visible);
        expect(
          observed
            .takeBooksRead()
            .map(({ _id }) => _id)
            .toSorted(),
        ).toEqual(expected.booksWithSomething);
      }),
      { numRuns: runs },
    );
  });

  test('losing a role, the acting area or the question for history never reveals more', async () => {
    await using observed = await openObservedStore();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(corpora, subjects, fc.constantFrom<Role>(...roles), async (corpus, subject, lost) => {
        run += 1;
        const books = toBooks(run, corpus);
        await observed.write(books);
        const targetIds = [...new Set(books.map(({ targetId }) => targetId))];
        const idsFor = async (reader: Subject, includeHistoric: boolean): Promise<ReadonlySet<string>> =>
          new Set((await observed.store.findVisibleByTarget(targetIds, { subject: reader, includeHistoric })).map(({ id }) => id));

        const before = await idsFor(subject, true);
        const lessRoles = await idsFor({ ...subject, roles: subject.roles.filter((role) => role !== lost) }, true);
        const noArea = await idsFor({ ...subject, actingArea: null }, true);
        const noHistory = await idsFor(subject, false);
        for (const after of [lessRoles, noArea, noHistory]) expect([...after].filter((id) => !before.has(id))).toEqual([]);
        expect(noArea.size).toBe(0);
      }),
      { numRuns: runs },
    );
  });

  test('what another area holds changes nothing for the acting one', async () => {
    await using observed = await openObservedStore();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(corpora, subjects, fc.boolean(), async (corpus, subject, includeHistoric) => {
        run += 1;
        const books = toBooks(run, corpus);
        const own = books.filter(({ area }) => area === subject.actingArea);
        const others = books.filter(({ area }) => area !== subject.actingArea);
        const targetIds = [...new Set(books.map(({ targetId }) => targetId))];
        const read = (): Promise<unknown> => observed.store.findVisibleByTarget(targetIds, { subject, includeHistoric });
        await observed.write(own);
        const before = await read();
        await observed.write(others);
        expect(await read()).toEqual(before);
      }),
      { numRuns: runs },
    );
  });
});
