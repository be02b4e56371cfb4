import {
  type BookChanges,
  type BookPlace,
  type ContactBook,
  ContactBookStore,
  type ContactDetail,
  type ContactDetailsSubstitutes,
} from '@resident-graph/contact-details-subgraph';

type OpenBooks = NonNullable<ContactDetailsSubstitutes['openBooks']>;
type LeakyBooks = new (books: ContactBookStore['collection']) => ContactBookStore;

/** Opens contact books of a leaky class. */
export const openLeaky =
  (Leaky: LeakyBooks): OpenBooks =>
  async (database) =>
    new Leaky((await ContactBookStore.open(database)).collection);

const mostActive = 5;

type Borrowed = Pick<ContactBook, 'details' | 'idempotency'>;

/** Books that are judged together with what other areas hold of the target; what is borrowed is never written. */
abstract class BorrowingBooks extends ContactBookStore {
  readonly #borrowed = new Set<string>();
  readonly #marks = new WeakSet<ContactBook['idempotency'][number]>();

  /** What the book of a place takes over from another area's. */
  protected abstract borrow(own: ContactBook, foreign: ContactBook): Borrowed;

  override async getBook(place: BookPlace): Promise<ContactBook> {
    let book = await super.getBook(place);
    for (const foreign of await this.collection.find({ targetId: place.targetId }).toArray()) {
      if (foreign.area === place.area) continue;
      const { details, idempotency } = this.borrow(book, foreign);
      for (const { id } of details) this.#borrowed.add(`${place.area ?? ''}/${id}`);
      for (const mark of idempotency) this.#marks.add(mark);
      book = { ...book, details: [...details, ...book.details], idempotency: [...book.idempotency, ...idempotency] };
    }
    return book;
  }

  override saveChanges(changes: BookChanges): Promise<boolean> {
    return super.saveChanges({ ...changes, book: this.#ownPart(changes.book) });
  }

  override insertMany(changes: readonly BookChanges[]): Promise<readonly boolean[]> {
    return super.insertMany(changes.map((change) => ({ ...change, book: this.#ownPart(change.book) })));
  }

  #ownPart(book: ContactBook): ContactBook {
    return {
      ...book,
      details: book.details.filter(({ id }) => !this.#borrowed.has(`${book.area ?? ''}/${id}`)),
      idempotency: book.idempotency.filter((mark) => !this.#marks.has(mark)),
    };
  }
}

const activeOf = (book: ContactBook, type: string): readonly ContactDetail[] =>
  book.details.filter(({ isActive, contactType }) => isActive && contactType === type);

/** The limit of five counts what all areas hold of a person. */
export class LimitPerPersonBooks extends BorrowingBooks {
  protected borrow(_own: ContactBook, foreign: ContactBook): Borrowed {
    // Under other values: this one is about the limit alone.
    const counted = [...activeOf(foreign, 'PHONE'), ...activeOf(foreign, 'EMAIL')];
    return { details: counted.map((detail) => ({ ...detail, value: `counted ${detail.id}`, isDefault: false })), idempotency: [] };
  }
}

/** A value that another area holds is a duplicate, and the answer names that area's row. */
export class DuplicateAcrossAreasBooks extends BorrowingBooks {
  protected borrow(own: ContactBook, foreign: ContactBook): Borrowed {
    // Never so many that the limit would tell of them.
    const room = (type: string): number => Math.max(0, mostActive - 1 - activeOf(own, type).length);
    const details = ['PHONE', 'EMAIL'].flatMap((type) => activeOf(foreign, type).slice(0, room(type)));
    return { details: details.map((detail) => ({ ...detail, isDefault: false })), idempotency: [] };
  }
}

/** The marks of a key are looked for in the books of all areas. Leaks together with a key that counts for everybody. */
export class SharedKeyBooks extends BorrowingBooks {
  protected borrow(_own: ContactBook, foreign: ContactBook): Borrowed {
    const results = new Set(foreign.idempotency.map(({ resultId }) => resultId));
    const details = foreign.details.filter(({ id }) => results.has(id)).map((detail) => ({ ...detail, isActive: false }));
    return { details, idempotency: foreign.idempotency.map((mark) => ({ ...mark })) };
  }
}

/** A write finds a row whoever owns it. */
export class ForeignWriteBooks extends ContactBookStore {
  override async findBookOfDetail(detailId: string): Promise<ContactBook | null> {
    const [document] = await this.collection.find({ 'details.id': detailId }).toArray();
    if (document === undefined) return null;
    const { targetId, targetType, area } = document;
    return this.getBook({ targetId, targetType, area });
  }
}

/** Tells somebody of everything that is written. */
export const openTellingBooks =
  (tell: (book: ContactBook) => void): OpenBooks =>
  async (database) => {
    class TellingBooks extends ContactBookStore {
      override saveChanges(changes: BookChanges): Promise<boolean> {
        tell(changes.book);
        return super.saveChanges(changes);
      }

      override insertMany(writes: readonly BookChanges[]): Promise<readonly boolean[]> {
        for (const { book } of writes) tell(book);
        return super.insertMany(writes);
      }
    }
    return new TellingBooks((await ContactBookStore.open(database)).collection);
  };
