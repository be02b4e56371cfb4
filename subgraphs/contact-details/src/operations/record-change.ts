import { policyRevision } from '@resident-graph/policy';
import type { AuditedAction, SignedCall } from '@resident-graph/service-kit';
import type { AccessLog } from '../domain/access-log.ts';

/** A change of who may see, as it goes on record. */
export interface RecordedChange {
  readonly action: AuditedAction;
  readonly personIds: readonly string[];
  /** The ids of what was changed. */
  readonly resourceIds: readonly string[];
  /** The areas that own the resources, in the same order; left out where none does. */
  readonly resourceAreas?: readonly (string | null)[];
  /** Of an explanation the decision that it is about, and what of its reasons was told. */
  readonly decisionIds?: readonly string[];
  readonly codes?: readonly string[];
  readonly consentIds?: readonly string[];
  readonly breakGlassId?: string;
}

/**
 * Puts a change on record before it is written: a change that did not come about is on record then, never one that came about and is not.
 * @throws DependencyError AUDIT_UNAVAILABLE; nothing was changed
 */
export const recordChange = (log: AccessLog, call: SignedCall, change: RecordedChange): Promise<void> => {
  const { subject, request } = call;
  return log.append([
    {
      requestId: request?.id ?? null,
      operationHash: request?.operationHash ?? null,
      subject: {
        id: subject.id,
        kind: subject.kind,
        area: subject.actingArea,
        roles: [...subject.roles],
        onBehalfOfId: subject.onBehalfOf?.id ?? null,
      },
      purpose: subject.purpose,
      caseReference: subject.caseReference,
      action: change.action,
      personIds: [...change.personIds],
      resourceIds: [...change.resourceIds],
      resourceAreas: [...(change.resourceAreas ?? [])],
      fullCount: 0,
      maskCount: 0,
      fieldsReturned: [],
      decisionIds: [...(change.decisionIds ?? [])],
      codes: [...(change.codes ?? [])],
      policyRevision,
      consentIds: [...(change.consentIds ?? [])],
      breakGlassId: change.breakGlassId ?? null,
    },
  ]);
};
