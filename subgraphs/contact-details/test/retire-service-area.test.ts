import type { ServiceAreaEntry } from '@resident-graph/schema';
import type { DocumentCollection } from '@resident-graph/service-kit';
import { failureOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { type BookNotice, type ContactDetail, type ContactPreference, newMarks } from '../src/domain/contact-book.ts';
import { moveRetiredAreas } from '../src/operations/retire-service-area.ts';
import { type ContactBookDocument, contactDetailsCollection } from '../src/store/contact-book-store.ts';
import { storesToTest } from './stores-to-test.ts';

const createdAt = '2026-01-01T09:00:00.000Z';
const movedAt = '2026-03-10T09:00:00.000Z';

const active = (code: string): ServiceAreaEntry => ({ code, name: code, state: 'ACTIVE', successor: null });
const retired = (code: string, successor: string | null): ServiceAreaEntry => ({ code, name: code, state: 'RETIRED', successor });
const areas = [active('benefits'), active('housing'), retired('welfare-rights', 'benefits'), retired('garden-loans', null)];

const detailOf = (id: string, change: Partial<ContactDetail> = {}): ContactDetail => ({
  ...newMarks,
  id,
  contactType: 'PHONE',
  subType: 'MOBILE',
  value: '+442079460018',
  address: null,
  description: null,
  relation: null,
  contactName: null,
  team: null,
  isDefault: false,
  isActive: true,
  validFrom: null,
  validUntil: null,
  supersedesId: null,
  lookupKeys: [`old:${id}`],
  changes: [{ kind: 'RECORDED', at: createdAt, by: 'officer-9', fields: [] }],
  version: 3,
  origin: 'RECORDED',
  createdAt,
  createdBy: 'officer-9',
  lastModifiedAt: createdAt,
  source: null,
  ...change,
});

const noticeOf = (id: string, detailId: string): BookNotice => ({
  id,
  kind: 'TEAM_DEFAULT_RETIRED',
  team: 'duty',
  detailId,
  at: createdAt,
  by: 'officer-9',
  openFor: 'duty',
});

const preferenceOf = (preferredChannel: ContactPreference['preferredChannel']): ContactPreference => ({
  preferredChannel,
  timesToAvoid: [],
  doNotUseFor: [],
  version: 0,
  lastModifiedAt: createdAt,
});

const documentOf = (
  area: string | null,
  details: readonly ContactDetail[],
  change: Partial<ContactBookDocument> = {},
): ContactBookDocument => ({
  _id: `PERSON:${change.targetId ?? 'p1'}:${area ?? ''}`,
  targetId: 'p1',
  targetType: 'PERSON',
  area,
  details,
  preference: null,
  notices: [],
  idempotency: [],
  version: 4,
  outbox: [],
  outboxPendingAt: null,
  ...change,
});

const waiting = {
  outbox: [
    {
      id: 'e1',
      type: 'ContactDetailRecorded',
      entityId: 'w1',
      version: 3,
      at: createdAt,
      correlationId: 'c',
      targetId: 'p1',
      area: 'welfare-rights',
    },
  ],
  outboxPendingAt: createdAt,
} as const;

/** Books of two retired areas, of their successor, and of an area that stays. */
const register = (): readonly ContactBookDocument[] => [
  documentOf('welfare-rights', [detailOf('w1', { isDefault: true }), detailOf('w2', { isActive: false })], {
    ...waiting,
    notices: [noticeOf('n1', 'w2')],
    preference: preferenceOf('PHONE'),
  }),
  documentOf('benefits', [detailOf('b1', { isDefault: true })], { preference: preferenceOf('EMAIL') }),
  documentOf('welfare-rights', [detailOf('w3', { isDefault: true, source: { key: 'old/1', digest: 'd' } })], { targetId: 'p2' }),
  documentOf('welfare-rights', [], { targetId: 'p3', preference: preferenceOf('PHONE') }),
  documentOf('garden-loans', [detailOf('g1', { isDefault: true, source: { key: 'old/1', digest: 'd' } })], {
    notices: [noticeOf('n2', 'g1')],
  }),
  documentOf('garden-loans', [detailOf('g2')], { targetId: 'p2' }),
  documentOf(null, [detailOf('l1')], { targetId: 'p2' }),
  documentOf('housing', [detailOf('h1', { isDefault: true })]),
];

type Books = DocumentCollection<ContactBookDocument>;

const move = (books: Books, among: readonly ServiceAreaEntry[] = areas): Promise<{ readonly moved: number }> => {
  let ids = 0;
  return moveRetiredAreas({
    store: { collection: books },
    areas: among,
    now: () => Date.parse(movedAt),
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    announce: () => undefined,
    digest: (text) => text,
  });
};

const documentsIn = async (books: Books): Promise<readonly ContactBookDocument[]> =>
  (await books.find({}).toArray()).toSorted((a, b) => (a._id < b._id ? -1 : 1));

/** What stands in the books, apart from the ids of events. */
const stateOf = async (books: Books) =>
  (await documentsIn(books)).map(({ outbox, ...book }) => ({ ...book, outbox: outbox.map(({ id, correlationId, ...event }) => event) }));

/** When a process dies: before an operation reaches the store, when a half of it was done, or after it and before the answer. */
type Moment = 'before' | 'within' | 'after';

/** A collection whose process dies at an operation. */
const mortal = (books: Books, death: { readonly at: number; readonly when: Moment }): Books => {
  let operations = 0;
  const run = async <Result>(work: () => Promise<Result>, half: () => Promise<unknown>): Promise<Result> => {
    operations += 1;
    if (operations > death.at) throw new Error('killed');
    if (operations < death.at) return work();
    if (death.when === 'within') await half();
    if (death.when === 'after') await work();
    throw new Error('killed');
  };
  const nothing = async (): Promise<void> => undefined;
  return {
    ...unused,
    find: (filter, options) => ({ toArray: () => run(() => books.find(filter, options).toArray(), nothing) }),
    bulkWrite: (writes, options) =>
      run(
        () => books.bulkWrite(writes, options),
        () => books.bulkWrite(writes.slice(0, Math.ceil(writes.length / 2)), options),
      ),
  };
};

const refuse = (): never => {
  throw new Error('Expected no such operation.');
};
const unused = {
  countDocuments: refuse,
  findOne: refuse,
  insertOne: refuse,
  updateOne: refuse,
  deleteOne: refuse,
  replaceOne: refuse,
  deleteMany: refuse,
};

for (const { store, skipped, open } of storesToTest) {
  describe.skipIf(skipped !== false)(`retiring a service area, ${store}${skipped === false ? '' : ` (skipped: ${skipped})`}`, () => {
    const stage = async (documents = register()): Promise<Books> => {
      const books = await open<ContactBookDocument>(contactDetailsCollection);
      for (const document of documents) await books.insertOne(document);
      return books;
    };
    const bookOf = async (books: Books, id: string): Promise<ContactBookDocument> => {
      const book = await books.findOne({ _id: id });
      if (book === null) throw new Error(`Expected the book ${id}.`);
      return book;
    };

    it("hands its books over to the successor's, which keeps its default and preference", async () => {
      const books = await stage();
      expect(await move(books)).toEqual({ moved: 5 });
      expect(await bookOf(books, 'PERSON:p1:benefits')).toMatchObject({
        area: 'benefits',
        version: 5,
        preference: preferenceOf('EMAIL'),
        notices: [noticeOf('n1', 'w2')],
        details: [
          detailOf('b1', { isDefault: true }),
          detailOf('w1', { version: 4, lookupKeys: ['["benefits","PHONE","+442079460018"]'], lastModifiedAt: movedAt }),
          detailOf('w2', { version: 4, lookupKeys: ['["benefits","PHONE","+442079460018"]'], lastModifiedAt: movedAt, isActive: false }),
        ],
      });
      expect(await bookOf(books, 'PERSON:p2:benefits')).toMatchObject({
        version: 0,
        details: [{ id: 'w3', isDefault: true, version: 4, source: { key: 'old/1', digest: 'd' } }],
      });
      expect(await bookOf(books, 'PERSON:p3:benefits')).toMatchObject({ preference: preferenceOf('PHONE'), details: [], outbox: [] });
      expect(await books.countDocuments({ area: 'welfare-rights' })).toBe(0);
    });

    it('without a successor hands them over to the books without an area, where no value is found', async () => {
      const books = await stage();
      await move(books);
      expect(await bookOf(books, 'PERSON:p1:')).toMatchObject({
        area: null,
        notices: [noticeOf('n2', 'g1')],
        details: [{ id: 'g1', lookupKeys: [], version: 4, source: { key: 'garden-loans:old/1', digest: 'd' } }],
      });
      const joined = await bookOf(books, 'PERSON:p2:');
      expect(joined.details.map(({ id, version }) => [id, version])).toEqual([
        ['l1', 3],
        ['g2', 4],
      ]);
      expect(await books.countDocuments({ area: 'garden-loans' })).toBe(0);
    });

    it('leaves the events that waited, and one for each moved detail with its new area', async () => {
      const books = await stage();
      await move(books);
      const { outbox, outboxPendingAt } = await bookOf(books, 'PERSON:p1:benefits');
      expect(outbox.map(({ type, entityId, version, area }) => [type, entityId, version, area])).toEqual([
        ['ContactDetailRecorded', 'w1', 3, 'welfare-rights'],
        ['ContactDetailAmended', 'w1', 4, 'benefits'],
        ['ContactDetailAmended', 'w2', 4, 'benefits'],
      ]);
      expect(outboxPendingAt).not.toBeNull();
    });

    it('takes rows over however many and whatever they are, for no limit counts what is not recorded', async () => {
      const phones = (prefix: string) => Array.from({ length: 5 }, (_, place) => detailOf(`${prefix}${place}`, { value: `+44${place}` }));
      const books = await stage([documentOf('welfare-rights', phones('w')), documentOf('benefits', phones('b'))]);
      await move(books);
      const { details } = await bookOf(books, 'PERSON:p1:benefits');
      expect(details.filter(({ isActive }) => isActive)).toHaveLength(10);
    });

    it("drops a source key that the successor's importer uses for a row of its own", async () => {
      const source = { key: 'register/1', digest: 'd' };
      const books = await stage([
        documentOf('welfare-rights', [detailOf('w1', { source })]),
        documentOf('benefits', [detailOf('b1', { source })]),
      ]);
      await move(books);
      const { details } = await bookOf(books, 'PERSON:p1:benefits');
      expect(details.map(({ id, source: kept }) => [id, kept])).toEqual([
        ['b1', source],
        ['w1', null],
      ]);
    });

    it('again changes nothing, and touches no other area', async () => {
      const books = await stage();
      const housing = await bookOf(books, 'PERSON:p1:housing');
      await move(books);
      const once = await documentsIn(books);
      expect(await move(books)).toEqual({ moved: 0 });
      expect(await documentsIn(books)).toEqual(once);
      expect(await bookOf(books, 'PERSON:p1:housing')).toEqual(housing);
    });

    it.each<Moment>(['before', 'within', 'after'])(
      'killed %s any of its steps, goes on where it was, without loss or doubling',
      async (when) => {
        const undisturbed = await stage();
        await move(undisturbed);
        const expected = await stateOf(undisturbed);
        await undisturbed.deleteMany({});
        const books = await open<ContactBookDocument>(contactDetailsCollection);
        const rows = new Set(register().flatMap(({ details }) => details.map(({ id }) => id)));
        let steps = 0;
        for (let isKilled = true; isKilled; ) {
          steps += 1;
          await books.deleteMany({});
          for (const document of register()) await books.insertOne(document);
          isKilled = await move(mortal(books, { at: steps, when })).then(
            () => false,
            () => true,
          );
          expect(new Set((await documentsIn(books)).flatMap(({ details }) => details.map(({ id }) => id)))).toEqual(rows);
          await move(books);
          expect(await stateOf(books)).toEqual(expected);
        }
        // For each of two areas a round that copies and one that deletes, of three operations each, and a last look; then nobody kills.
        expect(steps).toBe(2 * (3 + 3 + 1) + 1);
      },
    );

    it('killed in every attempt, comes to its end', async () => {
      const undisturbed = await stage();
      await move(undisturbed);
      const expected = await stateOf(undisturbed);
      const books = await open<ContactBookDocument>(contactDetailsCollection);
      await books.deleteMany({});
      for (const document of register()) await books.insertOne(document);
      let attempts = 0;
      for (let isDone = false; !isDone; attempts += 1) {
        isDone = await move(mortal(books, { at: 4, when: 'within' })).then(
          () => true,
          () => false,
        );
        if (attempts > 50) throw new Error('Expected progress in each attempt.');
      }
      expect(await stateOf(books)).toEqual(expected);
      expect(attempts).toBeGreaterThan(3);
    });

    it('in several processes at once moves each book once', async () => {
      const books = await stage();
      const outcomes = await Promise.all([move(books), move(books), move(books)]);
      expect(outcomes.reduce((sum, { moved }) => sum + moved, 0)).toBe(5);
      const ids = (await documentsIn(books)).flatMap(({ details }) => details.map(({ id }) => id));
      expect(ids.toSorted()).toEqual(
        register()
          .flatMap(({ details }) => details.map(({ id }) => id))
          .toSorted(),
      );
      const { outbox } = await bookOf(books, 'PERSON:p2:benefits');
      expect(outbox).toHaveLength(1);
    });

    it('takes along what somebody who does not know it yet writes between copy and deletion', async () => {
      const books = await stage([documentOf('welfare-rights', [detailOf('w1')])]);
      let isWritten = false;
      const late: Books = {
        ...unused,
        find: (filter, options) => books.find(filter, options),
        bulkWrite: async (writes, options) => {
          if (!isWritten && writes.some((write) => 'deleteOne' in write)) {
            isWritten = true;
            const details = [detailOf('w1', { isActive: false, version: 4 }), detailOf('w2')];
            await books.updateOne({ _id: 'PERSON:p1:welfare-rights', version: 4 }, { $set: { details, version: 5 } });
          }
          return books.bulkWrite(writes, options);
        },
      };
      expect(await move(late)).toEqual({ moved: 1 });
      const [moved, ...others] = await documentsIn(books);
      expect(others).toEqual([]);
      expect(moved?.details.map(({ id, version, isActive }) => [id, version, isActive])).toEqual([
        ['w1', 5, false],
        ['w2', 4, true],
      ]);
    });

    it('leaves alone what the successor has changed since', async () => {
      const books = await stage([documentOf('welfare-rights', [detailOf('w1')])]);
      // Dies after the copy, which follows the looks at the old and the new place.
      expect(await failureOf(move(mortal(books, { at: 3, when: 'after' })))).toMatchObject({ message: 'killed' });
      const { details, version } = await bookOf(books, 'PERSON:p1:benefits');
      const changed = details.map((detail) => ({ ...detail, description: 'after six', version: 5 }));
      await books.updateOne({ _id: 'PERSON:p1:benefits', version }, { $set: { details: changed, version: version + 1 } });
      await move(books);
      expect((await documentsIn(books)).flatMap((book) => book.details)).toEqual(changed);
    });

    it.each([
      ['a retired one', [retired('a', 'b'), retired('b', null)]],
      ['an unknown one', [retired('a', 'b')]],
      ['itself', [retired('a', 'a')]],
    ])('with %s as successor moves nothing and ends the start', async (_title, among) => {
      const books = await stage([documentOf('a', [detailOf('a1')])]);
      const failure = await failureOf(move(books, among));
      expect(failure).toMatchObject({ name: 'StartError', exitCode: 78 });
      expect((failure as Error).message).toContain('The successor of the retired area a is not an active area.');
      expect(await documentsIn(books)).toEqual([documentOf('a', [detailOf('a1')])]);
    });
  });
}
