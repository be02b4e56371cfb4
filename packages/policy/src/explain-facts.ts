import { matchesCompartment } from './compartment.ts';
import { type ConsentState, consentState } from './consent-state.ts';
import { isThirdParty } from './contact-detail-attributes.ts';
import type { Decision } from './decide.ts';
import type { Asker, Judged } from './judged.ts';
import { type ConsentFacts, plainPerson } from './read-context.ts';

/** Where a fact comes from. */
export type FactSource = 'request' | 'row' | 'consents' | 'restriction' | 'breakGlass' | 'clock';

/** Something that a decision rests on. */
export interface ExplainedFact {
  readonly name: string;
  /** As text; never a contact value. */
  readonly value: string;
  readonly source: FactSource;
}

type Values = Readonly<Record<string, string | boolean | null | readonly string[]>>;

const toText = (value: Values[string]): string => {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'object' ? value.join(', ') || 'none' : String(value);
};

const from = (source: FactSource, values: Values): readonly ExplainedFact[] =>
  Object.entries(values).map(([name, value]) => ({ name, value: toText(value), source }));

const ofRequest = ({ subject, context }: Judged): readonly ExplainedFact[] => {
  const { kind, actingArea, roles, purpose } = subject;
  return from('request', { kind, actingArea, roles, purpose, includeHistoric: context.includeHistoric });
};

const ofRow = ({ row }: Judged, isWhole: boolean): readonly ExplainedFact[] => {
  const { targetType, area, contactType, subType, isActive } = row;
  const isThird = isThirdParty(row);
  const { sensitivity, hasThirdPartyAgreed, isProcessingRestricted, isWithheldFromSubject, isPublic } = row;
  return [
    ...from('row', { targetType, area, contactType, subType, isActive }),
    ...(isWhole ? from('row', { sensitivity, isThirdParty: isThird, isProcessingRestricted, isWithheldFromSubject, isPublic }) : []),
    ...(isWhole && isThird ? from('row', { hasThirdPartyAgreed }) : []),
  ];
};

const describeConsent = (consent: ConsentFacts, state: ConsentState): string => {
  const { sourceArea, recipientArea, purpose, scope, validFrom, validUntil } = consent;
  const what = 'types' in scope ? scope.types.join(' and ') : 'details by id';
  return `${consent.id}: ${sourceArea} to ${recipientArea} for ${purpose}, ${what}, from ${validFrom} until ${validUntil ?? 'no end'}: ${state}`;
};

/** What decides without being shown: other consents, objections, the restriction, openings that are over, support's session. */
const forGovernance = ({ subject, row, context }: Judged): readonly ExplainedFact[] => {
  const { restriction, consents, objections, breakGlass } = context.person ?? plainPerson([]);
  const { diagnosticSession: session } = context;
  const area = subject.actingArea;
  const about = consents.filter(({ sourceArea, recipientArea }) => sourceArea === row.area && recipientArea === area);
  const objected = objections.some((objection) => objection.recipientArea === area && !objection.isWithdrawn);
  const own = breakGlass.filter(({ startedBy }) => startedBy === subject.id);
  return [
    ...about.flatMap((consent) => from('consents', { consent: describeConsent(consent, consentState(consent, context.now)) })),
    ...from('consents', { objection: objected }),
    ...from('restriction', {
      restricted: restriction !== null,
      ...(restriction === null ? {} : { isInsideCompartment: matchesCompartment(subject, restriction.compartment) }),
    }),
    ...own.flatMap(({ id, startedAt, endedAt, approvedBy }) =>
      from('breakGlass', { opening: `${id}: since ${startedAt}, ended ${endedAt ?? 'not early'}, approved by ${approvedBy ?? 'nobody'}` }),
    ),
    ...(session === null ? [] : from('request', { diagnosticSession: `${session.area ?? 'no area'} since ${session.startedAt}` })),
  ];
};

/** What opened the row, as the row itself shows it. */
const ofFlags = ({ flags: { sharedUnder, breakGlassId } }: Decision): readonly ExplainedFact[] => [
  ...(sharedUnder === undefined
    ? []
    : from('consents', { consent: `${sharedUnder.consentId}: for ${sharedUnder.purpose}, until ${sharedUnder.validUntil}` })),
  ...(breakGlassId === undefined ? [] : from('breakGlass', { opening: breakGlassId })),
];

/** The facts of a decision as far as the asker may learn them: staff no more of a row than the row itself shows them. */
export const factsOf = (judged: Judged, decision: Decision, { audience, seesWhole }: Asker): readonly ExplainedFact[] => {
  const isAll = audience === 'governance';
  return [
    ...ofRequest(judged),
    ...ofRow(judged, isAll || seesWhole),
    ...(isAll ? forGovernance(judged) : ofFlags(decision)),
    ...from('clock', { now: new Date(judged.context.now).toISOString() }),
  ];
};
