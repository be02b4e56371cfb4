import { type AccessRules, each, mayDo, reached } from './rules.ts';

const mayRead = mayDo('consent.read');
const mayCapture = mayDo('consent.capture');
const mayConfirm = mayDo('consent.queue');

/**
 * Who may do what with consents and objections. Which of a person's there are to see the subgraph says; a resident finds none of
 * somebody else's, as of nobody's. Source: access-model.md section 4.
 */
export const consentRules: AccessRules = {
  Query: { consents: mayRead, objections: mayRead, consentsToConfirm: mayConfirm },
  Mutation: {
    captureConsent: mayCapture,
    confirmConsent: mayCapture,
    revokeConsent: mayDo('consent.revoke'),
    recordObjection: mayCapture,
    withdrawObjection: mayCapture,
  },
  Person: each(mayRead, ['consents', 'objections']),
  Consent: {
    id: reached,
    ...each(mayRead, [
      'personId',
      'types',
      'contactDetailIds',
      'sourceArea',
      'recipientArea',
      'purpose',
      'grantedBy',
      'authority',
      'capturedByArea',
      'capturedAt',
      'method',
      'noticeId',
      'noticeVersion',
      'noticeTextSha256',
      'language',
      'validFrom',
      'validUntil',
      'evidenceRef',
      'status',
      'confirmedAt',
      'revokedAt',
      'supersedesId',
    ]),
  },
  ConsentConnection: each(mayConfirm, ['edges', 'pageInfo', 'totalCount']),
  ConsentEdge: each(mayConfirm, ['cursor', 'node']),
  Objection: { id: reached, ...each(mayRead, ['personId', 'kind', 'recipientArea', 'capturedByArea', 'capturedAt', 'withdrawnAt']) },
  // Whoever may write sees what was written.
  CaptureConsentPayload: { consent: mayCapture },
  ConfirmConsentPayload: { consent: mayCapture },
  RevokeConsentPayload: { consents: reached },
  RecordObjectionPayload: { objection: mayCapture },
  WithdrawObjectionPayload: { objection: mayCapture },
};
