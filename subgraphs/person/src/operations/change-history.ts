import { mayReadRecord, permit } from '@resident-graph/policy';
import {
  AuthorityError,
  type Connection,
  type CursorCodec,
  type PageArguments,
  type SignedCall,
  toConnection,
} from '@resident-graph/service-kit';
import type { ChangeTargetType } from '../__generated__/schema-types.ts';
import { type ChangeOfPerson, compareToPosition, positionOfChange } from '../domain/person-change.ts';
import type { OperationParts } from './operation-parts.ts';

/** What reading the change history stands on. */
export interface ChangeHistoryParts extends Pick<OperationParts, 'restrictions'> {
  readonly store: Pick<OperationParts['store'], 'findChanges'>;
  readonly cursors: CursorCodec;
}

/** Whose history, and which page of it. */
export interface ChangeHistoryArguments extends PageArguments {
  readonly targetType: ChangeTargetType;
  readonly targetId: string;
}

/**
 * The changes of a person, newest first; null for an unknown one, and alike for a restricted one outside the compartment. Extended data has
 * no entries here: it is its area's alone.
 * @throws InputError BAD_USER_INPUT for `first`, CURSOR_INVALID for `after`; AuthorityError FORBIDDEN; DependencyError STORE_UNAVAILABLE when restrictions cannot
 * be known
 */
export const changeHistory = async (
  parts: ChangeHistoryParts,
  { targetType, targetId, ...page }: ChangeHistoryArguments,
  call: SignedCall,
): Promise<Connection<ChangeOfPerson> | null> => {
  const { subject } = call;
  const decision = permit(subject, 'person.changes');
  if (!decision.isPermitted) throw new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: decision.ruleId });
  const standings = await parts.restrictions.findStandings([targetId], call);
  const isOpen = mayReadRecord(subject, targetId) && standings.get(targetId) !== 'OUTSIDE';
  const changes = isOpen ? await parts.store.findChanges(targetId) : [];
  const newestFirst = changes.toReversed().map((change) => ({ ...change, personId: targetId }));
  const shown = toConnection(newestFirst, page, {
    cursors: parts.cursors,
    binding: {
      subjectId: subject.onBehalfOf === null ? subject.id : JSON.stringify([subject.id, subject.onBehalfOf.id]),
      area: subject.actingArea,
      filter: `changeHistory(${JSON.stringify([targetType, targetId])})`,
    },
    positionOf: positionOfChange,
    compare: compareToPosition,
  });
  return changes.length === 0 ? null : shown;
};
