import { isServiceArea } from '@resident-graph/schema';
import { createDecide } from './decide.ts';
import { type Outcome, outcomes } from './decision-table.ts';
import type { Asker, Judged } from './judged.ts';
import { breakGlassMilliseconds, sessionMilliseconds } from './path.ts';
import type { BreakGlassFacts, ConsentFacts, PersonFacts, ReadContext } from './read-context.ts';
import type { Role, Subject } from './subject.ts';

/** What would change a decision. */
export interface ExplainedChange {
  readonly description: string;
  /** The outcome then. */
  readonly outcome: Outcome;
  /** When it happens by itself; null when somebody has to act. */
  readonly at: string | null;
}

/** Something that somebody can do. */
interface Step {
  readonly description: string;
  /** To whom it tells nothing new: everybody who may ask, those who see the row in full, or governance only. */
  readonly toldTo: 'all' | 'seers' | 'governance';
  readonly after: Judged;
}

const rank = (outcome: Outcome): number => outcomes.indexOf(outcome);
const outcomeOf = ({ subject, row, context }: Judged): Outcome => createDecide(subject, 'contact-detail.read', context)(row).outcome;

const withContext = (judged: Judged, change: Partial<ReadContext>): Judged => ({ ...judged, context: { ...judged.context, ...change } });
const withRow = (judged: Judged, change: Partial<Judged['row']>): Judged => ({ ...judged, row: { ...judged.row, ...change } });
const withPerson = (judged: Judged, change: Partial<PersonFacts>): Judged => {
  const { person } = judged.context;
  return person === null ? judged : withContext(judged, { person: { ...person, ...change } });
};

/** Changes the subject, and the user for whom it calls, likewise. */
const withSubject = (judged: Judged, change: (subject: Subject) => Partial<Subject>): Judged => {
  const { subject } = judged;
  const { onBehalfOf } = subject;
  const user = onBehalfOf === null ? null : { ...onBehalfOf, ...change(onBehalfOf) };
  return { ...judged, subject: { ...subject, ...change(subject), onBehalfOf: user } };
};

const agreed = (judged: Judged): Judged => withRow(judged, { hasThirdPartyAgreed: true });

const moment = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The situation with one consent more, which begins now. */
const withConsent = (judged: Judged, scope: ConsentFacts['scope']): Judged => {
  const { subject, row, context } = judged;
  const { person, now } = context;
  if (person === null || row.targetType !== 'PERSON' || !isServiceArea(row.area) || subject.actingArea === null) return judged;
  const consent: ConsentFacts = {
    id: '',
    personIds: [row.targetId],
    sourceArea: row.area,
    recipientArea: subject.actingArea,
    purpose: subject.purpose,
    scope,
    capturedAt: moment(now),
    validFrom: moment(now),
    validUntil: moment(now + 1),
    isRevoked: false,
    isPending: false,
  };
  return withPerson(judged, { consents: [...person.consents, consent] });
};

const withBreakGlass = (judged: Judged): Judged => {
  const { subject, row, context } = judged;
  if (subject.kind !== 'officer' || subject.actingArea === null) return judged;
  const opening: BreakGlassFacts = {
    id: '',
    personIds: [row.targetId],
    area: subject.actingArea,
    startedBy: subject.id,
    startedAt: moment(context.now),
    endedAt: null,
    approvedBy: null,
  };
  return withPerson(judged, { breakGlass: [...(context.person?.breakGlass ?? []), opening] });
};

const withSession = (judged: Judged): Judged => {
  const { subject, row, context } = judged;
  const caseReference = subject.caseReference ?? '-';
  const ready = withSubject(judged, () => ({ caseReference, purpose: 'SUPPORT_DIAGNOSTIC' }));
  return withContext(ready, { diagnosticSession: { caseReference, area: row.area, startedAt: moment(context.now) } });
};

/** Roles that open rows, or show them in full. */
const helpfulRoles = ['contact:read', 'confidential', 'safe-address'] as const satisfies readonly Role[];

/** What somebody can do, nearest first. */
const stepsFrom = (judged: Judged): readonly Step[] => {
  const { subject, row, context } = judged;
  const { consents = [], objections = [], breakGlass = [] } = context.person ?? {};
  const [area, source] = [subject.actingArea ?? 'no area', row.area ?? 'no area'];
  const typed = withConsent(judged, { types: [row.contactType] });
  const named = withConsent(judged, { contactDetailIds: [row.id] });
  const purposes = [...new Set(consents.map(({ purpose }) => purpose))];
  return [
    { description: 'The read asks for history (`includeHistoric`).', toldTo: 'all', after: withContext(judged, { includeHistoric: true }) },
    { description: 'A steward reads it through `legacyTriage`.', toldTo: 'seers', after: withContext(judged, { isLegacyTriage: true }) },
    {
      description: 'The consent that waits is confirmed by the owning area or the resident.',
      toldTo: 'seers',
      after: withPerson(judged, { consents: consents.map((consent) => ({ ...consent, isPending: false })) }),
    },
    ...helpfulRoles.map((role) => ({
      description: `The caller has the role \`${role}\`.`,
      toldTo: 'all' as const,
      after: withSubject(judged, ({ roles }) => ({ roles: [...roles, role] })),
    })),
    ...purposes.map((purpose) => ({
      description: `The request claims the purpose ${purpose}, for which there is a consent.`,
      toldTo: 'seers' as const,
      after: withSubject(judged, () => ({ purpose })),
    })),
    { description: 'The third party agrees.', toldTo: 'seers', after: agreed(judged) },
    {
      description: `The person consents that ${area} sees details of this type of ${source} for ${subject.purpose}.`,
      toldTo: 'seers',
      after: typed,
    },
    {
      description: `The person consents that ${area} sees this detail of ${source}, named by id, for ${subject.purpose}.`,
      toldTo: 'seers',
      after: named,
    },
    {
      description: `The third party agrees, and the person consents that ${area} sees this detail of ${source}, named by id, for ${subject.purpose}.`,
      toldTo: 'seers',
      after: agreed(named),
    },
    {
      description: `The person withdraws the objection to ${area}.`,
      toldTo: 'governance',
      after: withPerson(judged, { objections: objections.map((objection) => ({ ...objection, isWithdrawn: true })) }),
    },
    {
      description: 'The dispute about its accuracy is resolved.',
      toldTo: 'seers',
      after: withRow(judged, { isProcessingRestricted: false }),
    },
    {
      description: 'A second person with `safeguarding` approves the emergency opening.',
      toldTo: 'governance',
      after: withPerson(judged, { breakGlass: breakGlass.map((opening) => ({ ...opening, approvedBy: `not ${opening.startedBy}` })) }),
    },
    { description: "Support opens a diagnostic session for the detail's area.", toldTo: 'seers', after: withSession(judged) },
    {
      description: 'The restriction of the person is lifted.',
      toldTo: 'governance',
      after: withPerson(judged, { restriction: null }),
    },
    {
      description: 'The detail is not withheld from the resident any more.',
      toldTo: 'governance',
      after: withRow(judged, { isWithheldFromSubject: false }),
    },
    {
      description: 'In an emergency: the caller breaks glass (role `break-glass`), for 30 minutes.',
      toldTo: 'seers',
      after: withBreakGlass(judged),
    },
  ];
};

/** The instants ahead at which something begins or ends by itself, the next one first. */
const instantsAhead = ({ subject, context }: Judged): readonly { readonly at: number; readonly description: string }[] => {
  const { consents = [], breakGlass = [] } = context.person ?? {};
  const { diagnosticSession: session, now } = context;
  return [
    ...consents.flatMap(({ id, validFrom, validUntil }) => [
      { at: Date.parse(validFrom), description: `The consent ${id} begins.` },
      ...(validUntil === null ? [] : [{ at: Date.parse(validUntil), description: `The consent ${id} ends.` }]),
    ]),
    ...breakGlass
      .filter(({ startedBy }) => startedBy === subject.id)
      .map(({ startedAt }) => ({ at: Date.parse(startedAt) + breakGlassMilliseconds, description: 'The emergency opening ends.' })),
    ...(session === null ? [] : [{ at: Date.parse(session.startedAt) + sessionMilliseconds, description: 'The diagnostic session ends.' }]),
  ]
    .filter(({ at }) => at > now)
    .toSorted((one, other) => one.at - other.at);
};

const changeByClock = (judged: Judged, outcome: Outcome): ExplainedChange | null => {
  for (const { at, description } of instantsAhead(judged)) {
    const then = outcomeOf(withContext(judged, { now: at }));
    if (then !== outcome) return { description, outcome: then, at: moment(at) };
  }
  return null;
};

/**
 * What would change a decision, found by trying: what shows more, by itself before what somebody has to do; of a row that is shown in full
 * when that ends. Nobody learns from it what the row does not show them.
 */
export const findNearestChange = (judged: Judged, { audience, seesWhole }: Asker): ExplainedChange | null => {
  const outcome = outcomeOf(judged);
  const byClock = changeByClock(judged, outcome);
  if (outcome === 'FULL' || (byClock !== null && rank(byClock.outcome) > rank(outcome))) return byClock;
  const isAll = audience === 'governance';
  // Whether the person objected to another area is not theirs to learn, not even from which consent would help.
  const tried = isAll ? judged : withPerson(judged, { objections: [] });
  for (const { description, toldTo, after } of stepsFrom(tried)) {
    if (!isAll && (toldTo === 'governance' || (toldTo === 'seers' && !seesWhole))) continue;
    const then = outcomeOf(after);
    if (rank(then) > rank(outcome)) return { description, outcome: then, at: null };
  }
  return byClock;
};
