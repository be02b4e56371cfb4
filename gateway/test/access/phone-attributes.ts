import type { ContactDetailAttributes } from '@resident-graph/policy';

/** The attributes of an own, current, ordinary phone number of a person of housing, but for what is said otherwise. */
export const phoneAttributes = (other: Partial<ContactDetailAttributes> = {}): ContactDetailAttributes => ({
  id: 'd-1',
  targetType: 'PERSON',
  targetId: 'p-1',
  area: 'housing',
  contactType: 'PHONE',
  subType: 'MOBILE',
  isActive: true,
  sensitivity: 'STANDARD',
  relation: null,
  hasThirdPartyAgreed: false,
  isProcessingRestricted: false,
  isWithheldFromSubject: false,
  isPublic: false,
  ...other,
});
