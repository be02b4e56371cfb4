import type { Population } from './ground.ts';
import type { Request } from './requests.ts';

/** Who reads everything at the end of an epoch, when both worlds have seen the same. */
const settledReaders = ['housing-officer', 'social-care-officer', 'benefits-officer', 'repairs-service', 'data-steward'];

const document = `query ($ids: [ID!]!) { persons(ids: $ids) { id version lastModifiedAt
  contactDetails(includeHistoric: true) {
    id version isActive isMasked createdAt lastModifiedAt sharedUnder { consentId } supersedes { id }
    contactInformation { contactType value description } sourceServiceArea { area isDefault }
  }
  contactDetailHistory(first: 100) { totalCount edges { cursor node { kind at by fields { field before after } } } }
  contactPreference { version } consents { id status revokedAt confirmedAt } objections { id capturedAt withdrawnAt }
} notices(first: 100) { totalCount edges { node { id at } } } }`;

/** Everything that every area sees, history too. */
export const settledRequests = ({ persons }: Population): readonly Request[] =>
  settledReaders.map((persona) => ({ persona, headers: {}, onBehalfOf: null, document, variables: { ids: persons.map(({ id }) => id) } }));
