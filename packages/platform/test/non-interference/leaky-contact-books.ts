import {
  type BookChanges,
  type BookPlace,
  type BookWrite,
  type ContactBook,
  ContactBookStore,
  type ContactDetail,
  type ContactDetailInBook,
  type OpenContactBooks,
  type Reading,
  type ReadRule,
} from '@resident-graph/contact-details-subgraph';
import { AuthorityError } from '@resident-graph/service-kit';

type Books = ContactBookStore['collection'];
type LeakyBooks = new (books: Books, rule: ReadRule) => ContactBookStore;

/** Opens contact books of a leaky class. */
export const openLeaky =
  (Leaky: LeakyBooks): OpenContactBooks =>
  async (database, rule) =>
    new Leaky((await ContactBookStore.open(database, rule)).collection, rule);

const mostActive = 5;
const mostListed = 100;

/** Books that are judged together with what other areas hold of the target; what is borrowed is never written. */
abstract class BorrowingBooks extends ContactBookStore {
  readonly #borrowed = new WeakSet<ContactDetail>();
  readonly #marks = new WeakSet<ContactBook['idempotency'][number]>();

  /** What the book of a place takes over from another area's. */
  protected abstract borrow(own: ContactBook, foreign: ContactBook): Pick<ContactBook, 'details' | 'idempotency'>;

  override async getBook(place: BookPlace): Promise<ContactBook> {
    let book = await super.getBook(place);
    for (const foreign of await this.collection.find({ targetId: place.targetId }).toArray()) {
      if (foreign.area === place.area) continue;
      const { details, idempotency } = this.borrow(book, foreign);
      for (const detail of details) this.#borrowed.add(detail);
      for (const mark of idempotency) this.#marks.add(mark);
      book = { ...book, details: [...details, ...book.details], idempotency: [...book.idempotency, ...idempotency] };
    }
    return book;
  }

  override save(write: BookWrite): Promise<boolean> {
    const details = write.book.details.filter((detail) => !this.#borrowed.has(detail));
    const idempotency = write.book.idempotency.filter((mark) => !this.#marks.has(mark));
    return super.save({ ...write, book: { ...write.book, details, idempotency } });
  }
}

const activeOf = (book: ContactBook, type: string): readonly ContactDetail[] =>
  book.details.filter(({ isActive, contactType }) => isActive && contactType === type);

/** The limit of five counts what all areas hold of a person. */
export class LimitPerPersonBooks extends BorrowingBooks {
  protected borrow(_own: ContactBook, foreign: ContactBook): Pick<ContactBook, 'details' | 'idempotency'> {
    // Under other values: this one is about the limit alone.
    const counted = [...activeOf(foreign, 'PHONE'), ...activeOf(foreign, 'EMAIL')];
    return { details: counted.map((detail) => ({ ...detail, value: `counted ${detail.id}`, isDefault: false })), idempotency: [] };
  }
}

/** A value that another area holds is a duplicate, and the answer names that area's row. */
export class DuplicateAcrossAreasBooks extends BorrowingBooks {
  protected borrow(own: ContactBook, foreign: ContactBook): Pick<ContactBook, 'details' | 'idempotency'> {
    // Never so many that the limit would tell of them.
    const room = (type: string): number => Math.max(0, mostActive - 1 - activeOf(own, type).length);
    const details = ['PHONE', 'EMAIL'].flatMap((type) => activeOf(foreign, type).slice(0, room(type)));
    return { details: details.map((detail) => ({ ...detail, isDefault: false })), idempotency: [] };
  }
}

/** The marks of a key are looked for in the books of all areas. Leaks together with a key that counts for everybody. */
export class SharedKeyBooks extends BorrowingBooks {
  protected borrow(_own: ContactBook, foreign: ContactBook): Pick<ContactBook, 'details' | 'idempotency'> {
    const results = new Set(foreign.idempotency.map(({ resultId }) => resultId));
    const details = foreign.details.filter(({ id }) => results.has(id)).map((detail) => ({ ...detail, isActive: false }));
    return { details, idempotency: foreign.idempotency.map((mark) => ({ ...mark })) };
  }
}

/** Books that read all rows of a target before they think of the reader. */
abstract class ReadingBooks extends ContactBookStore {
  readonly #rule: ReadRule;

  constructor(books: Books, rule: ReadRule) {
    super(books, rule);
    this.#rule = rule;
  }

  protected abstract choose(
    rows: readonly ContactDetailInBook[],
    isHidden: (row: ContactDetailInBook) => boolean,
  ): readonly ContactDetailInBook[];

  override async findVisibleByTarget(targetIds: readonly string[], reading: Reading): Promise<readonly ContactDetailInBook[]> {
    const books = await this.collection.find({ targetId: { $in: [...targetIds] } }).toArray();
    return targetIds.flatMap((targetId) => {
      const rows = books
        .filter((book) => book.targetId === targetId)
        .flatMap(({ area, targetType, details }) => details.map((detail) => ({ ...detail, targetId, targetType, area })))
        .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1));
      return this.choose(rows, (row) => this.#rule.outcome(reading.subject, row, reading) === 'HIDDEN');
    });
  }
}

/** The newest hundred are taken before hidden rows are removed. */
export class CountBeforeFilterBooks extends ReadingBooks {
  protected choose(rows: readonly ContactDetailInBook[], isHidden: (row: ContactDetailInBook) => boolean): readonly ContactDetailInBook[] {
    return rows.slice(-mostListed).filter((row) => !isHidden(row));
  }
}

/** A hidden row is refused by its place instead of being left out. */
export class ErrorWithIndexBooks extends ReadingBooks {
  protected choose(rows: readonly ContactDetailInBook[], isHidden: (row: ContactDetailInBook) => boolean): readonly ContactDetailInBook[] {
    const place = rows.findLastIndex(isHidden);
    if (place >= 0)
      throw new AuthorityError('FORBIDDEN', `The contact detail at ${place} belongs to another service area.`, { ruleId: 'C1' });
    return rows;
  }
}

/** A write finds a row whoever owns it. */
export class ForeignWriteBooks extends ContactBookStore {
  override async findBookOfDetail(detailId: string): Promise<ContactBook | null> {
    return this.collection.findOne({ 'details.id': detailId });
  }
}

/** Tells somebody of everything that is written. */
export const openTellingBooks =
  (tell: (book: ContactBook) => void): OpenContactBooks =>
  async (database, rule) => {
    class TellingBooks extends ContactBookStore {
      override save(write: BookWrite): Promise<boolean> {
        tell(write.book);
        return super.save(write);
      }

      override saveChanges(changes: BookChanges): Promise<boolean> {
        tell(changes.book);
        return super.saveChanges(changes);
      }

      override insertMany(writes: readonly BookChanges[]): Promise<readonly boolean[]> {
        for (const { book } of writes) tell(book);
        return super.insertMany(writes);
      }
    }
    return new TellingBooks((await ContactBookStore.open(database, rule)).collection, rule);
  };
