import { mayReadRecord, type Subject } from '@resident-graph/policy';
import {
  badUserInput,
  type Connection,
  type CursorCodec,
  type PageArguments,
  ProblemCollector,
  readRequiredText,
  type SignedCall,
  toConnection,
} from '@resident-graph/service-kit';
import type { ReleaseAccessEventsInput, AccessEvent as ShownAccessEvent } from '../__generated__/schema-types.ts';
import { findGroup } from '../domain/person-groups.ts';
import type { AccessEventEntry, AccessEventStore } from '../store/access-event-store.ts';
import { findBarred, type RestrictionGuardParts } from './assert-not-restricted.ts';
import { assertPermitted } from './consent-operation-parts.ts';
import { cursorSubjectOf } from './cursor-subject.ts';
import { recordChange } from './record-change.ts';
import { seesEvent, showEvent } from './show-access-event.ts';

/** What the operations on the record of looks stand on. */
export interface AccessHistoryParts extends RestrictionGuardParts {
  readonly events: AccessEventStore;
  readonly cursors: CursorCodec;
  readonly now: () => number;
}

/** Which person's record, and which page of it. */
export interface AccessHistoryArguments extends PageArguments {
  readonly personId: string;
}

/** Reading the record of looks, and releasing what it withholds. */
export interface AccessHistory {
  /**
   * The looks at a person's values, under whichever of the joined ids, that the caller may see, newest first; empty for a person of whom the caller may see none. It goes
   * on record itself.
   * @throws InputError BAD_USER_INPUT for `first`, CURSOR_INVALID for `after`; AuthorityError FORBIDDEN
   */
  accessHistory(asked: AccessHistoryArguments, call: SignedCall): Promise<Connection<ShownAccessEvent>>;
  /**
   * Lets residents see events that were withheld from them; those released before stay released. Answers their ids.
   * @throws InputError BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN; DependencyError AUDIT_UNAVAILABLE
   */
  releaseAccessEvents(input: ReleaseAccessEventsInput, call: SignedCall): Promise<readonly string[]>;
}

/** Most events in one release. Source: SDL, `ReleaseAccessEventsInput`. */
const maximumReleased = 100;

const positionOf = ({ at, _id }: AccessEventEntry): readonly string[] => [at, _id];

/** Newest first; events of one moment by id. */
const compare = (entry: AccessEventEntry, [at = '', id = '']: readonly string[]): number => {
  if (entry.at !== at) return entry.at > at ? -1 : 1;
  if (entry._id === id) return 0;
  return entry._id < id ? -1 : 1;
};

/** Whether a reader is told anything of a person: of a restricted one only governance, the resident, and who is inside the compartment. */
const mayReadHistory = async (parts: AccessHistoryParts, personId: string, subject: Subject): Promise<boolean> =>
  mayReadRecord(subject, personId) && (subject.kind === 'governance' || !(await findBarred(parts, [personId], { subject })).has(personId));

const findVisible = async (parts: AccessHistoryParts, personId: string, subject: Subject) => {
  const { events } = parts;
  const { personIds } = await findGroup(parts, personId, { subject });
  const entries = (await mayReadHistory(parts, personId, subject)) ? await events.findEntries(personIds) : [];
  const released = await events.findReleased(entries.filter(({ isWithheld }) => isWithheld).map(({ _id }) => _id));
  const visible = entries.filter((entry) => seesEvent(subject, entry, released.has(entry._id)));
  return { personIds, released, visible: visible.toSorted((one, other) => compare(one, positionOf(other))) };
};

const accessHistory = async (
  parts: AccessHistoryParts,
  { personId, ...page }: AccessHistoryArguments,
  call: SignedCall,
): Promise<Connection<ShownAccessEvent>> => {
  const { events, cursors } = parts;
  const { subject } = call;
  assertPermitted(subject, 'access-event.read');
  const { personIds, visible, released } = await findVisible(parts, personId, subject);
  const entries = toConnection(visible, page, {
    cursors,
    binding: { subjectId: cursorSubjectOf(subject), area: subject.actingArea, filter: `accessHistory(${JSON.stringify(personId)})` },
    positionOf,
    compare,
  });
  const whole = await events.findByIds(entries.edges.map(({ node }) => node._id));
  const edges = entries.edges.flatMap(({ cursor, node }) => {
    const event = whole.get(node._id);
    if (event === undefined) return [];
    return [{ cursor, node: showEvent(subject, { event, isWithheld: node.isWithheld && !released.has(node._id) }) }];
  });
  // Who looked at nothing is not on record: the person need not even exist.
  if (edges.length > 0)
    call.disclose({ action: 'access-event.read', personIds: [...personIds], resourceIds: edges.map(({ node }) => node.id) });
  return { ...entries, edges };
};

const readRelease = ({ ids, reason }: ReleaseAccessEventsInput) => {
  const problems = new ProblemCollector('input');
  const rule = { path: 'reason', minimumLength: 10, maximumLength: 2_000, expected: 'why, in at least 10 characters' };
  const text = readRequiredText(reason, rule, problems);
  if (ids.length === 0) problems.add('ids', 'REQUIRED', 'Expected the id of at least one event.');
  if (ids.length > maximumReleased) problems.add('ids', 'TOO_MANY', `Expected at most ${maximumReleased} events.`);
  problems.throwIfAny();
  return { ids: [...new Set(ids)], reason: text };
};

const releaseAccessEvents = async (
  { events, now }: AccessHistoryParts,
  input: ReleaseAccessEventsInput,
  call: SignedCall,
): Promise<readonly string[]> => {
  assertPermitted(call.subject, 'access-event.release');
  const { ids, reason } = readRelease(input);
  const withheld = await events.findWithheld(ids);
  const unknown = input.ids.flatMap((id, index) => (withheld.has(id) ? [] : [index]));
  if (unknown.length > 0) {
    const message = 'Expected the id of an event that is withheld from residents.';
    throw badUserInput(unknown.map((index) => ({ path: `input.ids.${index}`, code: 'NOT_FOUND', message })));
  }
  const personIds = [...new Set([...withheld.values()].flatMap((event) => event.personIds))];
  await recordChange(events, call, { action: 'access-event.release', personIds, resourceIds: ids });
  const released = { releasedAt: new Date(now()).toISOString(), releasedBy: call.subject.id, reason };
  await events.release(ids.map((_id) => ({ _id, ...released })));
  return ids;
};

/** Binds the operations on the record of looks to what they stand on. */
export const createAccessHistory = (parts: AccessHistoryParts): AccessHistory => ({
  accessHistory: (asked, call) => accessHistory(parts, asked, call),
  releaseAccessEvents: (input, call) => releaseAccessEvents(parts, input, call),
});
