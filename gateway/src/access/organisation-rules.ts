import { type AccessRules, each, mayDo, reached } from './rules.ts';

const mayRead = mayDo('organisation.read');
const mayWrite = mayDo('organisation.write');
const mayReadReferenceData = mayDo('reference-data.read');

/** Who may do what with organisations and with the reference data that contact details are written in. */
export const organisationRules: AccessRules = {
  Query: { ...each(mayRead, ['organisation', 'findOrganisations']), ...each(mayReadReferenceData, ['serviceAreas', 'referenceData']) },
  Mutation: each(mayWrite, ['createOrganisation', 'amendOrganisation']),
  Organisation: {
    id: reached,
    ...each(mayRead, ['name', 'organisationType', 'version', 'createdAt', 'lastModifiedAt']),
    contactDetails: mayDo('contact-detail.read'),
  },
  CreateOrganisationPayload: { organisation: mayRead },
  AmendOrganisationPayload: { organisation: mayRead },
  ServiceArea: { code: reached, ...each(mayReadReferenceData, ['name', 'isActive', 'successor']) },
  ReferenceCode: { code: reached, ...each(mayReadReferenceData, ['name', 'contactTypes', 'serviceArea']) },
};
