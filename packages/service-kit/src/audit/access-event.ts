import { purposes, subjectKinds } from '@resident-graph/schema';
import { z } from 'zod';
import { disclosedActions } from './disclosure.ts';

/** Everything that is on record: what was shown, and changes of who may see. Source: access-model.md section 11. */
export const auditedActions = [
  ...disclosedActions,
  'contact-detail.read',
  'access.explain',
  'access-event.release',
  'consent.capture',
  'consent.confirm',
  'consent.revoke',
  'objection.record',
  'objection.withdraw',
  'restriction.restrict',
  'restriction.propose-lift',
  'restriction.lift',
  'break-glass.start',
  'break-glass.end',
  'break-glass.approve',
  'break-glass.review',
  'break-glass.lock',
  'break-glass.unlock',
  'diagnostic.start',
] as const;
export type AuditedAction = (typeof auditedActions)[number];

const ids = z.array(z.string());

/** The form of an event before it has its place in a chain. */
export const accessEventDraft = z.strictObject({
  /** The caller's request and operation; null where a worker acted. */
  requestId: z.string().nullable(),
  operationHash: z.string().nullable(),
  subject: z.strictObject({
    id: z.string(),
    kind: z.enum(subjectKinds),
    area: z.string().nullable(),
    roles: z.array(z.string()),
    onBehalfOfId: z.string().nullable(),
  }),
  purpose: z.enum(purposes),
  caseReference: z.string().nullable(),
  action: z.enum(auditedActions),
  /** Whose data it is; empty where it is nobody's. */
  personIds: ids,
  resourceIds: ids,
  /** For each resource the area that owns it, in the same order; null or left out where none does. */
  resourceAreas: z.array(z.string().nullable()),
  /** How many rows were shown in full and masked; hidden rows are not counted. */
  fullCount: z.int().min(0),
  maskCount: z.int().min(0),
  /** `Type.field`, sorted. */
  fieldsReturned: z.array(z.string()),
  decisionIds: ids,
  codes: z.array(z.string()),
  policyRevision: z.string(),
  consentIds: ids,
  breakGlassId: z.string().nullable(),
});

/** An event of the record of looks before it has its place in a chain: ids, never values. */
export type AccessEventDraft = Readonly<z.output<typeof accessEventDraft>>;

/** The worker action of contact-details that puts events on record; it answers when they are durable. */
export const appendAccessEventsAction = 'access-events.append';
export const appendAccessEventsInput = z.strictObject({ events: z.array(accessEventDraft).min(1).max(5_000) });
