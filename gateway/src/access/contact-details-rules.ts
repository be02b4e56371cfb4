import { type AccessRules, each, mayDo, reached } from './rules.ts';

const mayRead = mayDo('contact-detail.read');
const mayWrite = mayDo('contact-detail.write');
const mayIngest = mayDo('contact-details.ingest');

/** Who may do what with the fields of the contact-details subgraph. Which rows there are to see is judged row by row on top. */
export const contactDetailsRules: AccessRules = {
  Query: { contactDetail: mayRead, contactDetails: mayRead },
  Mutation: { recordContactDetail: mayWrite, retireContactDetail: mayWrite, ingestContactDetails: mayIngest },
  Person: { contactDetails: mayRead },
  ContactDetail: {
    id: reached,
    ...each(mayRead, [
      'targetId',
      'targetType',
      'contactInformation',
      'sourceServiceArea',
      'relation',
      'contactName',
      'isActive',
      'validFrom',
      'validUntil',
      'origin',
      'version',
      'createdAt',
      'lastModifiedAt',
    ]),
    person: mayDo('person.read'),
  },
  ContactInformation: each(mayRead, ['contactType', 'subType', 'value', 'description', 'address']),
  PostalAddress: each(mayRead, ['line1', 'line2', 'line3', 'line4', 'postcode', 'uprn', 'uprnUnknownReason', 'isOverseas', 'country']),
  SourceServiceArea: each(mayRead, ['area', 'isDefault']),
  RecordContactDetailPayload: { contactDetail: mayRead },
  RetireContactDetailPayload: { contactDetail: mayRead },
  IngestContactDetailsPayload: { results: mayIngest },
};
