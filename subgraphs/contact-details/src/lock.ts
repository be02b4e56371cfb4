import { calledByGateway, type LockRules, mayDo, rowPasses } from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import type { ContactDetailInBook } from './domain/contact-book.ts';
import type { ReadRule } from './domain/read-rule.ts';

/**
 * The second lock of this subgraph; the first is the gateway's. What is not named here is denied. A row is judged once more: history
 * counts as asked for, because a payload shows the written row even when it is historic and the filter has judged the asking.
 */
export const createLock = (rule: ReadRule): LockRules => {
  const visibleRow = rowPasses<ContactDetailInBook, Context>(
    'contact-detail-row',
    (row, call) => call.identity.issuer === 'gateway' && rule.outcome(call.subject, row, { includeHistoric: true }) !== 'HIDDEN',
  );
  return {
    Query: {
      _service: calledByGateway,
      _entities: calledByGateway,
      contactDetail: mayDo('contact-detail.read'),
      contactDetails: mayDo('contact-detail.read'),
    },
    Mutation: {
      recordContactDetail: mayDo('contact-detail.write'),
      retireContactDetail: mayDo('contact-detail.write'),
      ingestContactDetails: mayDo('contact-details.ingest'),
    },
    Person: { id: calledByGateway, contactDetails: mayDo('contact-detail.read') },
    ContactDetail: visibleRow,
    ContactDetailAccessAttributes: calledByGateway,
    ContactInformation: mayDo('contact-detail.read'),
    PostalAddress: mayDo('contact-detail.read'),
    SourceServiceArea: mayDo('contact-detail.read'),
    RecordContactDetailPayload: mayDo('contact-detail.write'),
    RetireContactDetailPayload: mayDo('contact-detail.write'),
    IngestContactDetailsPayload: mayDo('contact-details.ingest'),
    IngestItemResult: mayDo('contact-details.ingest'),
    InputProblem: mayDo('contact-details.ingest'),
    _Service: calledByGateway,
  };
};
