import { type ContactDetailAttributes, isInsideCompartment, plainPerson, type ReadContext, type Subject } from '@resident-graph/policy';
import type { DocumentCollection, DocumentFilter, StoredDocument } from '@resident-graph/service-kit';
import { type BookNotice, type ContactBook, type ContactDetailInBook, type ContactPreference, inBook } from '../domain/contact-book.ts';
import { joinGroupFacts } from '../domain/join-group-facts.ts';
import { findYieldingDefaults } from '../domain/joined-defaults.ts';
import type { PersonFactsSource } from '../domain/person-facts-source.ts';
import { findGroups, membersOf, type PersonGroups } from '../domain/person-groups.ts';
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
  readonly groups: PersonGroups;
  /** Without it nobody has a session. */
  readonly sessions?: DiagnosticSessionSource;
  readonly rule?: ReadRule;
}

/** Targets that are judged alike: one context for all of them. */
interface JudgedTargets {
  readonly targetIds: readonly string[];
  readonly context: ReadContext;
}

/** The targets of a read, those whose ids are joined with an asked one too. */
interface ReadTargets {
  readonly judged: readonly JudgedTargets[];
  /** By id its group, of those that are joined alone. */
  readonly joined: ReadonlyMap<string, readonly string[]>;
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
  readonly #groups: PersonGroups;
  readonly #sessions: DiagnosticSessionSource | undefined;
  readonly #rule: ReadRule;

  constructor({ books, facts, groups, sessions, rule = policyReadRule }: VisibleDetailsParts) {
    this.#books = books;
    this.#facts = facts;
    this.#groups = groups;
    this.#sessions = sessions;
    this.#rule = rule;
  }

  /** All rows of the targets, and of the ids that are joined with them, that the reader may see. */
  async findByTarget(targetIds: readonly string[], reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const targets = await this.#targets([...new Set(targetIds)], reading);
    return this.#settle(await this.#find({}, targets, reading), targets.joined);
  }

  /** The rows with these ids that the reader may see. */
  async findById(ids: readonly string[], reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const wanted = new Set(ids);
    const what = { 'details.id': { $in: [...wanted] } };
    // By the targets alone: to ask for the ids once more, the store would have to look into books of other areas.
    const targets = await this.#targets(await this.#targetsOf(what), reading);
    const rows = this.#settle(await this.#find({}, targets, reading), targets.joined);
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
    const { judged } = await this.#targets([book.targetId], reading);
    const own = judged.find(({ targetIds }) => targetIds.includes(book.targetId));
    return own === undefined ? null : { row: attributesOf(inBook(book, detail)), context: own.context };
  }

  /** The rows of an area under a lookup key that the reader sees in full; a masked row is not found. Source: access-model.md L9. */
  async findByLookupKey(key: string, area: string, reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const what = { area, 'details.lookupKeys': key };
    const targets = await this.#targets(await this.#targetsOf(what), reading);
    const rows = await this.#find(what, targets, reading);
    return this.#settleAmongAll(
      rows.filter(({ detail, decision }) => decision.outcome === 'FULL' && detail.area === area && detail.lookupKeys.includes(key)),
      targets,
      reading,
    );
  }

  /** The rows that no area owns, for legacy triage. */
  async findWithoutArea(reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const what = { area: { $in: [null, ''] } };
    const rows = await this.#find(what, await this.#targets(await this.#targetsOf(what), reading), reading);
    return rows.filter(({ detail }) => (detail.area ?? '') === '');
  }

  /** The open notices of an area's teams whose rows the reader may see. */
  async findNotices(
    place: { readonly area: string; readonly teams: readonly string[] },
    reading: Reading,
  ): Promise<readonly VisibleNotice[]> {
    const what = { area: place.area, 'notices.openFor': { $in: [...place.teams] } };
    const targets = await this.#targets(await this.#targetsOf(what), reading);
    const books = await this.#readBooks(what, targets, reading);
    const found = books.flatMap(({ book, judge }) =>
      book.notices
        .filter(({ openFor }) => openFor !== null && place.teams.includes(openFor))
        .flatMap((notice) => {
          const detail = book.details.find(({ id }) => id === notice.detailId);
          const row = detail === undefined ? null : judge(inBook(book, detail));
          return row === null ? [] : [{ notice, row }];
        }),
    );
    const rows = await this.#settleAmongAll(
      found.map(({ row }) => row),
      targets,
      reading,
    );
    return found.map(({ notice, row }, place) => ({ notice, row: rows[place] ?? row }));
  }

  /**
   * How the acting area contacts persons, by person id; of a restricted person for whoever is inside. A preference is seen where a row of
   * the person would be; of a joined person the survivor's counts, else that of the first id that has one.
   */
  async findPreferences(
    personIds: readonly string[],
    subject: Subject & { readonly actingArea: string },
  ): Promise<ReadonlyMap<string, ContactPreference>> {
    const area = subject.actingArea;
    const groups = await findGroups({ groups: this.#groups }, personIds, { subject });
    const recorded = await this.#facts.find(membersOf(groups), area);
    const shown = [...groups].filter(([id, joined]) => {
      const restriction = joinGroupFacts({ id, personIds: joined }, recorded, subject)?.restriction ?? null;
      return restriction === null || isInsideCompartment(subject, restriction.compartment);
    });
    const targetIds = membersOf(new Map(shown));
    const books = (await this.#books.find({ targetId: { $in: [...targetIds] }, area, targetType: 'PERSON' }).toArray()).map(toBook);
    const preferences = new Map(
      books.flatMap(({ targetId, preference }) => (preference === null ? [] : [[targetId, preference] as const])),
    );
    return new Map(
      shown.flatMap(([id, joined]) => {
        const preference = joined.map((member) => preferences.get(member)).find((one) => one !== undefined);
        return preference === undefined ? [] : [[id, preference] as const];
      }),
    );
  }

  /** Rows that were just read or written, as the reader sees them; history counts as asked for. */
  async show(
    rows: readonly ContactDetailInBook[],
    reading: Pick<Reading, 'subject' | 'now'>,
  ): Promise<readonly (VisibleContactDetail | null)[]> {
    const written = { ...reading, includeHistoric: true, isLegacyTriage: false };
    const targets = await this.#targets([...new Set(rows.map(({ targetId }) => targetId))], written);
    const judges = this.#judges(targets, written);
    const shown = rows.map((row) => judges.get(row.targetId)?.(row) ?? null);
    const settled = await this.#settleAmongAll(
      shown.filter((row) => row !== null),
      targets,
      written,
    );
    const byId = new Map(settled.map((row) => [row.detail.id, row]));
    return shown.map((row) => (row === null ? null : (byId.get(row.detail.id) ?? row)));
  }

  async #find(what: DocumentFilter, targets: ReadTargets, reading: Reading): Promise<readonly VisibleContactDetail[]> {
    const books = await this.#readBooks(what, targets, reading);
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

  /** The rows of whole groups, with the ids under which each is found; of several defaults the survivor's wins. */
  #settle(rows: readonly VisibleContactDetail[], joined: ReadTargets['joined']): readonly VisibleContactDetail[] {
    if (joined.size === 0) return rows;
    const groups = new Set(joined.values());
    const ofPerson = rows.filter(({ access }) => access.row.targetType === 'PERSON');
    const yielding = new Set([...groups].flatMap((personIds) => [...findYieldingDefaults(ofPerson, personIds)]));
    return rows.map((row) => {
      const joinedIds = row.access.row.targetType === 'PERSON' ? joined.get(row.detail.targetId) : undefined;
      if (joinedIds === undefined) return row;
      return { ...row, joinedIds, ...(yielding.has(row.detail.id) ? { detail: { ...row.detail, isDefault: false } } : {}) };
    });
  }

  /** The same for some rows of groups: whether one is the default, all rows of its group decide. */
  async #settleAmongAll(
    rows: readonly VisibleContactDetail[],
    { joined, judged }: ReadTargets,
    reading: Reading,
  ): Promise<readonly VisibleContactDetail[]> {
    const concerned = rows.filter(({ detail }) => joined.has(detail.targetId));
    if (concerned.length === 0) return rows;
    const all = await this.#find({}, { joined, judged }, reading);
    const settled = new Map(this.#settle(all, joined).map((row) => [row.detail.id, row]));
    return rows.map((row) => {
      const { joinedIds, detail } = settled.get(row.detail.id) ?? row;
      return joinedIds === undefined ? row : { ...row, joinedIds, detail: { ...row.detail, isDefault: detail.isDefault } };
    });
  }

  /** Targets of whom nothing is known that bears on access are judged together; the resident's own record never is. */
  async #targets(targetIds: readonly string[], reading: Reading): Promise<ReadTargets> {
    const { subject } = reading;
    const diagnosticSession = (await this.#sessions?.find(subject)) ?? null;
    const groups = await findGroups({ groups: this.#groups }, targetIds, reading);
    const joined = new Map(
      [...groups.values()].filter(({ length }) => length > 1).flatMap((personIds) => personIds.map((id) => [id, personIds] as const)),
    );
    const everyId = membersOf(groups);
    const recorded = await this.#facts.find(everyId, subject.actingArea);
    const residents = residentsBehind(subject);
    const judged: JudgedTargets[] = [];
    const plain: string[] = [];
    const moment = {
      includeHistoric: reading.includeHistoric,
      isLegacyTriage: reading.isLegacyTriage,
      now: reading.now,
      diagnosticSession,
    };
    for (const id of everyId) {
      const person = joinGroupFacts({ id, personIds: joined.get(id) ?? [id] }, recorded, subject);
      if (person === null && !residents.has(id)) plain.push(id);
      else judged.push({ targetIds: [id], context: { ...moment, person: person ?? plainPerson([id]) } });
    }
    const together = plain.length === 0 ? [] : [{ targetIds: plain, context: { ...moment, person: plainPerson([]) } }];
    return { judged: [...together, ...judged], joined };
  }

  #judges({ judged }: ReadTargets, { subject }: Pick<Reading, 'subject'>): ReadonlyMap<string, ShowRow> {
    return new Map(
      judged.flatMap(({ targetIds, context }) => {
        const judge = createShowRow(this.#rule.createDecide(subject, context), context, subject.actingArea);
        return targetIds.map((id) => [id, judge] as const);
      }),
    );
  }

  async #readBooks(
    what: DocumentFilter,
    targets: ReadTargets,
    reading: Reading,
  ): Promise<readonly { readonly book: ContactBook; readonly judge: ShowRow }[]> {
    if (targets.judged.length === 0) return [];
    const filters = targets.judged.map(({ targetIds, context }) => [
      { targetId: { $in: [...targetIds] } },
      this.#rule.books(reading.subject, context),
    ]);
    const [first = []] = filters;
    // As flat as can be: stores take a filter apart level by level, and some copy what is below each time.
    const whose = filters.length === 1 ? first : [{ $or: filters.map((parts) => ({ $and: parts })) }];
    const parts = Object.keys(what).length === 0 ? whose : [what, ...whose];
    const documents = await this.#books.find({ $and: parts }).toArray();
    const judges = this.#judges(targets, reading);
    return documents.flatMap((document) => {
      const judge = judges.get(document.targetId);
      return judge === undefined ? [] : [{ book: toBook(document), judge }];
    });
  }
}
