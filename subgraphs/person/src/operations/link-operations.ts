import type { SignedCall } from '@resident-graph/service-kit';
import type { LinkCrossReferenceInput, RecordExtendedDataInput } from '../__generated__/schema-types.ts';
import type { CrossReference } from '../domain/cross-reference.ts';
import type { ExtendedData } from '../domain/extended-data.ts';
import { linkCrossReference } from './link-cross-reference.ts';
import type { LinkOperationParts } from './link-operation-parts.ts';
import { recordExtendedData } from './record-extended-data.ts';

/** The operations that write cross-references and extended data. */
export interface LinkOperations {
  linkCrossReference(input: LinkCrossReferenceInput, call: SignedCall): Promise<CrossReference>;
  recordExtendedData(input: RecordExtendedDataInput, call: SignedCall): Promise<ExtendedData>;
}

/** Binds the operations to what they stand on. */
export const createLinkOperations = (parts: LinkOperationParts): LinkOperations => ({
  linkCrossReference: (input, call) => linkCrossReference(parts, input, call),
  recordExtendedData: (input, call) => recordExtendedData(parts, input, call),
});
