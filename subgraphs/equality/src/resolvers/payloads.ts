import type {
  AmendEqualityInformationPayloadResolvers,
  RecordEqualityInformationPayloadResolvers,
} from '../__generated__/resolver-types.ts';
import { showInformation } from './show-information.ts';

/** What a new record answers. */
export const recordEqualityInformationPayload: RecordEqualityInformationPayloadResolvers = {
  equalityInformation: (...[{ equalityInformation }, , context, info]) => showInformation(context, equalityInformation ?? null, info),
};

/** What a changed record answers. */
export const amendEqualityInformationPayload: AmendEqualityInformationPayloadResolvers = {
  equalityInformation: (...[{ equalityInformation }, , context, info]) => showInformation(context, equalityInformation ?? null, info),
};
