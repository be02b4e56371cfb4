import { decide, type Outcome, plainPerson, type Role, roles, type Subject } from '@resident-graph/policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/domain/read-rule.ts';
import type { VisibleContactDetail } from '../../src/domain/visible-contact-detail.ts';
import { bookId, openObservedDetails } from './contact-books.ts';
import { corpora, knowledge, now, type Run, subjects, toRun } from './corpora.ts';

/** What decide alone says of every row of a run. */
const judged = ({ books, facts, subject }: Run, asked: Omit<Reading, 'subject' | 'now'>) =>
  books.map((book) => ({
    bookId: bookId(book),
    isWithoutArea: (book.area ?? '') === '',
    rows: book.details.map((detail) => {
      const { targetId, targetType, area } = book;
      const person = facts.get(targetId) ?? plainPerson([targetId]);
      const decision = decide(
        subject,
        'contact-detail.read',
        { ...detail, targetId, targetType, area },
        { ...asked, now, person, diagnosticSession: null },
      );
      return { id: detail.id, outcome: decision.outcome, code: decision.code };
    }),
  }));

/** A row with what was decided about it, as one text. */
const describeRow = (id: string, { outcome, code }: { readonly outcome: Outcome; readonly code: string }): string =>
  `${id} ${outcome} ${code}`;

const seen = (rows: readonly VisibleContactDetail[]): readonly string[] =>
  rows.map(({ detail, decision }) => describeRow(detail.id, decision)).toSorted();

const expectedOf = (books: ReturnType<typeof judged>) => {
  const shown = books.map((book) => ({ ...book, rows: book.rows.filter(({ outcome }) => outcome !== 'HIDDEN') }));
  return {
    rows: shown.flatMap(({ rows }) => rows.map((row) => describeRow(row.id, row))).toSorted(),
    books: shown
      .filter(({ rows }) => rows.length > 0)
      .map((book) => book.bookId)
      .toSorted(),
  };
};

const runs = 400;

describe('filter and predicate over random contact books and consents (access-model.md T2)', () => {
  test('show exactly what decide allows, and read exactly the books that hold something visible', async () => {
    await using observed = await openObservedDetails();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(corpora, knowledge, subjects, fc.boolean(), async (corpus, sketch, reader, includeHistoric) => {
        run += 1;
        const given = toRun(run, corpus, sketch, reader);
        await observed.write(given.books);
        observed.know(given.facts);
        const asked = { includeHistoric, isLegacyTriage: false };
        const expected = expectedOf(judged(given, asked));
        const reading = { ...asked, subject: given.subject, now };

        expect(seen(await observed.visible.findByTarget(given.targetIds, reading))).toEqual(expected.rows);
        expect(observed.takeBooksRead()).toEqual(expected.books);

        const allIds = given.books.flatMap(({ details }) => details.map(({ id }) => id));
        expect(seen(await observed.visible.findById(allIds, reading))).toEqual(expected.rows);
        expect(observed.takeBooksRead()).toEqual(expected.books);
      }),
      { numRuns: runs },
    );
  });

  test('in legacy triage show the rows without area to stewards and nothing else', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(corpora, knowledge, subjects, fc.boolean(), async (corpus, sketch, reader, includeHistoric) => {
        await using observed = await openObservedDetails();
        run += 1;
        const given = toRun(run, corpus, sketch, { ...reader, kind: 'steward', personId: null, roles: [...reader.roles, 'steward'] });
        await observed.write(given.books);
        observed.know(given.facts);
        const asked = { includeHistoric, isLegacyTriage: true };
        const expected = expectedOf(judged(given, asked).filter(({ isWithoutArea }) => isWithoutArea));
        expect(seen(await observed.visible.findWithoutArea({ ...asked, subject: given.subject, now }))).toEqual(expected.rows);
        expect(observed.takeBooksRead()).toEqual(expected.books);
      }),
      { numRuns: 60 },
    );
  });

  test('losing a role, the acting area, the consents or the question for history never reveals more', async () => {
    await using observed = await openObservedDetails();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(corpora, knowledge, subjects, fc.constantFrom<Role>(...roles), async (corpus, sketch, reader, lost) => {
        run += 1;
        const given = toRun(run, corpus, sketch, reader);
        const { subject, facts, targetIds } = given;
        await observed.write(given.books);
        observed.know(facts);
        const rank = async (as: Subject, includeHistoric: boolean): Promise<ReadonlyMap<string, Outcome>> => {
          const rows = await observed.visible.findByTarget(targetIds, { subject: as, includeHistoric, isLegacyTriage: false, now });
          return new Map(rows.map(({ detail, decision }) => [detail.id, decision.outcome]));
        };
        const before = await rank(subject, true);
        const after = [
          await rank({ ...subject, roles: subject.roles.filter((role) => role !== lost) }, true),
          await rank({ ...subject, actingArea: null }, true),
          await rank(subject, false),
        ];
        observed.know(new Map([...facts].map(([id, person]) => [id, { ...person, consents: [] }])));
        after.push(await rank(subject, true));
        for (const less of after) {
          expect([...less].filter(([id, outcome]) => !(before.get(id) === 'FULL' || before.get(id) === outcome))).toEqual([]);
        }
      }),
      { numRuns: runs / 2 },
    );
  });
});
