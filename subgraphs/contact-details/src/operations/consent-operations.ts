import type { SignedCall } from '@resident-graph/service-kit';
import type {
  CaptureConsentInput,
  ConfirmConsentInput,
  RecordObjectionInput,
  RevokeConsentInput,
  WithdrawObjectionInput,
} from '../__generated__/schema-types.ts';
import type { Consent, Objection } from '../domain/consent.ts';
import { captureConsent } from './capture-consent.ts';
import { confirmConsent } from './confirm-consent.ts';
import type { ConsentOperationParts } from './consent-operation-parts.ts';
import { type ConsentReads, createConsentReads } from './consent-reads.ts';
import { recordObjection } from './record-objection.ts';
import { revokeConsent } from './revoke-consent.ts';
import { withdrawObjection } from './withdraw-objection.ts';

/** The operations on consents and objections. */
export interface ConsentOperations extends ConsentReads {
  captureConsent(input: CaptureConsentInput, call: SignedCall): Promise<Consent>;
  confirmConsent(input: ConfirmConsentInput, call: SignedCall): Promise<Consent>;
  revokeConsent(input: RevokeConsentInput, call: SignedCall): Promise<readonly Consent[]>;
  recordObjection(input: RecordObjectionInput, call: SignedCall): Promise<Objection>;
  withdrawObjection(input: WithdrawObjectionInput, call: SignedCall): Promise<Objection>;
}

/** Binds the operations to what they stand on. */
export const createConsentOperations = (parts: ConsentOperationParts): ConsentOperations => ({
  ...createConsentReads(parts),
  captureConsent: (input, call) => captureConsent(parts, input, call),
  confirmConsent: (input, call) => confirmConsent(parts, input, call),
  revokeConsent: (input, call) => revokeConsent(parts, input, call),
  recordObjection: (input, call) => recordObjection(parts, input, call),
  withdrawObjection: (input, call) => withdrawObjection(parts, input, call),
});
