import {
  type BreakGlassFacts,
  type CompartmentEntry,
  type ConsentFacts,
  type ContactDetailAttributes,
  type DiagnosticSession,
  isRole,
  type ObjectionFacts,
  type Outcome,
  type PersonFacts,
  sensitivities,
} from '@resident-graph/policy';
import { isPurpose } from '@resident-graph/schema';

/** What the gateway judges a row by, as the subgraph of contact details sends it for every row. */
export interface AccessAttributes {
  readonly row: ContactDetailAttributes;
  /** What is known of the person whose row it is; null for a target that is no person. */
  readonly person: PersonFacts | null;
  /** How the subgraph shaped the row. */
  readonly outcome: Exclude<Outcome, 'HIDDEN'>;
  /** Support's session; left out where there is none. */
  readonly diagnosticSession?: DiagnosticSession | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isInstant = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));
const isInstantOrNull = (value: unknown): value is string | null => value === null || isInstant(value);
const isListOf =
  <Item>(isItem: (value: unknown) => value is Item) =>
  (value: unknown): value is readonly Item[] =>
    Array.isArray(value) && value.every(isItem);
const areTexts = isListOf(isText);

const isRowAttributes = (value: unknown): value is ContactDetailAttributes =>
  isObject(value) &&
  isText(value['id']) &&
  isText(value['targetType']) &&
  isText(value['targetId']) &&
  isTextOrNull(value['area']) &&
  isText(value['contactType']) &&
  isText(value['subType']) &&
  isFlag(value['isActive']) &&
  sensitivities.some((known) => known === value['sensitivity']) &&
  isTextOrNull(value['relation']) &&
  isFlag(value['hasThirdPartyAgreed']) &&
  isFlag(value['isProcessingRestricted']) &&
  isFlag(value['isWithheldFromSubject']) &&
  isFlag(value['isPublic']);

const isScope = (value: unknown): value is ConsentFacts['scope'] => {
  if (!isObject(value)) return false;
  // Exactly one of the two: of both, nobody knows which the person meant.
  return 'types' in value ? areTexts(value['types']) && !('contactDetailIds' in value) : areTexts(value['contactDetailIds']);
};

const isConsent = (value: unknown): value is ConsentFacts =>
  isObject(value) &&
  isText(value['id']) &&
  areTexts(value['personIds']) &&
  isText(value['sourceArea']) &&
  isText(value['recipientArea']) &&
  isPurpose(value['purpose']) &&
  isScope(value['scope']) &&
  isInstant(value['capturedAt']) &&
  isInstant(value['validFrom']) &&
  isInstantOrNull(value['validUntil']) &&
  isFlag(value['isRevoked']) &&
  isFlag(value['isPending']);

const isObjection = (value: unknown): value is ObjectionFacts =>
  isObject(value) && isText(value['recipientArea']) && isInstant(value['capturedAt']) && isFlag(value['isWithdrawn']);

const isBreakGlass = (value: unknown): value is BreakGlassFacts =>
  isObject(value) &&
  isText(value['id']) &&
  areTexts(value['personIds']) &&
  isText(value['area']) &&
  isText(value['startedBy']) &&
  isInstant(value['startedAt']) &&
  isInstantOrNull(value['endedAt']) &&
  isTextOrNull(value['approvedBy']);

const isCompartmentEntry = (value: unknown): value is CompartmentEntry => {
  if (!isObject(value)) return false;
  return 'subjectId' in value ? isText(value['subjectId']) : isText(value['area']) && isRole(value['role']);
};

const areEntries = isListOf(isCompartmentEntry);

const isRestriction = (value: unknown): value is PersonFacts['restriction'] =>
  value === null || (isObject(value) && areEntries(value['compartment']));

const isSession = (value: unknown): value is DiagnosticSession =>
  isObject(value) && isText(value['caseReference']) && isText(value['area']) && isInstant(value['startedAt']);

const areConsents = isListOf(isConsent);
const areObjections = isListOf(isObjection);
const areBreakGlass = isListOf(isBreakGlass);

/** Tells whether a value is what a decision needs to know of a person: every fact there, each in its shape. */
export const isPersonFacts = (value: unknown): value is PersonFacts =>
  isObject(value) &&
  areTexts(value['personIds']) &&
  isRestriction(value['restriction']) &&
  areConsents(value['consents']) &&
  areObjections(value['objections']) &&
  areBreakGlass(value['breakGlass']);

/** Attributes whose person is not looked at yet, so that the rows of one person need that only once. */
export type UnreadAttributes = Omit<AccessAttributes, 'person'> & { readonly person: unknown };

/** Tells whether a value has the row and the outcome of attributes, and says something of the person. */
export const isUnreadAttributes = (value: unknown): value is UnreadAttributes =>
  isObject(value) &&
  isRowAttributes(value['row']) &&
  (value['outcome'] === 'MASK' || value['outcome'] === 'FULL') &&
  value['person'] !== undefined &&
  (value['diagnosticSession'] === undefined || isSession(value['diagnosticSession']));

const isNothingKnown = ({ personIds, restriction, consents, objections, breakGlass }: PersonFacts): boolean =>
  personIds.length === 0 && restriction === null && consents.length === 0 && objections.length === 0 && breakGlass.length === 0;

/**
 * Tells whether facts are about the person whose row it is: they name the person among those joined, or say that nothing bears on access
 * and name nobody. A row of no person needs none.
 */
export const concernsRow = (person: PersonFacts | null, row: ContactDetailAttributes): boolean =>
  row.targetType !== 'PERSON' || (person !== null && (person.personIds.includes(row.targetId) || isNothingKnown(person)));
