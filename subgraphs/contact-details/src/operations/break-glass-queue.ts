import { type Connection, type PageArguments, type SignedCall, toConnection } from '@resident-graph/service-kit';
import type { BreakGlassReviewState } from '../__generated__/schema-types.ts';
import { type BreakGlass, openedIds, reviewStateOf } from '../domain/break-glass.ts';
import { type BreakGlassView, type ShownBreakGlass, showBreakGlass } from '../domain/shown-break-glass.ts';
import { findBarred } from './assert-not-restricted.ts';
import type { BreakGlassParts } from './break-glass-parts.ts';
import { cursorSubjectOf } from './cursor-subject.ts';

/** Which openings, and which page of them. */
export interface BreakGlassQueueArguments extends PageArguments {
  readonly reviewState?: BreakGlassReviewState | null | undefined;
}

const positionOf = ({ startedAt, id }: BreakGlass): readonly string[] => [startedAt, id];

/** Newest first; those of one moment by id. */
const compare = (opening: BreakGlass, [at = '', id = '']: readonly string[]): number => {
  if (opening.startedAt !== at) return opening.startedAt > at ? -1 : 1;
  if (opening.id === id) return 0;
  return opening.id < id ? -1 : 1;
};

/** How much of an opening that the caller may know of the caller sees. */
export const viewOf = ({ startedBy, owningAreas }: BreakGlass, { subject }: SignedCall): BreakGlassView => {
  const { kind, id, actingArea } = subject;
  if (kind === 'governance' || startedBy === id) return 'WHOLE';
  return actingArea !== null && owningAreas.includes(actingArea) ? { ownArea: actingArea } : 'NOTHING_SEEN';
};

/** Of whom an area owns details nobody outside a compartment is told: not even the area's own officers know of them then. */
const findVisible = async (parts: BreakGlassParts, { subject }: SignedCall): Promise<readonly BreakGlass[]> => {
  const { store } = parts;
  if (subject.kind === 'governance') return store.findAll(null);
  if (subject.actingArea === null) return [];
  const openings = await store.findAll(subject.actingArea);
  const barred = await findBarred(parts, [...new Set(openings.flatMap(openedIds))], { subject });
  return openings.filter((opening) => !openedIds(opening).some((id) => barred.has(id)));
};

/**
 * The openings that the caller has to know of, newest first: of an owning area those of persons of whom it held something at the start, of
 * governance all (access-model.md section 9). Goes on record.
 * @throws InputError BAD_USER_INPUT for `first`, CURSOR_INVALID for `after`
 */
export const breakGlassQueue = async (
  parts: BreakGlassParts,
  { reviewState, ...page }: BreakGlassQueueArguments,
  call: SignedCall,
): Promise<Connection<ShownBreakGlass>> => {
  const { subject } = call;
  const asked = reviewState ?? null;
  const openings = (await findVisible(parts, call)).filter((opening) => asked === null || reviewStateOf(opening) === asked);
  const sorted = openings.toSorted((one, other) => compare(one, positionOf(other)));
  const { edges, ...rest } = toConnection(sorted, page, {
    cursors: parts.cursors,
    binding: { subjectId: cursorSubjectOf(subject), area: subject.actingArea, filter: `breakGlassQueue(${asked ?? ''})` },
    positionOf,
    compare,
  });
  for (const { node } of edges) call.disclose({ action: 'break-glass.read', personIds: [node.personId], resourceIds: [node.id] });
  const now = parts.now();
  return { ...rest, edges: edges.map(({ cursor, node }) => ({ cursor, node: showBreakGlass(node, viewOf(node, call), now) })) };
};
