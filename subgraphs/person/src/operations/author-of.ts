import type { SignedCall } from '@resident-graph/service-kit';
import type { ChangeAction } from '../__generated__/schema-types.ts';
import type { ChangeAuthor } from '../domain/person-change.ts';

/** Who changes a person by a call: the user for whom a service calls, else the caller. */
export const authorOf = (action: ChangeAction, { subject }: Pick<SignedCall, 'subject'>): ChangeAuthor => ({
  action,
  subjectId: subject.onBehalfOf?.id ?? subject.id,
  area: subject.actingArea,
});
