import { type JudgedPath, judgedPaths, type RowAction } from './decide.ts';
import { narrowPlace } from './path.ts';
import type { ReadContext } from './read-context.ts';
import type { Filter } from './row-statement.ts';
import type { Subject } from './subject.ts';

/** A filter that no book matches. */
const noBook: Filter = { _id: { $in: [] } };

const isOnlyActivity = (elements: readonly Filter[]): boolean =>
  elements.every((element) => Object.keys(element).every((path) => path === 'isActive'));

interface NotIn {
  readonly $nin: readonly unknown[];
}
const isNotIn = (value: unknown): value is NotIn => typeof value === 'object' && value !== null && '$nin' in value;

/** All conditions on one element. They stand side by side, because `$elemMatch` must begin with a field. */
const joinElements = (elements: readonly Filter[]): Filter => {
  const joined = new Map<string, unknown>();
  const clashing: Filter[] = [];
  for (const [path, value] of elements.flatMap((element) => Object.entries(element))) {
    const known = joined.get(path);
    if (known === undefined || known === value) joined.set(path, value);
    else if (isNotIn(known) && isNotIn(value)) joined.set(path, { $nin: [...known.$nin, ...value.$nin] });
    else clashing.push({ [path]: value });
  }
  return clashing.length === 0 ? Object.fromEntries(joined) : { ...Object.fromEntries(joined), $and: clashing };
};

/** The books that hold a row which is shown on a path; null when there is none. */
const booksOn = ({ path, cells }: JudgedPath): Filter | null => {
  let place: Filter | null = path.place.filter;
  const elements: Filter[] = [];
  const hiding = cells.filter(({ to }) => to === 'HIDDEN').map(({ spares }) => spares);
  for (const statement of [path.rows, ...hiding]) {
    if (statement.elements === 'never') return null;
    place = narrowPlace(place, statement.book);
    if (place === null) return null;
    if (statement.elements !== 'always') elements.push(statement.elements);
  }
  const [first] = elements;
  if (first === undefined) return place;
  if (isOnlyActivity(elements)) return { ...place, 'details.isActive': first['isActive'] };
  return { ...place, details: { $elemMatch: joinElements(elements) } };
};

/** One filter for the books of several paths. */
const unite = (filters: readonly Filter[]): Filter => {
  const [first = noBook, ...others] = filters;
  return others.length === 0 ? first : { $or: filters };
};

/** Consents that agree in everything that a filter says but what they cover. */
interface ConsentGroup {
  readonly judged: JudgedPath;
  readonly covered: Set<string>;
}

const scopeOf = ({ path }: JudgedPath): readonly string[] => {
  const { scope = { types: [] } } = path.consent ?? {};
  return 'types' in scope ? scope.types : scope.contactDetailIds;
};

/** One condition says of all consents of an area what one would say of each. */
const joinConsents = (paths: readonly JudgedPath[]): readonly JudgedPath[] => {
  const others: JudgedPath[] = [];
  const groups = new Map<JudgedPath['cells'], Map<string, ConsentGroup>>();
  for (const judged of paths) {
    const { consent } = judged.path;
    if (consent === undefined) {
      others.push(judged);
      continue;
    }
    const alike = groups.get(judged.cells) ?? new Map<string, ConsentGroup>();
    groups.set(judged.cells, alike);
    const key = [consent.sourceArea, ...consent.personIds].join(' ');
    const group = alike.get(key) ?? { judged, covered: new Set<string>() };
    alike.set(key, group);
    for (const one of scopeOf(judged)) group.covered.add(one);
  }
  const joined = [...groups.values()].flatMap((alike) => [...alike.values()]);
  return [
    ...others,
    ...joined.map(({ judged, covered }) => {
      const { path } = judged;
      const isNamed = path.consent !== undefined && 'contactDetailIds' in path.consent.scope;
      const elements = { isActive: true, [isNamed ? 'id' : 'contactType']: { $in: [...covered] } };
      return { ...judged, path: { ...path, rows: { ...path.rows, elements } } };
    }),
  ];
};

const ownFilter = (subject: Subject, context: ReadContext): Filter =>
  unite(
    joinConsents(judgedPaths(subject, context))
      .map(booksOn)
      .filter((filter) => filter !== null),
  );

/**
 * The contact books that hold a row which `decide` does not hide, as a filter for the document store: no other book is ever read. Comes
 * from the same table as `decide`; a property test proves that they agree. Source: access-model.md section 1.
 */
export const toMongoFilter = (subject: Subject, _action: RowAction, context: ReadContext): Filter => {
  const own = ownFilter(subject, context);
  return subject.onBehalfOf === null ? own : { $and: [own, ownFilter(subject.onBehalfOf, context)] };
};
