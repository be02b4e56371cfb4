import type { Subject } from '@resident-graph/policy';
import type { AccessEvent as ShownAccessEvent, SubjectKind } from '../__generated__/schema-types.ts';
import { type AccessEvent, isBlindAction } from '../domain/access-event.ts';
import type { AccessEventEntry } from '../store/access-event-store.ts';

/** An event of a person with what a reader may see of it. */
export interface EventToShow {
  readonly event: AccessEvent;
  readonly isWithheld: boolean;
}

/**
 * Tells whether a reader sees an event at all: a resident what is not withheld, a steward what the own area owns or read, governance
 * everything; whoever acts for somebody only what both see. Source: access-model.md section 11.
 */
export const seesEvent = (subject: Subject, entry: AccessEventEntry, isReleased: boolean): boolean => {
  const { kind, actingArea, onBehalfOf } = subject;
  if (onBehalfOf !== null && !seesEvent(onBehalfOf, entry, isReleased)) return false;
  if (kind === 'governance') return true;
  if (kind === 'resident') return !entry.isWithheld || isReleased;
  return kind === 'steward' && actingArea !== null && entry.areas.includes(actingArea);
};

const hidden = {
  action: null,
  requestId: null,
  operationHash: null,
  subjectId: null,
  subjectKind: null,
  roles: null,
  onBehalfOfId: null,
  caseReference: null,
  resourceIds: null,
  fullCount: null,
  maskCount: null,
  fieldsReturned: null,
  decisionIds: null,
  codes: null,
  policyRevision: null,
  consentIds: null,
  breakGlassId: null,
  isWithheld: null,
} satisfies Partial<ShownAccessEvent>;

const shownKinds: readonly SubjectKind[] = ['OFFICER', 'SERVICE', 'STEWARD', 'SUPPORT', 'ANALYST', 'GOVERNANCE', 'RESIDENT'];

/** The kind of a subject as callers see it; null for a worker, which is none of theirs. */
export const toShownKind = (kind: string): SubjectKind | null => shownKinds.find((shown) => shown.toLowerCase() === kind) ?? null;

const showAll = ({ event, isWithheld }: EventToShow): ShownAccessEvent => {
  const { subject, resourceAreas: _owners, areas: _areas, personIds: _persons, chain: _chain, sequence: _sequence, ...rest } = event;
  return {
    ...rest,
    area: subject.area,
    subjectId: subject.id,
    subjectKind: toShownKind(subject.kind),
    roles: subject.roles,
    onBehalfOfId: subject.onBehalfOfId,
    isWithheld,
  };
};

/** What an owning area sees of another one's look: of what was shown its own rows, and nothing that tells of the others. */
const showOwn = (shown: EventToShow, area: string): ShownAccessEvent => ({
  ...showAll(shown),
  resourceIds: shown.event.resourceIds.filter((_id, index) => shown.event.resourceAreas[index] === area),
  fullCount: null,
  maskCount: null,
  fieldsReturned: null,
  decisionIds: null,
  codes: null,
  consentIds: null,
});

/** An event as one reader sees it, who sees it at all. */
export const showEvent = (subject: Subject, shown: EventToShow): ShownAccessEvent => {
  const { event } = shown;
  if (subject.onBehalfOf?.kind === 'resident' || subject.kind === 'resident') {
    return { ...hidden, id: event.id, at: event.at, area: event.subject.area, purpose: event.purpose };
  }
  const isOwn = event.subject.area === subject.actingArea && !isBlindAction(event.action);
  if (subject.kind === 'governance' || isOwn) return showAll(shown);
  return showOwn(shown, subject.actingArea ?? '');
};
