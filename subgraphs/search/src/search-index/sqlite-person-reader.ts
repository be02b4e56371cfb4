import type { PersonHit, PersonSearchPage, PersonSearchQuery, PersonSearchSort } from '../domain/person-search.ts';
import { type MatchPlan, planMatch } from './match-plan.ts';
import type { SqliteIndexFile } from './sqlite-index-file.ts';
import { TypoDictionary } from './typo-dictionary.ts';

/** Up to so many hits are fetched and judged in one go; more are asked for tier by tier. */
const mostClassified = 200;
/** Up to so many hits are listed; more are counted apart. */
const mostListed = 1_001;

const byName = "(person.surname = ''), person.surname, person.forename, person.id";
const orders: Readonly<Record<PersonSearchSort, readonly [ascending: string, descending: string]>> = {
  RELEVANCE: [byName, byName],
  SURNAME: [byName, "(person.surname = ''), person.surname desc, person.forename desc, person.id"],
  DATE_OF_BIRTH: [`(person.born is null), person.born, ${byName}`, `(person.born is null), person.born desc, ${byName}`],
};

const columns = 'person.id, person.names';
const fromMatches = 'from fts join person on person.n = fts.rowid where fts match ?';

/** Which rows of an ordered list are wanted. */
interface Window {
  readonly skip: number;
  readonly take: number;
}

interface FoundRow {
  readonly id: string;
  readonly names: string;
}

const toFoundRow = ([id, names]: readonly unknown[]): FoundRow => ({ id: String(id), names: String(names) });

const toHit = (plan: MatchPlan, { id, names }: FoundRow): PersonHit => ({ personId: id, matchedOn: plan.classify(names).matchedOn });

/** Answers searches from an index file. */
export class SqlitePersonReader {
  readonly #file: SqliteIndexFile;
  readonly #dictionary = new TypoDictionary();
  #lastWord = 0;

  constructor(file: SqliteIndexFile) {
    this.#file = file;
  }

  /** To be called when the file was emptied, as its words are then numbered anew. */
  forget(): void {
    this.#dictionary.clear();
    this.#lastWord = 0;
  }

  search(query: PersonSearchQuery): PersonSearchPage {
    this.#readNewWords();
    const plan = planMatch(query, this.#dictionary);
    const found = plan === null ? { total: 0, results: [], matchedIds: [] } : this.#find(query, plan);
    return { ...found, page: query.page, pageSize: query.pageSize };
  }

  /** The dictionary only grows, so what was written since is what comes after the last word seen. One row: rows are dear. */
  #readNewWords(): void {
    const [words, last] = this.#file.readRow("select group_concat(word, ' '), max(n) from word where n > ?", this.#lastWord) ?? [];
    if (typeof words !== 'string' || typeof last !== 'number') return;
    for (const word of words.split(' ')) this.#dictionary.add(word);
    this.#lastWord = last;
  }

  #find(query: PersonSearchQuery, plan: MatchPlan): Pick<PersonSearchPage, 'total' | 'results' | 'matchedIds'> {
    const [listed] = this.#file.readRow(
      `select json_group_array(rowid) from (select rowid from fts where fts match ? limit ${mostListed})`,
      plan.all,
    ) ?? ['[]'];
    const rows = JSON.parse(String(listed)) as readonly number[];
    if (rows.length === 0) return { total: 0, results: [], matchedIds: [] };
    const window = { skip: (query.page - 1) * query.pageSize, take: query.pageSize };
    const order = orders[query.sortBy][query.isDescending ? 1 : 0];
    if (rows.length <= mostClassified) {
      const results = this.#classifyAll(query, plan, { rows, order, window });
      return { total: rows.length, results, matchedIds: this.#readMatched(rows, results) };
    }
    const total = rows.length < mostListed ? rows.length : this.#count(plan.all);
    const page = query.sortBy === 'RELEVANCE' ? this.#listByTier(plan, order, window) : this.#list(plan.all, order, window);
    const results = page.map((row) => toHit(plan, row));
    return { total, results, matchedIds: this.#readMatched(rows, results) };
  }

  /** Bounded like the list that they are read from: a search for half the register would else be a record of half the register. */
  #readMatched(rows: readonly number[], results: readonly PersonHit[]): readonly string[] {
    const onPage = results.map(({ personId }) => personId);
    if (rows.length === onPage.length) return onPage;
    const sql = 'select id from person where n in (select value from json_each(?))';
    const listed = this.#file.readRows(sql, JSON.stringify(rows.slice(0, mostListed - 1))).map(([id]) => String(id));
    return [...new Set([...onPage, ...listed])];
  }

  #classifyAll(
    query: PersonSearchQuery,
    plan: MatchPlan,
    { rows, order, window }: { readonly rows: readonly number[]; readonly order: string; readonly window: Window },
  ): readonly PersonHit[] {
    const sql = `select ${columns} from person where n in (select value from json_each(?)) order by ${order}`;
    const hits = this.#file
      .readRows(sql, JSON.stringify(rows))
      .map(toFoundRow)
      .map((row) => ({ ...plan.classify(row.names), personId: row.id }));
    const ranked = query.sortBy === 'RELEVANCE' ? hits.toSorted((left, right) => left.tier - right.tier) : hits;
    return ranked.slice(window.skip, window.skip + window.take).map(({ personId, matchedOn }) => ({ personId, matchedOn }));
  }

  #listByTier(plan: MatchPlan, order: string, window: Window): readonly FoundRow[] {
    const found: FoundRow[] = [];
    let { skip } = window;
    for (const tier of plan.tiers) {
      const rows = this.#list(tier, order, { skip, take: window.take - found.length });
      found.push(...rows);
      if (found.length === window.take) break;
      // Rows after the skipped ones prove that the tier was long enough; else count what it took off.
      skip = rows.length > 0 || skip === 0 ? 0 : skip - this.#count(tier);
    }
    return found;
  }

  #list(expression: string, order: string, { skip, take }: Window): readonly FoundRow[] {
    const sql = `select ${columns} ${fromMatches} order by ${order} limit ? offset ?`;
    return this.#file.readRows(sql, expression, take, skip).map(toFoundRow);
  }

  #count(expression: string): number {
    return Number(this.#file.readRow('select count(*) from fts where fts match ?', expression)?.[0] ?? 0);
  }
}
