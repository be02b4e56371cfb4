import type { ChangeAction } from '../__generated__/schema-types.ts';
import type { Identification } from './identification.ts';
import type { MergeMarks } from './merge.ts';
import type { Person } from './person.ts';
import { noFacts, type PersonFacts } from './person-facts.ts';

/** One field before and after a change, as text. */
export interface ChangedField {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One change of a person, written with the person in the same write. */
export interface PersonChange {
  readonly id: string;
  /** The instant, ISO 8601. */
  readonly at: string;
  /** The version that the person has since. */
  readonly version: number;
  readonly action: ChangeAction;
  readonly subjectId: string;
  /** The area that acted. */
  readonly area: string | null;
  readonly fields: readonly ChangedField[];
  /** The document that was recorded or removed. */
  readonly identification: Identification | null;
}

/** A change in the history of a person. */
export interface ChangeOfPerson extends PersonChange {
  readonly personId: string;
}

/** Who changes a person, and how. */
export interface ChangeAuthor {
  readonly action: ChangeAction;
  readonly subjectId: string;
  readonly area: string | null;
}

const toText = (value: PersonFacts[keyof PersonFacts]): string | null => {
  if (value === null) return null;
  return typeof value === 'string' ? value : value.join(', ');
};

const changedFacts = (before: PersonFacts, after: PersonFacts): readonly ChangedField[] =>
  (Object.keys(noFacts) as (keyof PersonFacts)[]).flatMap((field) => {
    const [old, next] = [toText(before[field]), toText(after[field])];
    return old === next ? [] : [{ field, before: old, after: next }];
  });

/** Who is merged into whom, by id. */
const changedMarks = (before: MergeMarks, after: MergeMarks): readonly ChangedField[] => {
  const into = { field: 'mergedInto', before: before.mergedInto?.survivorId ?? null, after: after.mergedInto?.survivorId ?? null };
  const parted = before.mergedIds.filter((id) => !after.mergedIds.includes(id));
  const joined = after.mergedIds.filter((id) => !before.mergedIds.includes(id));
  const ids = { field: 'mergedPersons', before: parted.at(0) ?? null, after: joined.at(0) ?? null };
  return [into, ids].filter((field) => field.before !== field.after);
};

/**
 * The entry that tells of a written person. The first one, where the person was made, tells no field: each stands in the person, or as `before` in the
 * first entry that changes it. A document is told by its type here; what it says stands in `identification`. Source: domain-write.md section 1.7.
 */
export const toPersonChange = (before: Person | null, after: Person, { action, subjectId, area }: ChangeAuthor): PersonChange => {
  const { id, version, lastModifiedAt } = after;
  const entry = { id: `${id}:${version}`, at: lastModifiedAt, version, action, subjectId, area };
  if (before === null) return { ...entry, fields: [], identification: null };
  const added = after.identification.find((item) => before.identification.every((other) => other.id !== item.id)) ?? null;
  const removed = before.identification.find((item) => after.identification.every((other) => other.id !== item.id)) ?? null;
  const documents =
    added === null && removed === null ? [] : [{ field: 'identification', before: removed?.type ?? null, after: added?.type ?? null }];
  return {
    ...entry,
    fields: [...changedFacts(before, after), ...documents, ...changedMarks(before, after)],
    identification: added ?? removed,
  };
};

/** Where a change stands among those of its person: by version, and newest first. */
export const positionOfChange = ({ version, id }: Pick<PersonChange, 'version' | 'id'>): readonly string[] => [String(version), id];

/** Below 0 when a change stands before a position, newest first. */
export const compareToPosition = (change: Pick<PersonChange, 'version'>, [version = '0']: readonly string[]): number =>
  Number(version) - change.version;
