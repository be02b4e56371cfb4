/** How carefully a row must be handled (access-model.md section 3). */
export const sensitivities = ['STANDARD', 'CONFIDENTIAL', 'SAFE_ADDRESS'] as const;
export type Sensitivity = (typeof sensitivities)[number];

/**
 * What a decision about one contact detail rests on (access-model.md section 3). Text from outside is never an area by itself. Every
 * attribute is required: a row that lacks one is no row that can be judged.
 */
export interface ContactDetailAttributes {
  /** The detail's own id, for consents that name it. */
  readonly id: string;
  /** PERSON, ORGANISATION, TENURE or ASSET. */
  readonly targetType: string;
  readonly targetId: string;
  /** The service area that recorded it; null, empty, retired and unknown ones are nobody's. */
  readonly area: string | null;
  /** PHONE, EMAIL or ADDRESS, for consents by type. */
  readonly contactType: string;
  /** What it is used as; EMERGENCY_CONTACT makes it a third party's. */
  readonly subType: string;
  /** Decides alone whether the detail is current; validity dates are shown, never judged. */
  readonly isActive: boolean;
  readonly sensitivity: Sensitivity;
  /** Whose it is when not the target's own; null is own. A relation makes it a third party's. */
  readonly relation: string | null;
  /** Whether the third party agreed to every recipient named by id. */
  readonly hasThirdPartyAgreed: boolean;
  /** Whether its accuracy is disputed. */
  readonly isProcessingRestricted: boolean;
  /** Whether it is kept from the person it is about. */
  readonly isWithheldFromSubject: boolean;
  /** Whether an organisation published it. */
  readonly isPublic: boolean;
}

const emergencyContact = 'EMERGENCY_CONTACT';
/** Relations whose rows break-glass opens though they are a third party's. */
export const emergencyRelations = [emergencyContact, 'NEXT_OF_KIN'] as const;

/** Tells whether a row is a third party's. An emergency contact is somebody else even where no relation was noted. */
export const isThirdParty = (row: Pick<ContactDetailAttributes, 'relation' | 'subType'>): boolean =>
  row.relation !== null || row.subType === emergencyContact;

/** Tells whether a third party's row is for emergencies. */
export const isForEmergencies = (row: Pick<ContactDetailAttributes, 'relation' | 'subType'>): boolean =>
  row.subType === emergencyContact || emergencyRelations.some((relation) => relation === row.relation);
