import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContactDetailAttributes, decide, outcomes, type PersonFacts, type ReadContext, type Subject } from '../src/index.ts';
import {
  anyBreakGlass,
  anyConsent,
  anyContext,
  anyObjection,
  anyPerson,
  anyRestriction,
  anyRow,
  anyService,
  anySubject,
} from './arbitraries.ts';
import { at, day } from './samples.ts';

interface Situation {
  readonly subject: Subject;
  readonly row: ContactDetailAttributes;
  readonly context: ReadContext & { readonly person: PersonFacts };
}

const anySituation: fc.Arbitrary<Situation> = fc
  .record({ subject: fc.oneof(anySubject, anyService), row: anyRow, context: anyContext, person: anyPerson })
  .map(({ person, context, ...situation }) => ({ ...situation, context: { ...context, person } }));

const decideIn = ({ subject, row, context }: Situation) => decide(subject, 'contact-detail.read', row, context);
const rankIn = (situation: Situation): number => outcomes.indexOf(decideIn(situation).outcome);

const withPerson = (situation: Situation, facts: Partial<PersonFacts>): Situation => ({
  ...situation,
  context: { ...situation.context, person: { ...situation.context.person, ...facts } },
});
const withRow = (situation: Situation, attributes: Partial<ContactDetailAttributes>): Situation => ({
  ...situation,
  row: { ...situation.row, ...attributes },
});
const without = <Item>(items: readonly Item[], index: number): readonly Item[] => items.filter((_, other) => other !== index);

/** Both the subject and the user behind it lose what `lose` takes. */
const withSubjects = (situation: Situation, lose: (subject: Subject) => Subject): Situation => {
  const { onBehalfOf } = situation.subject;
  return { ...situation, subject: { ...lose(situation.subject), onBehalfOf: onBehalfOf === null ? null : lose(onBehalfOf) } };
};

/** Everything that takes something away, or adds what lowers. */
const narrowings: Readonly<Record<string, (situation: Situation, extra: Extra) => Situation>> = {
  'removing a consent': (situation, { index }) => withPerson(situation, { consents: without(situation.context.person.consents, index) }),
  'revoking every consent': (situation) =>
    withPerson(situation, { consents: situation.context.person.consents.map((consent) => ({ ...consent, isRevoked: true })) }),
  'a consent that waits for its confirmation': (situation) =>
    withPerson(situation, { consents: situation.context.person.consents.map((consent) => ({ ...consent, isPending: true })) }),
  'a consent that begins later': (situation) =>
    withPerson(situation, { consents: situation.context.person.consents.map((consent) => ({ ...consent, validFrom: at(1) })) }),
  'a consent that ends earlier': (situation) =>
    withPerson(situation, { consents: situation.context.person.consents.map((consent) => ({ ...consent, validUntil: at(0) })) }),
  'a consent without an end': (situation) =>
    withPerson(situation, { consents: situation.context.person.consents.map((consent) => ({ ...consent, validUntil: null })) }),
  'a consent that was captured earlier': (situation) =>
    withPerson(situation, { consents: situation.context.person.consents.map((consent) => ({ ...consent, capturedAt: at(-9 * day) })) }),
  'a consent for fewer of the joined ids': (situation) =>
    withPerson(situation, { consents: situation.context.person.consents.map((consent) => ({ ...consent, personIds: ['person-1'] })) }),
  'removing a role': (situation, { index }) => withSubjects(situation, (subject) => ({ ...subject, roles: without(subject.roles, index) })),
  'removing the acting area': (situation) => withSubjects(situation, (subject) => ({ ...subject, actingArea: null })),
  'no longer asking for history': (situation) => ({ ...situation, context: { ...situation.context, includeHistoric: false } }),
  'leaving legacy triage': (situation) => ({ ...situation, context: { ...situation.context, isLegacyTriage: false } }),
  'ending the diagnostic session': (situation) => ({ ...situation, context: { ...situation.context, diagnosticSession: null } }),
  'removing a break-glass': (situation, { index }) =>
    withPerson(situation, { breakGlass: without(situation.context.person.breakGlass, index) }),
  'ending every break-glass': (situation) =>
    withPerson(situation, { breakGlass: situation.context.person.breakGlass.map((event) => ({ ...event, endedAt: at(-1) })) }),
  'taking a second approval away': (situation) =>
    withPerson(situation, { breakGlass: situation.context.person.breakGlass.map((event) => ({ ...event, approvedBy: null })) }),
  'adding an objection': (situation, { objection }) =>
    withPerson(situation, { objections: [...situation.context.person.objections, objection] }),
  'restricting the person': (situation, { restriction }) =>
    situation.context.person.restriction === null ? withPerson(situation, { restriction }) : situation,
  'narrowing the compartment': (situation, { index }) =>
    situation.context.person.restriction === null
      ? situation
      : withPerson(situation, { restriction: { compartment: without(situation.context.person.restriction.compartment, index) } }),
  'a dispute': (situation) => withRow(situation, { isProcessingRestricted: true }),
  'marking a row as confidential': (situation) =>
    situation.row.sensitivity === 'STANDARD' ? withRow(situation, { sensitivity: 'CONFIDENTIAL' }) : situation,
  'marking a row as a safe address': (situation) =>
    situation.row.sensitivity === 'STANDARD' ? withRow(situation, { sensitivity: 'SAFE_ADDRESS' }) : situation,
  "noting that a row is a third party's": (situation) =>
    situation.row.relation === null ? withRow(situation, { relation: 'NEIGHBOUR' }) : situation,
  "taking a third party's agreement back": (situation) => withRow(situation, { hasThirdPartyAgreed: false }),
  'withholding a row from its subject': (situation) => withRow(situation, { isWithheldFromSubject: true }),
  "taking an organisation's row back": (situation) => withRow(situation, { isPublic: false }),
  'making a row historic': (situation) => withRow(situation, { isActive: false }),
  'retiring the area of a row': (situation) =>
    situation.row.area === null || situation.row.area === '' ? situation : withRow(situation, { area: 'welfare-rights' }),
};

const anyExtra = fc.record({ index: fc.nat(5), objection: anyObjection, restriction: anyRestriction });
type Extra = typeof anyExtra extends fc.Arbitrary<infer Value> ? Value : never;

describe('what narrows never reveals more', () => {
  test.each(Object.entries(narrowings))('%s', (_title, narrow) => {
    fc.assert(
      fc.property(anySituation, anyExtra, (situation, extra) => rankIn(narrow(situation, extra)) <= rankIn(situation)),
      { numRuns: 100, seed: 5 },
    );
  });
});

describe('what concerns another area changes nothing', () => {
  const same = (narrow: (situation: Situation) => Situation) => (situation: Situation) => {
    expect(decideIn(narrow(situation))).toEqual(decideIn(situation));
  };

  test('a consent for another recipient', () => {
    fc.assert(
      fc.property(anySituation, anyConsent, (situation, consent) => {
        fc.pre(consent.recipientArea !== situation.subject.actingArea);
        same((one) => withPerson(one, { consents: [...one.context.person.consents, consent] }))(situation);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  test('a consent for the rows of another source', () => {
    fc.assert(
      fc.property(anySituation, anyConsent, (situation, consent) => {
        fc.pre(consent.sourceArea !== situation.row.area);
        same((one) => withPerson(one, { consents: [...one.context.person.consents, consent] }))(situation);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  test('an objection to another recipient', () => {
    fc.assert(
      fc.property(anySituation, anyObjection, (situation, objection) => {
        fc.pre(objection.recipientArea !== situation.subject.actingArea);
        same((one) => withPerson(one, { objections: [...one.context.person.objections, objection] }))(situation);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  test('a break-glass of another area or of somebody else', () => {
    fc.assert(
      fc.property(anySituation, anyBreakGlass, (situation, event) => {
        const { actingArea, id, onBehalfOf } = situation.subject;
        fc.pre(event.area !== actingArea || (event.startedBy !== id && event.startedBy !== onBehalfOf?.id));
        same((one) => withPerson(one, { breakGlass: [...one.context.person.breakGlass, event] }))(situation);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  test('the order in which consents are read', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const { consents } = situation.context.person;
        fc.pre(new Set(consents.map(({ id }) => id)).size === consents.length);
        same((one) => withPerson(one, { consents: consents.toReversed() }))(situation);
      }),
      { numRuns: 150, seed: 5 },
    );
  });
});
