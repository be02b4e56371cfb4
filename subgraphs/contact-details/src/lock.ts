import type { Decide, ReadContext } from '@resident-graph/policy';
import { calledByGateway, type LockRules, mayDo, rowPasses } from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import type { ReadRule } from './domain/read-rule.ts';
import type { VisibleContactDetail } from './domain/visible-contact-detail.ts';

/** Judges once more how a row was read: by its own attributes, and to the same outcome as the store. */
const createRowCheck = (rule: ReadRule): ((row: VisibleContactDetail, call: Context) => boolean) => {
  const compiled = new WeakMap<Context, WeakMap<ReadContext, Decide>>();
  const decideFor = (call: Context, context: ReadContext): Decide => {
    const ofCall = compiled.get(call) ?? new WeakMap<ReadContext, Decide>();
    compiled.set(call, ofCall);
    const decide = ofCall.get(context) ?? rule.createDecide(call.subject, context);
    ofCall.set(context, decide);
    return decide;
  };
  return (row, call) => {
    if (call.identity.issuer !== 'gateway') return false;
    const { outcome } = decideFor(call, row.context)(row.access.row);
    return outcome !== 'HIDDEN' && outcome === row.decision.outcome;
  };
};

const [mayRead, mayWork, mayWrite, mayTriage, maySafeguard] = [
  mayDo('contact-detail.read'),
  mayDo('contact-detail.work'),
  mayDo('contact-detail.write'),
  mayDo('contact-detail.triage'),
  mayDo('contact-detail.safeguard'),
];
const [mayIngest, mayReadReference] = [mayDo('contact-details.ingest'), mayDo('reference-data.read')];
const [mayReadConsents, mayCapture, mayRevoke, mayQueue] = [
  mayDo('consent.read'),
  mayDo('consent.capture'),
  mayDo('consent.revoke'),
  mayDo('consent.queue'),
];
const [mayReadMe, mayReadEvents, mayRelease, mayExplain] = [
  mayDo('me.read'),
  mayDo('access-event.read'),
  mayDo('access-event.release'),
  mayDo('access.explain'),
];
const [maySeeRestriction, mayRestrict, mayDiagnose] = [mayDo('restriction.see'), mayDo('restriction.write'), mayDo('diagnostic.use')];
const [mayBreakGlass, mayApprove, mayQueueGlass, mayReview] = [
  mayDo('break-glass.start'),
  mayDo('break-glass.approve'),
  mayDo('break-glass.queue'),
  mayDo('break-glass.review'),
];
const [mayReadOrganisations, mayWriteOrganisations] = [mayDo('organisation.read'), mayDo('organisation.write')];

/** The second lock of this subgraph; the first is the gateway's. What is not named here is denied. */
export const createLock = (rule: ReadRule): LockRules => ({
  Query: {
    _service: calledByGateway,
    _entities: calledByGateway,
    contactDetail: mayRead,
    contactDetails: mayRead,
    contactability: mayWork,
    findByContact: mayWork,
    consents: mayReadConsents,
    objections: mayReadConsents,
    organisation: mayReadOrganisations,
    findOrganisations: mayReadOrganisations,
    notices: mayWork,
    consentsToConfirm: mayQueue,
    legacyTriage: mayTriage,
    serviceAreas: mayReadReference,
    referenceData: mayReadReference,
    me: mayReadMe,
    accessHistory: mayReadEvents,
    explainAccess: mayExplain,
    breakGlassQueue: mayQueueGlass,
    requestTrace: mayDiagnose,
  },
  Mutation: {
    recordContactDetail: mayWrite,
    replaceContactDetail: mayWrite,
    amendContactDetail: mayWrite,
    retireContactDetail: mayWrite,
    setContactPreference: mayWrite,
    setDeliveryState: mayWrite,
    markSensitivity: mayWrite,
    disputeContactDetail: mayWrite,
    resolveDispute: mayWrite,
    recordThirdPartyAgreement: mayWrite,
    withholdFromSubject: maySafeguard,
    publishOrganisationDetail: mayWrite,
    acknowledgeNotice: mayWrite,
    createOrganisation: mayWriteOrganisations,
    amendOrganisation: mayWriteOrganisations,
    captureConsent: mayCapture,
    confirmConsent: mayCapture,
    revokeConsent: mayRevoke,
    recordObjection: mayCapture,
    withdrawObjection: mayCapture,
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
    ingestContactDetails: mayIngest,
  },
  Person: {
    id: calledByGateway,
    contactDetails: mayRead,
    contactDetailHistory: mayWork,
    preferredContact: mayWork,
    contactPreference: mayWork,
    consents: mayReadConsents,
    objections: mayReadConsents,
    restricted: maySeeRestriction,
    restriction: maySeeRestriction,
  },
  Me: mayReadMe,
  RoleRights: mayReadMe,
  AreaRights: mayReadMe,
  AccessEventConnection: mayReadEvents,
  AccessEventEdge: mayReadEvents,
  AccessEvent: mayReadEvents,
  AccessExplanation: mayExplain,
  AccessFact: mayExplain,
  AccessChange: mayExplain,
  Restriction: maySeeRestriction,
  CompartmentEntry: maySeeRestriction,
  BreakGlassConnection: mayQueueGlass,
  BreakGlassEdge: mayQueueGlass,
  // Reached through the queue or through a mutation; what of it is seen the operation says.
  BreakGlass: calledByGateway,
  SeenContactDetail: calledByGateway,
  RequestTrace: mayDiagnose,
  TraceRefusal: mayDiagnose,
  TraceFetch: mayDiagnose,
  TraceStoreQuery: mayDiagnose,
  TraceSearchQuery: mayDiagnose,
  TraceDecision: mayDiagnose,
  DiagnosticSession: mayDiagnose,
  ContactDetail: rowPasses<VisibleContactDetail, Context>('contact-detail-row', createRowCheck(rule)),
  ContactInformation: mayRead,
  PostalAddress: mayRead,
  SourceServiceArea: mayRead,
  SharedUnder: mayRead,
  ContactDetailConnection: mayTriage,
  ContactDetailEdge: mayTriage,
  ContactDetailChangeConnection: mayWork,
  ContactDetailChangeEdge: mayWork,
  ContactDetailChange: mayWork,
  FieldChange: mayWork,
  ContactPreference: mayWork,
  TimeToAvoid: mayWork,
  DoNotUseFor: mayWork,
  Contactability: mayWork,
  NoticeConnection: mayWork,
  NoticeEdge: mayWork,
  Notice: mayWork,
  PageInfo: calledByGateway,
  // Whoever may end a consent sees what was ended, as far as the operation shows it.
  Consent: calledByGateway,
  ConsentConnection: mayQueue,
  ConsentEdge: mayQueue,
  Objection: calledByGateway,
  Organisation: mayReadOrganisations,
  ServiceArea: mayReadReference,
  ReferenceCode: mayReadReference,
  RecordContactDetailPayload: mayWrite,
  ReplaceContactDetailPayload: mayWrite,
  AmendContactDetailPayload: mayWrite,
  RetireContactDetailPayload: mayWrite,
  SetContactPreferencePayload: mayWrite,
  SetDeliveryStatePayload: mayWrite,
  MarkSensitivityPayload: mayWrite,
  DisputeContactDetailPayload: mayWrite,
  ResolveDisputePayload: mayWrite,
  RecordThirdPartyAgreementPayload: mayWrite,
  WithholdFromSubjectPayload: maySafeguard,
  PublishOrganisationDetailPayload: mayWrite,
  AcknowledgeNoticePayload: mayWrite,
  CreateOrganisationPayload: mayWriteOrganisations,
  AmendOrganisationPayload: mayWriteOrganisations,
  CaptureConsentPayload: mayCapture,
  ConfirmConsentPayload: mayCapture,
  RevokeConsentPayload: mayRevoke,
  RecordObjectionPayload: mayCapture,
  WithdrawObjectionPayload: mayCapture,
  RestrictPersonPayload: mayRestrict,
  LiftRestrictionPayload: mayRestrict,
  ConfirmLiftRestrictionPayload: mayRestrict,
  BreakGlassPayload: mayBreakGlass,
  EndBreakGlassPayload: mayBreakGlass,
  ApproveBreakGlassPayload: mayApprove,
  ReviewBreakGlassPayload: mayReview,
  UnlockBreakGlassPayload: mayReview,
  StartDiagnosticSessionPayload: mayDiagnose,
  ReleaseAccessEventsPayload: mayRelease,
  IngestContactDetailsPayload: mayIngest,
  IngestItemResult: mayIngest,
  InputProblem: mayIngest,
  _Service: calledByGateway,
});
