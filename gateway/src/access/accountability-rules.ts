import { type AccessRules, each, mayDo, mayDoAny, reached } from './rules.ts';

const mayReadMe = mayDo('me.read');
const mayReadEvents = mayDo('access-event.read');
const mayRelease = mayDo('access-event.release');
const mayExplain = mayDo('access.explain');
const maySeeRestriction = mayDo('restriction.see');
const mayRestrict = mayDo('restriction.write');
const mayBreakGlass = mayDo('break-glass.start');
const mayApprove = mayDo('break-glass.approve');
const mayQueue = mayDo('break-glass.queue');
const mayReview = mayDo('break-glass.review');
/** Whoever starts, approves, finds or reviews an emergency opening; how much of one each sees the subgraph says. */
const mayKnow = mayDoAny('break-glass.queue', 'break-glass.start', 'break-glass.approve', 'break-glass.review');
const mayDiagnose = mayDo('diagnostic.use');

/**
 * Who may look at the record of looks, ask why, restrict a person, break glass and follow a request. What single callers see of each the
 * subgraph says. Source: access-model.md sections 5, 9, 11 and 12.
 */
export const accountabilityRules: AccessRules = {
  Query: {
    me: mayReadMe,
    accessHistory: mayReadEvents,
    explainAccess: mayExplain,
    breakGlassQueue: mayQueue,
    requestTrace: mayDiagnose,
  },
  Mutation: {
    restrictPerson: mayRestrict,
    liftRestriction: mayRestrict,
    confirmLiftRestriction: mayRestrict,
    breakGlass: mayBreakGlass,
    endBreakGlass: mayBreakGlass,
    approveBreakGlass: mayApprove,
    reviewBreakGlass: mayReview,
    unlockBreakGlass: mayReview,
    startDiagnosticSession: mayDiagnose,
    releaseAccessEvents: mayRelease,
  },
  Person: each(maySeeRestriction, ['restricted', 'restriction']),
  Me: each(mayReadMe, ['id', 'kind', 'area', 'purpose', 'caseReference', 'teams', 'roles', 'areas', 'onBehalfOfId']),
  RoleRights: each(mayReadMe, ['role', 'allows']),
  AreaRights: each(mayReadMe, ['area', 'kind', 'roles', 'purposes']),
  AccessEventConnection: each(mayReadEvents, ['edges', 'pageInfo', 'totalCount']),
  AccessEventEdge: each(mayReadEvents, ['cursor', 'node']),
  AccessEvent: {
    id: reached,
    ...each(mayReadEvents, [
      'at',
      'area',
      'purpose',
      'action',
      'requestId',
      'operationHash',
      'subjectId',
      'subjectKind',
      'roles',
      'onBehalfOfId',
      'caseReference',
      'resourceIds',
      'fullCount',
      'maskCount',
      'fieldsReturned',
      'decisionIds',
      'codes',
      'policyRevision',
      'consentIds',
      'breakGlassId',
      'isWithheld',
    ]),
  },
  AccessExplanation: each(mayExplain, ['decisionId', 'outcome', 'code', 'ruleId', 'policyRevision', 'facts', 'nearestChange', 'sentence']),
  AccessFact: each(mayExplain, ['name', 'value', 'source']),
  AccessChange: each(mayExplain, ['description', 'outcome', 'at']),
  // Whoever reached a restriction through a person or a mutation may see it.
  Restriction: each(maySeeRestriction, [
    'restrictedAt',
    'area',
    'restrictedBy',
    'reason',
    'compartment',
    'searchConfirmed',
    'liftProposedAt',
    'liftProposedBy',
    'version',
  ]),
  CompartmentEntry: each(maySeeRestriction, ['area', 'role', 'subjectId']),
  BreakGlassConnection: each(mayQueue, ['edges', 'pageInfo', 'totalCount']),
  BreakGlassEdge: each(mayQueue, ['cursor', 'node']),
  BreakGlass: {
    id: reached,
    ...each(mayKnow, [
      'person',
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
      'seen',
      'reviewState',
      'reviewDueAt',
      'reviewedAt',
      'reviewNote',
    ]),
  },
  SeenContactDetail: each(mayKnow, ['contactDetailId', 'area', 'at']),
  RequestTrace: each(mayDiagnose, [
    'requestId',
    'at',
    'operationHash',
    'operation',
    'area',
    'purpose',
    'subjectKind',
    'milliseconds',
    'refusedFields',
    'queryPlan',
    'fetches',
    'decisions',
    'errorCodes',
    'isCut',
  ]),
  TraceRefusal: each(mayDiagnose, ['path', 'code', 'ruleId']),
  TraceFetch: each(mayDiagnose, ['subgraph', 'query', 'entities', 'milliseconds', 'errorCodes', 'storeQueries', 'searchQueries']),
  TraceStoreQuery: each(mayDiagnose, ['collection', 'filter', 'found', 'milliseconds']),
  TraceSearchQuery: each(mayDiagnose, ['body', 'found', 'milliseconds']),
  TraceDecision: each(mayDiagnose, ['decisionId', 'outcome', 'code']),
  DiagnosticSession: each(mayDiagnose, ['caseReference', 'area', 'startedAt', 'endsAt']),
  RestrictPersonPayload: each(mayRestrict, ['restriction', 'searchConfirmed']),
  LiftRestrictionPayload: { restriction: mayRestrict },
  ConfirmLiftRestrictionPayload: each(mayRestrict, ['personId', 'isLifted']),
  BreakGlassPayload: { breakGlass: mayBreakGlass },
  EndBreakGlassPayload: { breakGlass: mayBreakGlass },
  ApproveBreakGlassPayload: { breakGlass: mayApprove },
  ReviewBreakGlassPayload: { breakGlass: mayReview },
  UnlockBreakGlassPayload: { subjectId: mayReview },
  StartDiagnosticSessionPayload: { diagnosticSession: mayDiagnose },
  ReleaseAccessEventsPayload: { ids: mayRelease },
};
