import type { Subject } from '@resident-graph/policy';
import type { DocumentCollection } from '@resident-graph/service-kit';
import { officerSample, openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { addToBook, retireInBook, type WriteCircumstances } from '../src/domain/change-contact-book.ts';
import { emptyBook } from '../src/domain/contact-book.ts';
import { type ContactBookDocument, ContactBookStore, contactDetailsCollection } from '../src/store/contact-book-store.ts';

let ids = 0;
const circumstances: WriteCircumstances = {
  at: '2026-03-10T09:00:00.000Z',
  correlationId: 'c',
  by: 'officer-1',
  newId: () => {
    ids += 1;
    return `id-${ids}`;
  },
};

/** A store that notes the areas of all books that it read. */
const createStage = async () => {
  const books = await openEmbeddedDatabase().collection<ContactBookDocument>(contactDetailsCollection);
  const areasRead: (string | null)[] = [];
  const noting: Pick<DocumentCollection<ContactBookDocument>, 'find'> = {
    find: (filter, options) => ({
      toArray: async () => {
        const found = await books.find(filter, options).toArray();
        areasRead.push(...found.map(({ area }) => area));
        return found;
      },
    }),
  };
  // Reading for a caller finds and does nothing else; any other call would fail here.
  const store = new ContactBookStore(noting as DocumentCollection<ContactBookDocument>);
  const writer = new ContactBookStore(books);
  /** Records an active and a historic phone for an area. */
  const fill = async (area: string | null) => {
    const facts = {
      contactType: 'PHONE',
      subType: 'HOME',
      address: null,
      description: null,
      relation: null,
      contactName: null,
      isDefault: false,
      isActive: true,
      validFrom: null,
      validUntil: null,
    } as const;
    const active = addToBook(
      emptyBook({ targetId: 'p1', targetType: 'PERSON', area }),
      { facts: { ...facts, value: '+441' }, source: null },
      circumstances,
    );
    const second = addToBook(active.book, { facts: { ...facts, value: '+442' }, source: null }, circumstances);
    const retired = retireInBook(second.book, second.detail.id, circumstances);
    for (const { book, event } of [active, second, retired ?? second])
      if (event !== null) expect(await writer.save({ book, event })).toBe(true);
    return { active: active.detail.id, historic: second.detail.id };
  };
  return { store, writer, fill, areasRead };
};

const reader = (change: Partial<Subject> = {}): Subject => ({ ...officerSample, ...change });

describe('reading contact books (design.md, "Documents are aggregates")', () => {
  it('by target shows the own area and reads no book of another one', async () => {
    const { store, fill, areasRead } = await createStage();
    const own = await fill('housing');
    for (const area of ['repairs', null, 'no-such-area']) await fill(area);
    const current = await store.findVisibleByTarget(['p1', 'p2'], { subject: reader(), includeHistoric: false });
    expect(current.map(({ id, area }) => [id, area])).toEqual([[own.active, 'housing']]);
    const all = await store.findVisibleByTarget(['p1'], { subject: reader(), includeHistoric: true });
    expect(all.map(({ id }) => id)).toEqual([own.active, own.historic]);
    expect(new Set(areasRead)).toEqual(new Set(['housing']));
  });

  it("by id shows the own area's row and reads no book of another one", async () => {
    const { store, fill, areasRead } = await createStage();
    const own = await fill('housing');
    const other = await fill('repairs');
    const wanted = [own.active, own.historic, other.active, other.historic, 'nothing'];
    const current = await store.findVisibleById(wanted, { subject: reader(), includeHistoric: false });
    expect(current.map(({ id }) => id)).toEqual([own.active]);
    const all = await store.findVisibleById(wanted, { subject: reader(), includeHistoric: true });
    expect(all.map(({ id }) => id)).toEqual([own.active, own.historic]);
    expect(new Set(areasRead)).toEqual(new Set(['housing']));
  });

  it.each<[string, Partial<Subject>]>([
    ['without an acting area', { actingArea: null }],
    ['without the role', { roles: ['person:read'] }],
    ['of a kind that never may', { kind: 'analyst' }],
  ])('reads nothing for a caller %s', async (_title, change) => {
    const { store, fill, areasRead } = await createStage();
    const { active } = await fill('housing');
    await fill(null);
    const reading = { subject: reader(change), includeHistoric: true };
    expect(await store.findVisibleByTarget(['p1'], reading)).toEqual([]);
    expect(await store.findVisibleById([active], reading)).toEqual([]);
    expect(areasRead).toEqual([]);
  });
});

describe('writing contact books', () => {
  it('fails when somebody else wrote the book first, new or old', async () => {
    const { writer, fill } = await createStage();
    const { active } = await fill('housing');
    const place = { targetId: 'p1', targetType: 'PERSON', area: 'housing' } as const;
    const change = retireInBook(await writer.getBook(place), active, circumstances);
    const [first, second] = [change, change].map((write) =>
      write?.event == null ? null : writer.save({ book: write.book, event: write.event }),
    );
    expect(await Promise.all([first, second])).toEqual([true, false]);
    const fresh = { ...emptyBook(place), version: 0 };
    const event = {
      id: 'e',
      type: 'ContactDetailRecorded',
      entityId: 'd',
      version: 0,
      at: circumstances.at,
      correlationId: 'c',
      targetId: 'p1',
      area: 'housing',
    } as const;
    expect(await writer.save({ book: fresh, event })).toBe(false);
  });
});
