import {
  type ContactDetailAttributes,
  type Decide,
  type Decision,
  type DiagnosticSession,
  maskValue,
  type PersonFacts,
  type ReadContext,
} from '@resident-graph/policy';
import type { ContactTargetType } from '../__generated__/schema-types.ts';
import type { ContactDetailInBook } from './contact-book.ts';

/** What the gateway judges a row by once more. */
export interface AccessAttributes {
  readonly row: ContactDetailAttributes;
  /** Reduced to what concerns the caller and the row; null for a target that is no person. */
  readonly person: PersonFacts | null;
  readonly outcome: 'MASK' | 'FULL';
  /** Support's session; left out where there is none. */
  readonly diagnosticSession?: DiagnosticSession;
}

/** A row as its reader sees it: what a decision gave, and what it rests on. */
export interface VisibleContactDetail {
  /** The row; of a masked one only id, type, sub-type, area, activity and the mask are real. */
  readonly detail: ContactDetailInBook;
  readonly decision: Decision;
  /** How it was read. */
  readonly context: ReadContext;
  readonly access: AccessAttributes;
  /** The ids under which it is found, the survivor first, where the person's ids are joined; left out where they are not. */
  readonly joinedIds?: readonly string[];
}

/** Of rows that stand under one id those of one type of target: an id may be that of targets of several types. */
export const ofTargetType = (rows: readonly VisibleContactDetail[], targetType: ContactTargetType): readonly VisibleContactDetail[] =>
  rows.filter(({ access }) => access.row.targetType === targetType);

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
const factsFor = (person: PersonFacts, area: string | null, actingArea: string | null): PersonFacts => ({
  ...person,
  // The own area's rows need no consent.
  consents: person.consents.filter(({ sourceArea, recipientArea }) => sourceArea === area && recipientArea === actingArea),
  objections: person.objections.filter(({ recipientArea }) => recipientArea === actingArea),
  breakGlass: person.breakGlass.filter((event) => event.area === actingArea),
});

/** Takes rows from what was decided about them to what their reader sees; null is hidden. */
export type ShowRow = (row: ContactDetailInBook) => VisibleContactDetail | null;

/** Compiles how rows are shown to a reader of an acting area who reads in a context. */
export const createShowRow = (decide: Decide, context: ReadContext, actingArea: string | null): ShowRow => {
  const { person, diagnosticSession } = context;
  const session = diagnosticSession === null ? {} : { diagnosticSession };
  // Rows of one area rest on the same facts.
  const factsByArea = new Map<string | null, PersonFacts>();
  const factsOf = (area: string | null): PersonFacts | null => {
    if (person === null) return null;
    const facts = factsByArea.get(area) ?? factsFor(person, area, actingArea);
    factsByArea.set(area, facts);
    return facts;
  };
  return (row) => {
    const attributes = attributesOf(row);
    const decision = decide(attributes);
    const { outcome } = decision;
    if (outcome === 'HIDDEN') return null;
    return {
      detail: outcome === 'MASK' ? maskRow(row) : row,
      decision,
      context,
      access: { row: attributes, person: row.targetType === 'PERSON' ? factsOf(row.area) : null, outcome, ...session },
    };
  };
};
