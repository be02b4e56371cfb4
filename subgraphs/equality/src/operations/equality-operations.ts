import type { IngestItemResult, SignedCall } from '@resident-graph/service-kit';
import type {
  AmendEqualityInformationInput,
  IngestEqualityInformationInput,
  RecordEqualityInformationInput,
} from '../__generated__/schema-types.ts';
import type { EqualityInformation } from '../domain/equality-information.ts';
import { amendEqualityInformation } from './amend-equality-information.ts';
import { findByNationalInsuranceNumber } from './find-by-national-insurance-number.ts';
import { ingestEqualityInformation } from './ingest-equality-information.ts';
import type { OperationParts } from './operation-parts.ts';
import { recordEqualityInformation } from './record-equality-information.ts';

/** The operations of this subgraph that decide or write. */
export interface EqualityOperations {
  recordEqualityInformation(input: RecordEqualityInformationInput, call: SignedCall): Promise<EqualityInformation>;
  amendEqualityInformation(input: AmendEqualityInformationInput, call: SignedCall): Promise<EqualityInformation>;
  findByNationalInsuranceNumber(value: string, call: SignedCall): Promise<EqualityInformation | null>;
  ingestEqualityInformation(input: IngestEqualityInformationInput, call: SignedCall): Promise<readonly IngestItemResult[]>;
}

/** Binds the operations to what they stand on. */
export const createEqualityOperations = (parts: OperationParts): EqualityOperations => ({
  recordEqualityInformation: (input, call) => recordEqualityInformation(parts, input, call),
  amendEqualityInformation: (input, call) => amendEqualityInformation(parts, input, call),
  findByNationalInsuranceNumber: (value, call) => findByNationalInsuranceNumber(parts, value, call),
  ingestEqualityInformation: (input, call) => ingestEqualityInformation(parts, input, call),
});
