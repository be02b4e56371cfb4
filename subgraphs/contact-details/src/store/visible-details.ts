import {
  type ContactDetailAttributes,
  isInsideCompartment,
  type PersonFacts,
  plainPerson,
  type ReadContext,
  type Subject,
} from '@resident-graph/policy';
import type { DocumentCollection, DocumentFilter, StoredDocument } from '@resident-graph/service-kit';
import { type BookNotice, type ContactBook, type ContactDetailInBook, type ContactPreference, inBook } from '../domain/contact-book.ts';
import type { PersonFactsSource } from '../domain/person-facts-source.ts';
import { policyReadRule, type Reading, type ReadRule } from '../domain/read-rule.ts';
import { attributesOf, createShowRow, type ShowRow, type VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { type ContactBookDocument, targetOf, toBook } from './contact-book-store.ts';
import type { DiagnosticSessionSource } from './diagnostic-session-store.ts';

/** The id of no target. */
const nobody = '';

/** What reading stands on. */
export interface VisibleDetailsParts {
  readonly books: DocumentCollection<ContactBookDocument>;
  readonly facts: PersonFactsSource;
  /** Without it nobody has a session. */
  readonly sessions?: DiagnosticSessionSource;
  readonly rule?: ReadRule;
}

/** Targets that are judged alike: one context for all of them. */
interface TargetGroup {
  readonly targetIds: readonly string[];
  readonly context: ReadContext;
}

/** An open notice with the row that it is about. */
export interface VisibleNotice {
  readonly notice: BookNotice;
  readonly row: VisibleContactDetail;
}

const residentsBehind = (subject: Subject): ReadonlySet<string> =>
  new Set([subject.personId, subject.onBehalfOf?.personId ?? null].filter((id) => id !== null));

/**
 * The contact details as a reader sees them. The filter keeps books that hold nothing visible from being read at all, the predicate
 * removes hidden rows inside a book, masks replace what must not be told. Source: access-model.md sections 1 and 6.
 */
export class VisibleDetails {
  readonly #books: DocumentCollection<ContactBookDocument>;
  readonly #facts: PersonFactsSource;
  readonly #sessions: DiagnosticSessionSource | undefined;
  readonly #rule: ReadRule;

  constructor({ books, facts, sessions, rule = policyReadRule }: VisibleDetailsParts) {
    this.#books = books;
    this.#facts = facts;
    this.#sessions = sessions;
    this.#rule = rule;
  }

  /** All rows of the targets that the reader may see. */
  async findByTarget(targetIds: readonly string[], reading: Reading): Promise<readonly VisibleContactDetail[]> {
    return this.#find({}, [...new Set(targetIds)], reading);
  }

  /** The rows with these ids that the reader may see. */
  async findById(ids: readonly string[], reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const wanted = new Set(ids);
    const what = { 'details.id': { $in: [...wanted] } };
    // By the targets alone: to ask for the ids once more, the store would have to look into books of other areas.
    const rows = await this.#find({}, await this.#targetsOf(what), reading);
    return rows.filter(({ detail }) => wanted.has(detail.id));
  }

  /**
   * A row as it is judged, hidden or not, with what the judgement rests on; null for an unknown id. For explanations to whoever was found
   * to be entitled to one: nothing of it may be shown as it is.
   */
  async findJudged(id: string, reading: Reading): Promise<{ readonly row: ContactDetailAttributes; readonly context: ReadContext } | null> {
    const document = await this.#books.findOne({ 'details.id': id });
    const book = document === null ? null : toBook(document);
    const detail = book?.details.find((candidate) => candidate.id === id);
    if (book === null || detail === undefined) return null;
    const [group] = await this.#groups([book.targetId], reading);
    return group === undefined ? null : { row: attributesOf(inBook(book, detail)), context: group.context };
  }

  /** The rows of an area under a lookup key that the reader sees in full; a masked row is not found. Source: access-model.md L9. */
  async findByLookupKey(key: string, area: string, reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const what = { area, 'details.lookupKeys': key };
    const rows = await this.#find(what, await this.#targetsOf(what), reading);
    return rows.filter(({ detail, decision }) => decision.outcome === 'FULL' && detail.area === area && detail.lookupKeys.includes(key));
  }

  /** The rows that no area owns, for legacy triage. */
  async findWithoutArea(reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const what = { area: { $in: [null, ''] } };
    const rows = await this.#find(what, await this.#targetsOf(what), reading);
    return rows.filter(({ detail }) => (detail.area ?? '') === '');
  }

  /** The open notices of an area's teams whose rows the reader may see. */
  async findNotices(
    place: { readonly area: string; readonly teams: readonly string[] },
    reading: Reading,
  ): Promise<readonly VisibleNotice[]> {
    const what = { area: place.area, 'notices.openFor': { $in: [...place.teams] } };
    const books = await this.#readBooks(what, await this.#targetsOf(what), reading);
    return books.flatMap(({ book, judge }) =>
      book.notices
        .filter(({ openFor }) => openFor !== null && place.teams.includes(openFor))
        .flatMap((notice) => {
          const detail = book.details.find(({ id }) => id === notice.detailId);
          const row = detail === undefined ? null : judge(inBook(book, detail));
          return row === null ? [] : [{ notice, row }];
        }),
    );
  }

  /**
   * How the acting area contacts persons, by person id; of a restricted person for whoever is inside. A preference is seen where a row of
   * the person would be.
   */
  async findPreferences(
    personIds: readonly string[],
    subject: Subject & { readonly actingArea: string },
  ): Promise<ReadonlyMap<string, ContactPreference>> {
    const area = subject.actingArea;
    const facts = await this.#facts.find(personIds, area);
    const shown = personIds.filter((id) => {
      const restriction = facts.get(id)?.restriction ?? null;
      return restriction === null || isInsideCompartment(subject, restriction.compartment);
    });
    const books = await this.#books.find({ targetId: { $in: shown }, area, targetType: 'PERSON' }).toArray();
    return new Map(books.map(toBook).flatMap(({ targetId, preference }) => (preference === null ? [] : [[targetId, preference] as const])));
  }

  /** Rows that were just read or written, as the reader sees them; history counts as asked for. */
  async show(
    rows: readonly ContactDetailInBook[],
    reading: Pick<Reading, 'subject' | 'now'>,
  ): Promise<readonly (VisibleContactDetail | null)[]> {
    const written = { ...reading, includeHistoric: true, isLegacyTriage: false };
    const groups = await this.#groups([...new Set(rows.map(({ targetId }) => targetId))], written);
    const judges = groups.map((group) => ({ group, judge: this.#judge(group, written) }));
    return rows.map((row) => judges.find(({ group }) => group.targetIds.includes(row.targetId))?.judge(row) ?? null);
  }

  async #find(what: DocumentFilter, targetIds: readonly string[], reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const books = await this.#readBooks(what, targetIds, reading);
    return books.flatMap(({ book, judge }) => {
      const { targetId, targetType, area } = book;
      // Not a copy: what was just read is nobody else's, and copying the rows of a long list takes longer than judging them.
      return book.details.map((detail) => judge(Object.assign(detail, { targetId, targetType, area }))).filter((row) => row !== null);
    });
  }

  /** Whose rows a filter finds; nothing but the places is read. */
  async #targetsOf(what: DocumentFilter): Promise<readonly string[]> {
    const places: readonly StoredDocument[] = await this.#books.find(what, { projection: { _id: 1 } }).toArray();
    // Where there is none the same reads follow as where there is a hidden one: how long an answer takes must not tell. Source: L14.
    return places.length === 0 ? [nobody] : [...new Set(places.map(({ _id }) => targetOf(_id)))];
  }

  /** Targets of whom nothing is known that bears on access are judged together; the resident's own record never is. */
  async #groups(targetIds: readonly string[], reading: Reading): Promise<readonly TargetGroup[]> {
    const diagnosticSession = (await this.#sessions?.find(reading.subject)) ?? null;
    const facts = await this.#facts.find(targetIds, reading.subject.actingArea);
    const residents = residentsBehind(reading.subject);
    const contextOf = (person: PersonFacts): ReadContext => ({
      includeHistoric: reading.includeHistoric,
      isLegacyTriage: reading.isLegacyTriage,
      now: reading.now,
      person,
      diagnosticSession,
    });
    const alone = targetIds.filter((id) => facts.has(id) || residents.has(id));
    const plain = targetIds.filter((id) => !facts.has(id) && !residents.has(id));
    return [
      ...(plain.length === 0 ? [] : [{ targetIds: plain, context: contextOf(plainPerson([])) }]),
      ...alone.map((id) => ({ targetIds: [id], context: contextOf(facts.get(id) ?? plainPerson([id])) })),
    ];
  }

  #judge({ context }: TargetGroup, { subject }: Pick<Reading, 'subject'>): ShowRow {
    return createShowRow(this.#rule.createDecide(subject, context), context, subject.actingArea);
  }

  async #readBooks(
    what: DocumentFilter,
    targetIds: readonly string[],
    reading: Reading,
  ): Promise<readonly { readonly book: ContactBook; readonly judge: ShowRow }[]> {
    const groups = await this.#groups(targetIds, reading);
    if (groups.length === 0) return [];
    const filters = groups.map((group) => [{ targetId: { $in: [...group.targetIds] } }, this.#rule.books(reading.subject, group.context)]);
    const [first = []] = filters;
    // As flat as can be: stores take a filter apart level by level, and some copy what is below each time.
    const whose = filters.length === 1 ? first : [{ $or: filters.map((parts) => ({ $and: parts })) }];
    const parts = Object.keys(what).length === 0 ? whose : [what, ...whose];
    const documents = await this.#books.find({ $and: parts }).toArray();
    const judges = new Map(
      groups.flatMap((group) => {
        const judge = this.#judge(group, reading);
        return group.targetIds.map((id) => [id, judge] as const);
      }),
    );
    return documents.flatMap((document) => {
      const judge = judges.get(document.targetId);
      return judge === undefined ? [] : [{ book: toBook(document), judge }];
    });
  }
}
