import { type JudgedPath, judgedPaths, type RowAction } from './decide.ts';
import { joinElements } from './join-elements.ts';
import { narrowPlace, sharedRows } from './path.ts';
import type { ConsentFacts, ReadContext } from './read-context.ts';
import type { Filter } from './row-statement.ts';
import type { Subject } from './subject.ts';

/** A filter that no book matches. */
const noBook: Filter = { _id: { $in: [] } };

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
  const joined = joinElements(elements);
  return Object.keys(joined).join() === 'isActive'
    ? { ...place, 'details.isActive': joined['isActive'] }
    : { ...place, details: { $elemMatch: joined } };
};

/** One filter for the books of several paths. */
const unite = (filters: readonly Filter[]): Filter => {
  const [first = noBook, ...others] = filters;
  return others.length === 0 ? first : { $or: filters };
};

/** Consents that agree in everything that a filter says but what they cover. */
interface ConsentGroup {
  readonly judged: JudgedPath;
  readonly isByType: boolean;
  readonly covered: Set<string>;
}

const coveredBy = ({ scope }: ConsentFacts): readonly string[] => ('types' in scope ? scope.types : scope.contactDetailIds);

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
    const group = alike.get(key) ?? { judged, isByType: 'types' in consent.scope, covered: new Set<string>() };
    alike.set(key, group);
    for (const one of coveredBy(consent)) group.covered.add(one);
  }
  const joined = [...groups.values()].flatMap((alike) => [...alike.values()]);
  return [
    ...others,
    ...joined.map(({ judged, isByType, covered }) => {
      const rows = sharedRows(isByType ? { types: [...covered] } : { contactDetailIds: [...covered] });
      return { ...judged, path: { ...judged.path, rows } };
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
