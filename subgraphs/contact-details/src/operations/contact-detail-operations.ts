import type { IngestItemResult, SignedCall } from '@resident-graph/service-kit';
import type {
  AcknowledgeNoticeInput,
  AmendContactDetailInput,
  DisputeContactDetailInput,
  IngestContactDetailsInput,
  MarkSensitivityInput,
  PublishOrganisationDetailInput,
  RecordContactDetailInput,
  RecordThirdPartyAgreementInput,
  ReplaceContactDetailInput,
  ResolveDisputeInput,
  RetireContactDetailInput,
  SetContactPreferenceInput,
  SetDeliveryStateInput,
  WithholdFromSubjectInput,
} from '../__generated__/schema-types.ts';
import type { ContactPreference } from '../domain/contact-book.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { acknowledgeNotice } from './acknowledge-notice.ts';
import { amendContactDetail } from './amend-contact-detail.ts';
import { disputeContactDetail } from './dispute-contact-detail.ts';
import { ingestContactDetails } from './ingest-contact-details.ts';
import { markSensitivity } from './mark-sensitivity.ts';
import type { OperationParts } from './operation-parts.ts';
import { publishOrganisationDetail } from './publish-organisation-detail.ts';
import { recordContactDetail } from './record-contact-detail.ts';
import { recordThirdPartyAgreement } from './record-third-party-agreement.ts';
import { type ReplacedDetail, replaceContactDetail } from './replace-contact-detail.ts';
import { resolveDispute } from './resolve-dispute.ts';
import { type RetiredDetail, retireContactDetail } from './retire-contact-detail.ts';
import { setContactPreference } from './set-contact-preference.ts';
import { setDeliveryState } from './set-delivery-state.ts';
import { withholdFromSubject } from './withhold-from-subject.ts';

/** The written row as the caller sees it now, also when it is historic; null when they may write and not read. */
type Shown = Promise<VisibleContactDetail | null>;

/** The operations that write contact books. */
export interface ContactDetailOperations {
  recordContactDetail(input: RecordContactDetailInput, call: SignedCall): Shown;
  replaceContactDetail(input: ReplaceContactDetailInput, call: SignedCall): Promise<ReplacedDetail>;
  amendContactDetail(input: AmendContactDetailInput, call: SignedCall): Shown;
  retireContactDetail(input: RetireContactDetailInput, call: SignedCall): Promise<RetiredDetail>;
  setDeliveryState(input: SetDeliveryStateInput, call: SignedCall): Shown;
  markSensitivity(input: MarkSensitivityInput, call: SignedCall): Shown;
  disputeContactDetail(input: DisputeContactDetailInput, call: SignedCall): Shown;
  resolveDispute(input: ResolveDisputeInput, call: SignedCall): Shown;
  recordThirdPartyAgreement(input: RecordThirdPartyAgreementInput, call: SignedCall): Shown;
  withholdFromSubject(input: WithholdFromSubjectInput, call: SignedCall): Shown;
  publishOrganisationDetail(input: PublishOrganisationDetailInput, call: SignedCall): Shown;
  setContactPreference(input: SetContactPreferenceInput, call: SignedCall): Promise<ContactPreference>;
  /** Answers the notice's id. */
  acknowledgeNotice(input: AcknowledgeNoticeInput, call: SignedCall): Promise<string>;
  ingestContactDetails(input: IngestContactDetailsInput, call: SignedCall): Promise<readonly IngestItemResult[]>;
}

/** Binds the operations to what they stand on. */
export const createContactDetailOperations = (parts: OperationParts): ContactDetailOperations => ({
  recordContactDetail: (input, call) => recordContactDetail(parts, input, call),
  replaceContactDetail: (input, call) => replaceContactDetail(parts, input, call),
  amendContactDetail: (input, call) => amendContactDetail(parts, input, call),
  retireContactDetail: (input, call) => retireContactDetail(parts, input, call),
  setDeliveryState: (input, call) => setDeliveryState(parts, input, call),
  markSensitivity: (input, call) => markSensitivity(parts, input, call),
  disputeContactDetail: (input, call) => disputeContactDetail(parts, input, call),
  resolveDispute: (input, call) => resolveDispute(parts, input, call),
  recordThirdPartyAgreement: (input, call) => recordThirdPartyAgreement(parts, input, call),
  withholdFromSubject: (input, call) => withholdFromSubject(parts, input, call),
  publishOrganisationDetail: (input, call) => publishOrganisationDetail(parts, input, call),
  setContactPreference: (input, call) => setContactPreference(parts, input, call),
  acknowledgeNotice: (input, call) => acknowledgeNotice(parts, input, call),
  ingestContactDetails: (input, call) => ingestContactDetails(parts, input, call),
});
