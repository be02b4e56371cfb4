import type { IngestItemResult, SignedCall } from '@resident-graph/service-kit';
import type { IngestEqualityInformationInput, RecordEqualityInformationInput } from '../__generated__/schema-types.ts';
import type { EqualityInformation } from '../domain/equality-information.ts';
import { ingestEqualityInformation } from './ingest-equality-information.ts';
import type { OperationParts } from './operation-parts.ts';
import { recordEqualityInformation } from './record-equality-information.ts';

/** The writing operations of this subgraph. */
export interface EqualityOperations {
  recordEqualityInformation(input: RecordEqualityInformationInput, call: SignedCall): Promise<EqualityInformation>;
  ingestEqualityInformation(input: IngestEqualityInformationInput, call: SignedCall): Promise<readonly IngestItemResult[]>;
}

/** Binds the operations to what they stand on. */
export const createEqualityOperations = (parts: OperationParts): EqualityOperations => ({
  recordEqualityInformation: (input, call) => recordEqualityInformation(parts, input, call),
  ingestEqualityInformation: (input, call) => ingestEqualityInformation(parts, input, call),
});
