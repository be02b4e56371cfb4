import type { AccessEventDraft, AuditedAction } from '@resident-graph/service-kit';

/** The place that an event gets in the record. */
export interface AccessEventPlace {
  readonly id: string;
  /** The name of its chain. */
  readonly chain: string;
  /** Its place in the chain, from 1. */
  readonly sequence: number;
  /** When it was put on record. */
  readonly at: string;
}

/** What is stored beside the text so that events are found. */
export interface AccessEventColumns extends AccessEventPlace {
  readonly personIds: readonly string[];
  /** The areas that see it: the acting one, unless it acted blindly, and those that own what was shown; sorted. */
  readonly areas: readonly string[];
  readonly action: AuditedAction;
  readonly subjectId: string;
  readonly breakGlassId: string | null;
  /** Whether residents see it only after governance released it. */
  readonly isWithheld: boolean;
}

/** An event of the record of looks in its place. */
export interface AccessEvent extends AccessEventColumns, AccessEventDraft {
  readonly personIds: string[];
}

/**
 * Tells whether a resident must not see an event before governance released it: whoever holds the account may be the danger.
 * Source: access-model.md section 11.
 */
const isWithheldFromResidents = ({ action, purpose, breakGlassId }: AccessEventDraft): boolean =>
  purpose === 'SAFEGUARDING' ||
  purpose === 'EMERGENCY' ||
  breakGlassId !== null ||
  action === 'person.read-restricted' ||
  action.startsWith('break-glass.') ||
  action.startsWith('restriction.');

/**
 * Tells whether an event says more than its actor may know: whoever revokes ends also consents that they cannot see, and neither they
 * nor their area learn which. Source: access-model.md section 4, W8.
 */
export const isBlindAction = (action: AuditedAction): boolean => action === 'consent.revoke';

/** The columns of an event. */
export const columnsOf = ({ id, chain, sequence, at }: AccessEventPlace, draft: AccessEventDraft): AccessEventColumns => ({
  id,
  chain,
  sequence,
  at,
  personIds: [...new Set(draft.personIds)],
  areas: [
    ...new Set([isBlindAction(draft.action) ? null : draft.subject.area, ...draft.resourceAreas].filter((area) => area !== null)),
  ].toSorted(),
  action: draft.action,
  subjectId: draft.subject.id,
  breakGlassId: draft.breakGlassId,
  isWithheld: isWithheldFromResidents(draft),
});

/** The columns as JSON without the closing brace, in one order: with that each text begins. */
const beginningOf = (columns: AccessEventColumns): string => {
  const { id, chain, sequence, at, personIds, areas, action, subjectId, breakGlassId, isWithheld } = columns;
  return JSON.stringify({ id, chain, sequence, at, personIds, areas, action, subjectId, breakGlassId, isWithheld }).slice(0, -1);
};

/** The text of an event: JSON, fields always in the same order, its columns first. */
export const textOf = (columns: AccessEventColumns, draft: AccessEventDraft): string => {
  const { subject } = draft;
  const others = {
    requestId: draft.requestId,
    operationHash: draft.operationHash,
    subject: { id: subject.id, kind: subject.kind, area: subject.area, roles: subject.roles, onBehalfOfId: subject.onBehalfOfId },
    purpose: draft.purpose,
    caseReference: draft.caseReference,
    resourceIds: draft.resourceIds,
    resourceAreas: draft.resourceAreas,
    fullCount: draft.fullCount,
    maskCount: draft.maskCount,
    fieldsReturned: draft.fieldsReturned,
    decisionIds: draft.decisionIds,
    codes: draft.codes,
    policyRevision: draft.policyRevision,
    consentIds: draft.consentIds,
  } satisfies Omit<AccessEventDraft, keyof AccessEventColumns>;
  return `${beginningOf(columns)},${JSON.stringify(others).slice(1)}`;
};

const endOfColumns = ',"requestId":';

const areSame = (written: readonly string[], stored: unknown): boolean =>
  Array.isArray(stored) && written.length === stored.length && written.every((one, index) => one === stored[index]);

/** Reads the columns that a text begins with; null when no writer of the record has made it. */
const readColumns = (text: string): AccessEventColumns | null => {
  try {
    return JSON.parse(`${text.slice(0, text.indexOf(endOfColumns))}}`) as AccessEventColumns;
  } catch {
    return null;
  }
};

/**
 * Tells whether columns are those of a text. Only its beginning is read, because reading each event whole would take longer than all the
 * rest; where that ends is certain, because a quotation mark within a value is escaped.
 */
export const areColumnsOf = (text: string, columns: AccessEventColumns): boolean => {
  const written = readColumns(text);
  return (
    written !== null &&
    written.id === columns.id &&
    written.chain === columns.chain &&
    written.sequence === columns.sequence &&
    written.at === columns.at &&
    areSame(written.personIds, columns.personIds) &&
    areSame(written.areas, columns.areas) &&
    written.action === columns.action &&
    written.subjectId === columns.subjectId &&
    written.breakGlassId === columns.breakGlassId &&
    written.isWithheld === columns.isWithheld
  );
};

/** Reads a text that is known to be one of ours. */
export const parseText = (text: string): AccessEvent => JSON.parse(text) as AccessEvent;
