import { isServiceArea, serviceAreas } from '@resident-graph/schema';
import { type ContactDetailAttributes, emergencyRelations, isForEmergencies, isThirdParty } from './contact-detail-attributes.ts';

/** A filter in MongoDB's language, restricted to what both document stores understand. */
export type Filter = Readonly<Record<string, unknown>>;

/**
 * A statement about a row in two halves: as a predicate, and as a filter of the books and of the elements of their `details`. A property
 * test proves that the halves agree. Attributes that older documents lack count as false.
 */
export interface RowStatement {
  readonly holds: (row: ContactDetailAttributes) => boolean;
  /** For the book; absent where any book can hold such rows. */
  readonly book?: Filter;
  /** For an element of `details`; 'always' and 'never' where the element does not matter. */
  readonly elements: Filter | 'always' | 'never';
}

/** The statement that holds of every row, once for all: what can do nothing is known by it. */
export const always: RowStatement = { holds: () => true, elements: 'always' };
export const never: RowStatement = { holds: () => false, elements: 'never' };

/** One of two constant statements. */
export const constantly = (isTrue: boolean): RowStatement => (isTrue ? always : never);

export const isOfKnownArea: RowStatement = {
  holds: (row) => isServiceArea(row.area),
  book: { area: { $in: [...serviceAreas] } },
  elements: 'always',
};
export const isActiveRow: RowStatement = { holds: (row) => row.isActive, elements: { isActive: true } };
export const isInactiveRow: RowStatement = { holds: (row) => !row.isActive, elements: { isActive: false } };
export const isPublicRow: RowStatement = { holds: (row) => row.isPublic, elements: { isPublic: true } };
export const isUndisputed: RowStatement = {
  holds: (row) => !row.isProcessingRestricted,
  elements: { isProcessingRestricted: { $ne: true } },
};
export const isNoSafeAddress: RowStatement = {
  holds: (row) => row.sensitivity !== 'SAFE_ADDRESS',
  elements: { sensitivity: { $nin: ['SAFE_ADDRESS'] } },
};
export const isNotConfidential: RowStatement = {
  holds: (row) => row.sensitivity !== 'CONFIDENTIAL',
  elements: { sensitivity: { $nin: ['CONFIDENTIAL'] } },
};
export const isOwn: RowStatement = {
  holds: (row) => !isThirdParty(row),
  elements: { relation: { $in: [null] }, subType: { $ne: 'EMERGENCY_CONTACT' } },
};
export const isEmergencyRow: RowStatement = {
  holds: isForEmergencies,
  elements: { $or: [{ relation: { $in: [...emergencyRelations] } }, { subType: 'EMERGENCY_CONTACT' }] },
};
export const isAgreed: RowStatement = { holds: (row) => row.hasThirdPartyAgreed, elements: { hasThirdPartyAgreed: true } };
export const isNotWithheld: RowStatement = {
  holds: (row) => !row.isWithheldFromSubject,
  elements: { isWithheldFromSubject: { $ne: true } },
};

/** Either of two statements about elements. */
export const either = (one: RowStatement, other: RowStatement): RowStatement => {
  if (one.elements === 'always' || other.elements === 'never') return one;
  if (other.elements === 'always' || one.elements === 'never') return other;
  return { holds: (row) => one.holds(row) || other.holds(row), elements: { $or: [one.elements, other.elements] } };
};
