import type { ContactBook, ContactDetail } from './contact-book.ts';

/** How the details of a book get a new owner. */
export interface TakingOver {
  /** The keys under which a detail's value is found at its new place: they are digests over the area, too. */
  readonly rekey: (detail: ContactDetail) => readonly string[];
  /** When it happens, ISO 8601. */
  readonly at: string;
}

/** A book with what it took over. */
export interface TakenOver {
  readonly book: ContactBook;
  /** The details as they stand now. */
  readonly details: readonly ContactDetail[];
}

const placeOfDefault = ({ contactType, team }: ContactDetail): string => `${contactType}:${team ?? ''}`;

const byInstant = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What is not there yet; and what was changed at the old place after it was copied, which no later change at the new one hides. */
const toTake = (from: ContactBook, into: ContactBook): readonly ContactDetail[] => {
  const there = new Map(into.details.map(({ id, version }) => [id, version]));
  return from.details.filter(({ id, version }) => (there.get(id) ?? version) <= version);
};

/**
 * Hands the details, notices and preference of a retired area's book over to the book of the same target that takes its place. Details
 * keep ids and history, with a version more; the new owner's defaults and preference win; no limit is applied, because nothing is
 * recorded. Rows without an area keep the name of the area they come from in their source key, as imported ones do.
 * Doing it again changes nothing: null when there is nothing left to take.
 * Source: access-model.md section 6, "Retiring an area names its successor or sends its rows to triage".
 */
export const takeOverBook = (from: ContactBook, into: ContactBook, { rekey, at }: TakingOver): TakenOver | null => {
  const { area } = into;
  const taken = toTake(from, into);
  const ids = new Set(taken.map(({ id }) => id));
  const kept = into.details.filter(({ id }) => !ids.has(id));
  const defaults = new Set(kept.filter(({ isDefault }) => isDefault).map(placeOfDefault));
  const sourceKeys = new Set(kept.map(({ source }) => source?.key));
  const toSource = (source: ContactDetail['source']): ContactDetail['source'] => {
    const moved = source === null || area !== null ? source : { ...source, key: `${from.area ?? ''}:${source.key}` };
    // The new owner's importer knows its own row under this key; two would be one too many.
    return sourceKeys.has(moved?.key) ? null : moved;
  };
  const details = taken.map((detail) => ({
    ...detail,
    isDefault: detail.isDefault && !defaults.has(placeOfDefault(detail)),
    lookupKeys: rekey(detail),
    source: toSource(detail.source),
    version: detail.version + 1,
    lastModifiedAt: at,
  }));
  const known = new Set(into.notices.map(({ id }) => id));
  const notices = from.notices.filter(({ id }) => !known.has(id));
  const preference = into.preference ?? from.preference;
  if (details.length === 0 && notices.length === 0 && preference === into.preference) return null;
  return {
    details,
    book: {
      ...into,
      details: [...kept, ...details].toSorted((a, b) => byInstant(a.createdAt, b.createdAt)),
      notices: [...into.notices, ...notices].toSorted((a, b) => byInstant(a.at, b.at)),
      preference,
      version: into.version + 1,
    },
  };
};
