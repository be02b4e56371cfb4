import { isMaskShape } from '@resident-graph/policy';
import type { GuardedSelection } from './fetch-guard-plan.ts';

type Row = Record<string, unknown>;

/** What happens to what stands under a response key of a masked row. */
type KeyFate =
  | { readonly kind: 'goes' }
  /** A plain value: a code, a flag, an id. */
  | { readonly kind: 'stays' }
  /** Stays when it has the shape of a mask. */
  | { readonly kind: 'mask' }
  /** An object of a type of which some fields are shown. */
  | { readonly kind: 'object'; readonly typeName: string; readonly selection: GuardedSelection };

const goes: KeyFate = { kind: 'goes' };
const stays: KeyFate = { kind: 'stays' };

/** All that a masked row shows; the names of types stand for objects. Source: access-model.md section 6, last paragraph. */
const shown: Readonly<Record<string, 'plain' | 'mask' | 'ContactInformation' | 'SourceServiceArea'>> = {
  'ContactDetail.id': 'plain',
  'ContactDetail.isActive': 'plain',
  'ContactDetail.isMasked': 'plain',
  'ContactDetail.contactInformation': 'ContactInformation',
  'ContactDetail.sourceServiceArea': 'SourceServiceArea',
  'ContactInformation.contactType': 'plain',
  'ContactInformation.subType': 'plain',
  'ContactInformation.value': 'mask',
  'SourceServiceArea.area': 'plain',
};

const readFate = (selection: GuardedSelection, key: string, typeName: string): KeyFate => {
  // Below `_entities` fields of other types can stand under the same key.
  const meant = [...(selection.coordinates.get(key) ?? [])].filter(
    (coordinate) => coordinate.startsWith(`${typeName}.`) || coordinate.endsWith('.__typename'),
  );
  const [first, ...others] = new Set(meant.map((coordinate) => (coordinate.endsWith('.__typename') ? 'plain' : shown[coordinate])));
  // What the gateway did not ask for, and what could be two things, is not shown.
  if (first === undefined || others.length > 0) return goes;
  if (first === 'plain') return stays;
  if (first === 'mask') return { kind: 'mask' };
  const inner = selection.fields.get(key);
  return inner === undefined ? goes : { kind: 'object', typeName: first, selection: inner };
};

/** The fates of a plan's keys: read once, for each row of each fetch looked up. */
const known = new WeakMap<GuardedSelection, Map<string, KeyFate>>();

const fateOf = (selection: GuardedSelection, key: string, typeName: string): KeyFate => {
  if (!selection.coordinates.has(key)) return goes;
  const fates = known.get(selection) ?? new Map<string, KeyFate>();
  known.set(selection, fates);
  const place = `${typeName}.${key}`;
  const fate = fates.get(place) ?? readFate(selection, key, typeName);
  fates.set(place, fate);
  return fate;
};

/** An object of a masked row, where it stands. */
interface Place {
  readonly typeName: string;
  readonly selection: GuardedSelection;
  readonly path: readonly string[];
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

const cut = (row: Row, contactType: string, { typeName, selection, path }: Place): readonly (readonly string[])[] => {
  const went: (readonly string[])[] = [];
  for (const [key, value] of Object.entries(row)) {
    if (value === null || value === undefined) continue;
    const fate = fateOf(selection, key, typeName);
    if (fate.kind === 'object' && isObject(value)) {
      went.push(...cut(value, contactType, { typeName: fate.typeName, selection: fate.selection, path: [...path, key] }));
      continue;
    }
    if (fate.kind === 'stays' && typeof value !== 'object') continue;
    if (fate.kind === 'mask' && typeof value === 'string' && isMaskShape(contactType, value)) continue;
    row[key] = null;
    went.push([...path, key]);
  }
  return went;
};

/**
 * Takes out of a masked row whatever it must not tell, by what a field is in the schema and not by what the caller named it, and a value
 * that is no mask. Answers where something went that the subgraph should not have sent.
 */
export const cutToMask = (selection: GuardedSelection, row: Row, contactType: string): readonly (readonly string[])[] =>
  cut(row, contactType, { typeName: 'ContactDetail', selection, path: [] });
