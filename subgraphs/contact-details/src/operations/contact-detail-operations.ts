import type { IngestItemResult, SignedCall } from '@resident-graph/service-kit';
import type { IngestContactDetailsInput, RecordContactDetailInput, RetireContactDetailInput } from '../__generated__/schema-types.ts';
import type { ContactDetailInBook } from '../domain/contact-book.ts';
import { ingestContactDetails } from './ingest-contact-details.ts';
import type { OperationParts } from './operation-parts.ts';
import { recordContactDetail } from './record-contact-detail.ts';
import { retireContactDetail } from './retire-contact-detail.ts';

/** The writing operations of this subgraph. */
export interface ContactDetailOperations {
  recordContactDetail(input: RecordContactDetailInput, call: SignedCall): Promise<ContactDetailInBook>;
  retireContactDetail(input: RetireContactDetailInput, call: SignedCall): Promise<ContactDetailInBook>;
  ingestContactDetails(input: IngestContactDetailsInput, call: SignedCall): Promise<readonly IngestItemResult[]>;
}

/** Binds the operations to what they stand on. */
export const createContactDetailOperations = (parts: OperationParts): ContactDetailOperations => ({
  recordContactDetail: (input, call) => recordContactDetail(parts, input, call),
  retireContactDetail: (input, call) => retireContactDetail(parts, input, call),
  ingestContactDetails: (input, call) => ingestContactDetails(parts, input, call),
});
