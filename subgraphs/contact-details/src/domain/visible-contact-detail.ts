import { type ContactDetailAttributes, type Decision, maskValue, type PersonFacts, type ReadContext } from '@resident-graph/policy';
import type { ContactDetailInBook } from './contact-book.ts';

/** What the gateway judges a row by once more. */
export interface AccessAttributes {
  readonly row: ContactDetailAttributes;
  /** Reduced to what concerns the caller and the row; null for a target that is no person. */
  readonly person: PersonFacts | null;
  readonly outcome: 'MASK' | 'FULL';
}

/** A row as its reader sees it: what a decision gave, and what it rests on. */
export interface VisibleContactDetail {
  /** The row; of a masked one only id, type, sub-type, area, activity and the mask are real. */
  readonly detail: ContactDetailInBook;
  readonly decision: Decision;
  /** How it was read. */
  readonly context: ReadContext;
  readonly access: AccessAttributes;
}

/** The attributes of a row that decisions rest on. */
export const attributesOf = (row: ContactDetailInBook): ContactDetailAttributes => ({
  id: row.id,
  targetType: row.targetType,
  targetId: row.targetId,
  area: row.area,
  contactType: row.contactType,
  subType: row.subType,
  isActive: row.isActive,
  sensitivity: row.sensitivity,
  relation: row.relation,
  hasThirdPartyAgreed: row.hasThirdPartyAgreed,
  isProcessingRestricted: row.isProcessingRestricted,
  isWithheldFromSubject: row.isWithheldFromSubject,
  isPublic: row.isPublic,
});

/** A masked row: what it must not tell is not in it. Source: access-model.md section 6, last paragraph. */
const maskRow = (row: ContactDetailInBook): ContactDetailInBook => ({
  ...row,
  value: maskValue(row.contactType, row.value),
  address: null,
  description: null,
  relation: null,
  contactName: null,
  team: null,
  isDefault: false,
  validFrom: null,
  validUntil: null,
  supersedesId: null,
  lookupKeys: [],
  changes: [],
  source: null,
});

/** Of what is known of a person only what the gateway's decision about this row can rest on. */
const factsFor = (row: ContactDetailAttributes, context: ReadContext, areas: ReadonlySet<string | null>): PersonFacts | null => {
  const { person } = context;
  if (row.targetType !== 'PERSON' || person === null) return null;
  return {
    ...person,
    // The own area's rows need no consent.
    consents: person.consents.filter(({ sourceArea, recipientArea }) => sourceArea === row.area && areas.has(recipientArea)),
    objections: person.objections.filter(({ recipientArea }) => areas.has(recipientArea)),
    breakGlass: person.breakGlass.filter(({ area }) => areas.has(area)),
  };
};

/** The row as its reader sees it; null when it is hidden. `actingAreas`: the reader's acting area. */
export const toVisible = (
  row: ContactDetailInBook,
  decided: { readonly decision: Decision; readonly context: ReadContext; readonly actingArea: string | null },
): VisibleContactDetail | null => {
  const { decision, context, actingArea } = decided;
  const { outcome } = decision;
  if (outcome === 'HIDDEN') return null;
  const attributes = attributesOf(row);
  return {
    detail: outcome === 'MASK' ? maskRow(row) : row,
    decision,
    context,
    access: { row: attributes, person: factsFor(attributes, context, new Set([actingArea])), outcome },
  };
};
