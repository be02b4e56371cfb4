import { policyRevision, type Subject } from '@resident-graph/policy';
import { type AccessEventDraft, groupBy } from '@resident-graph/service-kit';
import type { LookAction } from './audited-types.ts';
import type { RequestRecord, ShownRow } from './request-record.ts';

/** Whose looks they are, and what they showed of what. */
export interface Look {
  readonly subject: Subject;
  readonly requestId: string;
  readonly record: RequestRecord;
  readonly fieldsReturned: (action: LookAction) => readonly string[];
}

/** What distinguishes an event from the others of its request. */
type OwnPart = Pick<AccessEventDraft, 'action' | 'personIds' | 'resourceIds'> & Partial<AccessEventDraft>;

const unique = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const personOf = ({ targetType, targetId }: ShownRow): string | null => (targetType === 'PERSON' ? targetId : null);

/** A row that several fetches showed counts once, in full when one of them showed it so. */
const ofRows = (came: readonly ShownRow[]): OwnPart => {
  const rows = came.toSorted((one, other) => byText(one.id, other.id) || byText(one.decisionId, other.decisionId));
  const byId = new Map<string, ShownRow>();
  for (const row of rows) if (byId.get(row.id)?.outcome !== 'FULL') byId.set(row.id, row);
  const shown = [...byId.values()];
  const [first] = shown;
  const personId = first === undefined ? null : personOf(first);
  const isFlagged = rows.some(({ flags }) => flags.flagged === true);
  return {
    action: 'contact-detail.read',
    personIds: personId === null ? [] : [personId],
    resourceIds: shown.map(({ id }) => id),
    resourceAreas: shown.map(({ area }) => area),
    fullCount: shown.filter(({ outcome }) => outcome === 'FULL').length,
    maskCount: shown.filter(({ outcome }) => outcome === 'MASK').length,
    decisionIds: rows.map(({ decisionId }) => decisionId),
    codes: [...unique(rows.map(({ code }) => code)), ...(isFlagged ? ['OBJECTED'] : [])],
    consentIds: unique(rows.flatMap(({ flags }) => flags.sharedUnder?.consentId ?? [])),
    breakGlassId: first?.flags.breakGlassId ?? null,
  };
};

/** By key. */
const sortedValues = <Value>(groups: ReadonlyMap<string, Value>): readonly Value[] =>
  [...groups].toSorted(([one], [other]) => byText(one, other)).map(([, value]) => value);

/**
 * What a request showed as events of the record: one for each action and person, with an emergency opening apart, so that an event of
 * one lists what was seen through it and nothing else. Matches of a search are one event with all persons. Ids only, in an order of their
 * own: fetches run side by side, and which of them came first is nobody's business.
 * Source: access-model.md section 11.
 */
export const toAccessEvents = ({ subject, requestId, record, fieldsReturned }: Look): readonly AccessEventDraft[] => {
  const { id, kind, actingArea, roles, onBehalfOf, purpose, caseReference } = subject;
  const toEvent = (own: OwnPart): AccessEventDraft => ({
    requestId,
    operationHash: record.operationHash,
    subject: { id, kind, area: actingArea, roles: [...roles], onBehalfOfId: onBehalfOf?.id ?? null },
    purpose,
    caseReference,
    resourceAreas: [],
    fullCount: own.resourceIds.length,
    maskCount: 0,
    fieldsReturned: [...fieldsReturned(own.action as LookAction)],
    decisionIds: [],
    codes: [],
    policyRevision,
    consentIds: [],
    breakGlassId: null,
    ...own,
  });
  const rows = groupBy(record.rows, (row) => JSON.stringify([personOf(row) ?? '', row.flags.breakGlassId ?? '']));
  const disclosures = groupBy(record.disclosures, ({ action, personIds }) =>
    action === 'person.match' ? action : JSON.stringify([action, personIds]),
  );
  return [
    ...sortedValues(rows).map((some) => toEvent(ofRows(some))),
    ...sortedValues(disclosures).flatMap((some) => {
      const [first] = some;
      if (first === undefined) return [];
      const personIds = unique(some.flatMap((disclosure) => disclosure.personIds));
      return [toEvent({ action: first.action, personIds, resourceIds: unique(some.flatMap(({ resourceIds }) => resourceIds)) })];
    }),
  ];
};
