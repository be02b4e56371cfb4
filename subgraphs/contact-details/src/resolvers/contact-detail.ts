import type { ContactDetailResolvers } from '../__generated__/resolver-types.ts';
import type { ContactDetailInBook } from '../domain/contact-book.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';

/** Takes a field of a row that is shown in full; a masked row has none but those that access-model.md section 6 lists. */
const full =
  <Value>(read: (detail: ContactDetailInBook, row: VisibleContactDetail) => Value) =>
  (row: VisibleContactDetail): Value | null =>
    row.decision.outcome === 'FULL' ? read(row.detail, row) : null;

/** A contact detail as the graph shows it, in the shape of the seed: what was recorded, and by which area. */
export const contactDetail: ContactDetailResolvers = {
  // By reference only rows that are current: who asks for history says so where there is an argument for it.
  __resolveReference: ({ id }, { loaders }) => loaders.detailById(false).load(id),
  id: ({ detail }) => detail.id,
  targetId: full(({ targetId }) => targetId),
  targetType: full(({ targetType }) => targetType),
  contactInformation: ({ detail }) => ({
    contactType: detail.contactType,
    subType: detail.subType,
    value: detail.value,
    description: detail.description,
    address: detail.address,
  }),
  // The default marker belongs to the recording area.
  sourceServiceArea: ({ detail, decision }) => ({
    area: detail.area,
    isDefault: decision.outcome === 'MASK' || decision.flags.isDefaultNull === true ? null : detail.isDefault,
  }),
  relation: full(({ relation }) => relation),
  contactName: full(({ contactName }) => contactName),
  isActive: ({ detail }) => detail.isActive,
  validFrom: full(({ validFrom }) => validFrom),
  validUntil: full(({ validUntil }) => validUntil),
  origin: full(({ origin }) => origin),
  version: full(({ version }) => version),
  createdAt: full(({ createdAt }) => createdAt),
  lastModifiedAt: full(({ lastModifiedAt }) => lastModifiedAt),
  person: full(({ targetType, targetId }) => (targetType === 'PERSON' ? { id: targetId } : null)),
  organisation: ({ detail, decision }, _args, { loaders }) =>
    decision.outcome === 'FULL' && detail.targetType === 'ORGANISATION' ? loaders.organisationById.load(detail.targetId) : null,
  team: full(({ team }) => team),
  isMasked: ({ decision }) => decision.outcome === 'MASK',
  isValueMissing: full(({ value }) => value === ''),
  doNotUse: full((_detail, { decision }) => decision.flags.doNotUse === true),
  objected: full((_detail, { decision }) => decision.flags.flagged === true),
  sharedUnder: full((_detail, { decision }) => decision.flags.sharedUnder ?? null),
  sensitivity: full(({ sensitivity }) => sensitivity),
  hasThirdPartyAgreed: full(({ hasThirdPartyAgreed }) => hasThirdPartyAgreed),
  isWithheldFromSubject: full(({ isWithheldFromSubject }) => isWithheldFromSubject),
  isPublic: full(({ isPublic }) => isPublic),
  deliveryState: full(({ deliveryState }) => deliveryState),
  deliveryStateOn: full(({ deliveryStateOn }) => deliveryStateOn),
  // The row that it names is judged as it is everywhere: a historic one shows when history was asked for.
  supersedes: ({ detail, decision, context }, _args, { loaders }) =>
    decision.outcome === 'FULL' && detail.supersedesId !== null
      ? loaders.detailById(context.includeHistoric).load(detail.supersedesId)
      : null,
  accessAttributes: ({ access }) => access,
};
