import { subjectIdOf } from './callers.ts';
import { absentId, pickPerson, pickRow } from './ground.ts';
import type { QueryGround } from './queries.ts';

/** All of a restriction. */
export const restrictionFields =
  'restrictedAt area restrictedBy reason compartment { area role subjectId } searchConfirmed liftProposedAt liftProposedBy version';

const openingLeaves = [
  'area',
  'startedBy',
  'startedAt',
  'endsAt',
  'isActive',
  'reasonCode',
  'narrative',
  'caseReference',
  'lawfulBasis',
  'approvedBy',
  'approvedAt',
  'reviewState',
  'reviewDueAt',
  'reviewedAt',
  'reviewNote',
  'seen { contactDetailId area at }',
  'person { id }',
] as const;

/** An opening, in part or whole. */
export const openingFields = ({ selections }: Pick<QueryGround, 'selections'>): string =>
  `id ${selections.chance.is(0.5) ? openingLeaves.join(' ') : selections.chance.some(openingLeaves, 0.5).join(' ')}`;

const eventFields = [
  'id at area purpose action requestId operationHash subjectId subjectKind roles onBehalfOfId caseReference resourceIds',
  'fullCount maskCount fieldsReturned decisionIds codes policyRevision consentIds breakGlassId isWithheld',
].join(' ');

const me = (): string =>
  'me { id kind area purpose caseReference teams roles { role allows } areas { area kind roles purposes } onBehalfOfId }';

/** The record of looks at somebody. */
export const accessHistory = ({ ground, selections }: QueryGround): string => {
  const page = selections.page();
  const node = selections.chance.is(0.7) ? eventFields : 'id at area purpose';
  return `accessHistory(personId: ${selections.value('ID!', pickPerson(ground).id)} ${page.join(' ')}) { ${selections.connection(node)} }`;
};

/** Callers as governance and stewards describe them. */
const described = ({ ground, actor }: QueryGround): object => {
  const { chance, population } = ground;
  return chance.weigh<object>([
    [3, { kind: 'OFFICER', subjectId: 'persona-social-care-officer', area: 'social-care', roles: ['contact:read', 'confidential'] }],
    [3, { kind: 'OFFICER', subjectId: 'persona-housing-officer', area: 'housing', roles: ['contact:read'] }],
    [2, { kind: 'OFFICER', area: 'benefits', roles: ['contact:read'] }],
    [1, { kind: 'SERVICE', area: 'repairs', roles: ['contact:read'], purpose: 'STATUTORY_NOTICE' }],
    [1, { kind: 'RESIDENT', personId: population.persons[0]?.id ?? absentId, purpose: 'RESIDENT_REQUEST' }],
    [1, { kind: 'STEWARD', area: actor.caller.area ?? 'housing', roles: ['contact:read', 'steward'] }],
    [1, { kind: 'OFFICER', area: 'nowhere', roles: [] }],
  ]);
};

/** Why a row is shown, an own, hidden or absent one. */
export const explain = (query: QueryGround): string => {
  const { ground, actor, selections } = query;
  const { chance } = ground;
  // History counts as asked for whoever asks.
  const id = actor.isHistoryHidden ? absentId : pickRow(ground, actor).id;
  const mayDescribe = actor.caller.kind === 'steward' || actor.caller.kind === 'governance';
  const as = chance.is(mayDescribe ? 0.6 : 0.08) ? `as: ${selections.value('DescribedSubjectInput', described(query))}` : '';
  const history = actor.isHistoryHidden ? '' : selections.history().argument;
  const fields = 'outcome code ruleId policyRevision facts { name value source } nearestChange { description outcome at } sentence';
  return `explainAccess(contactDetailId: ${selections.value('ID!', id)} ${as} ${history}) { ${chance.is(0.4) ? 'decisionId' : ''} ${fields} }`;
};

/** The emergency openings that the caller has to know of. */
export const openingQueue = (query: QueryGround): string => {
  const { ground, selections } = query;
  const state = ground.chance.is(0.2) ? [`reviewState: ${selections.value('BreakGlassReviewState', 'AWAITING_REVIEW')}`] : [];
  const given = [...state, ...selections.page()];
  return `breakGlassQueue${given.length === 0 ? '' : `(${given.join(' ')})`} { ${selections.connection(openingFields(query))} }`;
};

/**
 * Without the fetches: those that run at once stand in whatever order they came, and a masked filter says of how many targets something
 * was asked, hidden ones too, which support is told on purpose. The plan has what was asked.
 */
const traceFields = [
  'requestId at operationHash operation area purpose subjectKind refusedFields { path code ruleId } queryPlan',
  'decisions { outcome code } errorCodes isCut',
].join(' ');

/** What an earlier request did; its id is another one in each world. */
export const requestTrace = ({ selections }: QueryGround): string =>
  `requestTrace(requestId: ${selections.requestId(absentId)}) { ${traceFields} }`;

/** Whether somebody is restricted, and how. */
const restriction = ({ ground, selections }: QueryGround): string => {
  const { chance, census } = ground;
  const known = census.restrictions.map(({ personId }) => personId);
  const id = known.length > 0 && chance.is(0.6) ? chance.pick(known) : pickPerson(ground).id;
  return `person(id: ${selections.value('ID!', id)}) { id restricted ${chance.is(0.7) ? `restriction { ${restrictionFields} }` : ''} }`;
};

type Weighted = readonly (readonly [number, (query: QueryGround) => string])[];

/** Questions about who looked, why, and who may, with how often they should be chosen by this caller. */
export const accountabilityQueries = ({ actor, ground }: QueryGround): Weighted => {
  const { caller, asksRecord } = actor;
  const record: Weighted = asksRecord ? [[150, accessHistory]] : [];
  const ownsOpening = ground.census.openings.some(({ startedBy }) => startedBy === subjectIdOf(caller));
  const common: Weighted = [
    [2, me],
    [7, explain],
    [ownsOpening ? 6 : 4, openingQueue],
    [5, restriction],
    [1, requestTrace],
  ];
  if (caller.kind === 'governance') return [...common, ...record, [25, explain], [15, openingQueue]];
  if (caller.kind === 'support') return [...common, [25, requestTrace]];
  if (caller.kind === 'steward') return [...common, ...record, [10, explain], [8, openingQueue]];
  return [...common, ...record];
};
