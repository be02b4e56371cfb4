import type { ContactDetailInBook } from '@resident-graph/contact-details-subgraph';
import type { TestCaller } from './callers.ts';
import type { Census } from './census.ts';
import { bestOf, isBarred, pathsTo, type Question } from './paths.ts';
import { accountabilityOf } from './view-accountability.ts';

/** All that a mask may tell. Source: access-model.md section 6, last paragraph. */
const masked = ({ id, contactType, subType, area, isActive, value, createdAt }: ContactDetailInBook): object => {
  const shown: Readonly<Record<string, string>> = { PHONE: value.slice(-2), EMAIL: value.slice(0, 1), ADDRESS: '' };
  // The place in a list comes from when it was recorded.
  return { id, contactType, subType, area, isActive, createdAt, shown: shown[contactType] };
};

/** A whole row, without what only its own area sees of it. */
const whole = (caller: TestCaller, { lookupKeys: _keys, source: _source, ...row }: ContactDetailInBook): object => {
  if (row.area === caller.area && caller.kind !== 'resident') return row;
  const { changes: _changes, isDefault, ...shared } = row;
  return caller.kind === 'resident' ? { ...shared, isDefault } : shared;
};

/** What a view is looked at with. */
export interface Looking {
  readonly caller: TestCaller;
  readonly now: number;
  /** Nothing in the run asks for history. */
  readonly isHistoryHidden: boolean;
  /** Something in the run asks for the record of looks. */
  readonly asksRecord: boolean;
}

/** What an explanation may rest on: nothing of the value. */
const explained = (row: ContactDetailInBook): object => {
  const { id, targetId, targetType, area, contactType, subType, isActive, sensitivity, relation, hasThirdPartyAgreed } = row;
  const { isProcessingRestricted, isWithheldFromSubject, isPublic, origin } = row;
  const kind = { id, targetId, targetType, area, contactType, subType, isActive, origin };
  return { ...kind, sensitivity, relation, hasThirdPartyAgreed, isProcessingRestricted, isWithheldFromSubject, isPublic };
};

const rowsIn = (census: Census, { caller, now, isHistoryHidden }: Looking): readonly object[] =>
  census.rows.flatMap((row) => {
    if (caller.kind === 'governance') return [explained(row)];
    const look = (isTriage: boolean): ReturnType<typeof bestOf> => {
      const question: Question = { includesHistoric: !isHistoryHidden, isTriage, now };
      return bestOf(pathsTo(caller, row, { census, question }));
    };
    const outcome = look(false) === 'HIDDEN' ? look(true) : look(false);
    if (outcome === 'HIDDEN') return [];
    return [outcome === 'FULL' ? whole(caller, row) : masked(row)];
  });

/**
 * Everything of a census that a caller may come to know by whatever question, as text: where two worlds have the same view, all answers
 * must be the same.
 */
export const viewOf = (census: Census, looking: Looking): string => {
  const { caller, asksRecord } = looking;
  const isAll = caller.kind === 'governance';
  const isOwn = (area: string | null): boolean => area !== null && area === caller.area;
  const isSelf = (personId: string): boolean => caller.kind === 'resident' && personId === caller.personId;
  return JSON.stringify({
    rows: rowsIn(census, looking),
    preferences: census.preferences.filter(({ area, targetId }) => isOwn(area) && !isBarred(caller, targetId, census)),
    notices: census.notices.filter(({ area }) => isOwn(area)),
    consents: census.consents.filter(
      ({ personId, sourceArea, recipientArea }) => isAll || isSelf(personId) || isOwn(sourceArea) || isOwn(recipientArea),
    ),
    objections: census.objections.filter(
      // A steward may ask how anybody would be judged.
      ({ personId, recipientArea, capturedByArea }) =>
        isAll || caller.kind === 'steward' || isSelf(personId) || isOwn(recipientArea) || isOwn(capturedByArea),
    ),
    ...accountabilityOf(census, caller, asksRecord),
  });
};
