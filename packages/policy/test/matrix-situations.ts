import type { CapNumber, ContactDetailAttributes, GrantNumber, PersonFacts, ReadContext, Subject } from '../src/index.ts';
import {
  breakGlass,
  byId,
  consent,
  contextWith,
  laterObjection,
  legacyRow,
  objection,
  officer,
  otherRow,
  ownRow,
  publicRow,
  resident,
  session,
  steward,
  support,
} from './samples.ts';

/** What a decision is about. */
export interface Situation {
  readonly subject: Subject;
  readonly row: ContactDetailAttributes;
  readonly context: ReadContext;
}

type Change = (situation: Situation) => Situation;

/** A situation in which one grant is open and no cap applies, except for those that the grant itself implies. */
export const openOnly: Readonly<Record<GrantNumber, Situation>> = {
  1: { subject: officer, row: ownRow, context: contextWith({}) },
  2: { subject: officer, row: { ...ownRow, isActive: false }, context: contextWith({}, { includeHistoric: true }) },
  3: { subject: officer, row: otherRow, context: contextWith({ consents: [consent] }) },
  4: { subject: officer, row: otherRow, context: contextWith({ breakGlass: [breakGlass] }) },
  5: { subject: resident, row: otherRow, context: contextWith({}) },
  6: { subject: support, row: otherRow, context: contextWith({}, { diagnosticSession: session }) },
  7: { subject: steward, row: legacyRow, context: contextWith({}, { isLegacyTriage: true }) },
  8: { subject: officer, row: publicRow, context: contextWith({}) },
};

const row =
  (attributes: Partial<ContactDetailAttributes>): Change =>
  (situation) => ({ ...situation, row: { ...situation.row, ...attributes } });

const person =
  (facts: Partial<PersonFacts>): Change =>
  (situation) => ({
    ...situation,
    context: { ...situation.context, person: { ...contextWith({}).person, ...situation.context.person, ...facts } as PersonFacts },
  });

const history =
  (includeHistoric: boolean): Change =>
  (situation) => ({ ...situation, context: { ...situation.context, includeHistoric } });

const role =
  (name: Subject['roles'][number]): Change =>
  (situation) => ({ ...situation, subject: { ...situation.subject, roles: [...situation.subject.roles, name] } });

const nothing: Change = (situation) => situation;
const approved = person({ breakGlass: [{ ...breakGlass, approvedBy: 'approver-1' }] });
const selfApproved = person({ breakGlass: [{ ...breakGlass, approvedBy: breakGlass.startedBy }] });
const named = person({ consents: [byId] });
const agreed = row({ hasThirdPartyAgreed: true });

/** The area retires: whoever acts for it, shared from it or looks at it goes on to. */
const retire: Change = ({ subject, row: of, context }) => {
  const retired = 'welfare-rights';
  const consents = (context.person?.consents ?? []).map((facts) => ({ ...facts, sourceArea: retired }));
  return person({ consents })({
    subject: subject.actingArea === of.area ? { ...subject, actingArea: retired } : subject,
    row: { ...of, area: of.area === null ? null : retired },
    context: { ...context, diagnosticSession: context.diagnosticSession && { ...context.diagnosticSession, area: retired } },
  });
};

const withObjection: Change = (situation) =>
  person({ objections: [{ ...laterObjection, recipientArea: situation.subject.actingArea ?? 'housing' }] })(situation);

/** What makes a cap apply to a situation. */
const applied: Readonly<Record<CapNumber, Change>> = {
  1: retire,
  2: person({ restriction: { compartment: [] } }),
  3: row({ isProcessingRestricted: true }),
  4: row({ sensitivity: 'SAFE_ADDRESS' }),
  5: row({ sensitivity: 'CONFIDENTIAL' }),
  6: row({ relation: 'NEIGHBOUR' }),
  7: row({ isActive: false }),
  8: withObjection,
  9: row({ isWithheldFromSubject: true }),
};

/** The ways in which a condition holds and does not. */
interface Sides {
  readonly yes: readonly Change[];
  readonly no: readonly Change[];
}

const after = (...changes: readonly Change[]): Change => changes.reduce((all, next) => (situation) => next(all(situation)));

/** Both sides of each condition, by the name that expected-matrix.csv gives it. */
const sides: Readonly<Record<string, Sides>> = {
  'history asked': { yes: [history(true)], no: [history(false)] },
  'role safe-address': { yes: [role('safe-address')], no: [nothing, role('confidential')] },
  'role confidential': { yes: [role('confidential')], no: [nothing, role('safe-address')] },
  'named by id': { yes: [named], no: [nothing] },
  'second approver': { yes: [approved], no: [nothing, selfApproved] },
  'third party agreed': { yes: [agreed], no: [nothing] },
  'third party agreed and named by id': { yes: [after(agreed, named)], no: [nothing, agreed, named] },
  'emergency contact or next of kin': {
    yes: [row({ relation: 'EMERGENCY_CONTACT' }), row({ relation: 'NEXT_OF_KIN' }), row({ relation: null, subType: 'EMERGENCY_CONTACT' })],
    no: [nothing, row({ relation: 'CARER' })],
  },
  'not withheld': { yes: [nothing], no: [row({ isWithheldFromSubject: true })] },
  'captured by id after the objection': {
    yes: [after(named, person({ objections: [objection] }))],
    no: [nothing, named, person({ objections: [objection] })],
  },
  'objection ended by a later consent by id': {
    yes: [person({ consents: [{ ...byId, purpose: 'SAFEGUARDING' }], objections: [objection] })],
    no: [nothing, person({ consents: [{ ...byId, purpose: 'SAFEGUARDING' }] })],
  },
};

/** A cell of the table, on one side of its condition where it has one. */
export interface MatrixCell {
  readonly grant: GrantNumber;
  readonly cap: CapNumber;
  /** Empty for a cell without one. */
  readonly condition: string;
  readonly holds: boolean;
}

/**
 * The situations that stand for a cell: only its grant is open and only its cap applies, as far as one cap does not imply another.
 * @throws Error for a condition that has no situations here.
 */
export const situationsOf = ({ grant, cap, condition, holds }: MatrixCell): readonly Situation[] => {
  const situation = applied[cap](openOnly[grant]);
  if (condition === '') return [situation];
  const known = sides[condition];
  if (known === undefined) throw new Error(`Expected situations for the condition '${condition}': add them to matrix-situations.ts.`);
  return (holds ? known.yes : known.no).map((change) => change(situation));
};
