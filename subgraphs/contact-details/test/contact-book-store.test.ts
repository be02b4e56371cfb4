import type { Subject } from '@resident-graph/policy';
import type { DocumentCollection } from '@resident-graph/service-kit';
import { officerSample } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { addToBook } from '../src/domain/add-to-book.ts';
import type { BookChange } from '../src/domain/change-contact-book.ts';
import { type ContactBook, emptyBook } from '../src/domain/contact-book.ts';
import { setPreferenceInBook } from '../src/domain/preference-in-book.ts';
import type { Reading } from '../src/domain/read-rule.ts';
import { retireInBook } from '../src/domain/retire-in-book.ts';
import { saveChange } from '../src/operations/write-book.ts';
import { type ContactBookDocument, ContactBookStore, contactDetailsCollection } from '../src/store/contact-book-store.ts';
import { VisibleDetails } from '../src/store/visible-details.ts';
import { circumstances, factsOf } from './book-samples.ts';
import { createTestGroups } from './person-groups.ts';
import { type StoreToTest, storesToTest } from './stores-to-test.ts';

/** Reading that notes the areas of all books that it read in whole, and writing that does not. */
const createStage = async ({ open }: StoreToTest) => {
  const books = await open<ContactBookDocument>(contactDetailsCollection);
  const areasRead: (string | null)[] = [];
  const noting: Pick<DocumentCollection<ContactBookDocument>, 'find'> = {
    find: (filter, options) => ({
      toArray: async () => {
        const found = await books.find(filter, options).toArray();
        if (options?.projection === undefined) areasRead.push(...found.map(({ area }) => area));
        return found;
      },
    }),
  };
  // Reading for a caller finds and does nothing else; any other call would fail here.
  const visible = new VisibleDetails({
    books: noting as DocumentCollection<ContactBookDocument>,
    facts: { find: async () => new Map() },
    groups: createTestGroups(),
  });
  const store = new ContactBookStore(books);
  const save = async (change: BookChange): Promise<ContactBook> => {
    expect(await saveChange({ store, announce: () => undefined }, change)).toBe(true);
    return change.book;
  };
  /** Records an active and a historic phone for an area. */
  const fill = async (area: string | null) => {
    const add = (book: ContactBook, value: string) =>
      addToBook(book, { facts: factsOf(value), source: null, mayName: () => false }, circumstances);
    const active = add(emptyBook({ targetId: 'p1', targetType: 'PERSON', area }), '+441');
    const second = add(await save(active), '+442');
    const retired = retireInBook(await save(second), { detail: second.detail, teams: [] }, circumstances);
    const book = await save(retired);
    return { active: active.detail.id, historic: second.detail.id, book };
  };
  return { visible, store, save, fill, areasRead };
};

const readingOf = (change: Partial<Subject> = {}, includeHistoric = false): Reading => ({
  subject: { ...officerSample, ...change },
  includeHistoric,
  isLegacyTriage: false,
  now: Date.parse(circumstances.at),
});

const idsOf = (rows: readonly { readonly detail: { readonly id: string } }[]): readonly string[] => rows.map(({ detail }) => detail.id);

for (const store of storesToTest) {
  const { skipped } = store;
  describe.skipIf(skipped !== false)(
    `contact books (design.md, "Documents are aggregates"), ${store.store}${skipped === false ? '' : ` (skipped: ${skipped})`}`,
    () => {
      it('by target show the own area, and no book of another one is read', async () => {
        const { visible, fill, areasRead } = await createStage(store);
        const own = await fill('housing');
        for (const area of ['repairs', null, 'no-such-area']) await fill(area);
        expect(idsOf(await visible.findByTarget(['p1', 'p2'], readingOf()))).toEqual([own.active]);
        expect(idsOf(await visible.findByTarget(['p1'], readingOf({}, true)))).toEqual([own.active, own.historic]);
        expect(new Set(areasRead)).toEqual(new Set(['housing']));
      });

      it("by id show the own area's row, and no book of another one is read", async () => {
        const { visible, fill, areasRead } = await createStage(store);
        const own = await fill('housing');
        const other = await fill('repairs');
        const wanted = [own.active, own.historic, other.active, other.historic, 'nothing'];
        expect(idsOf(await visible.findById(wanted, readingOf()))).toEqual([own.active]);
        expect(idsOf(await visible.findById(wanted, readingOf({}, true)))).toEqual([own.active, own.historic]);
        expect(new Set(areasRead)).toEqual(new Set(['housing']));
      });

      it.each<[string, Partial<Subject>]>([
        ['without an acting area', { actingArea: null }],
        ['without the role', { roles: ['person:read'] }],
        ['of a kind that never may', { kind: 'analyst' }],
      ])('are not read at all for a caller %s', async (_title, change) => {
        const { visible, fill, areasRead } = await createStage(store);
        const { active } = await fill('housing');
        await fill(null);
        expect(await visible.findByTarget(['p1'], readingOf(change, true))).toEqual([]);
        expect(await visible.findById([active], readingOf(change, true))).toEqual([]);
        expect(areasRead).toEqual([]);
      });

      it('are written once when two change the same version, new or old', async () => {
        const { store: books, fill, save } = await createStage(store);
        const { book } = await fill('housing');
        const facts = { preferredChannel: 'PHONE', timesToAvoid: [], doNotUseFor: [] } as const;
        const setIn = (before: ContactBook) => setPreferenceInBook(before, { facts, expectedVersion: null }, circumstances);
        const silent = { store: books, announce: () => undefined };
        const race = async (...changes: readonly BookChange[]): Promise<number> =>
          (await Promise.all(changes.map((change) => saveChange(silent, change)))).filter((isWritten) => isWritten).length;
        expect(await race(setIn(book), setIn(book))).toBe(1);
        const elsewhere = emptyBook({ targetId: 'p2', targetType: 'PERSON', area: 'housing' });
        expect(await race(setIn(elsewhere), setIn(elsewhere))).toBe(1);
        await save({ before: book, book, events: [] });
        expect((await books.getBook(book)).version).toBe(book.version + 1);
      });
    },
  );
}
