/** How carefully a row must be handled; later parts judge it (access-model.md section 6, caps 4 and 5). */
export type Sensitivity = 'STANDARD' | 'CONFIDENTIAL' | 'SAFE_ADDRESS';

/**
 * What a decision about one contact detail rests on (access-model.md section 3). Text from outside is never an area by itself. The
 * optional attributes belong to grants and caps that are not in force yet; absent they have the meaning that their description names.
 */
export interface ContactDetailAttributes {
  /** PERSON, ORGANISATION, TENURE or ASSET. */
  readonly targetType: string;
  readonly targetId: string;
  /** The service area that recorded it; null, empty and unknown ones are nobody's. */
  readonly area: string | null;
  /** Decides alone whether the detail is current; validity dates are shown, never judged. */
  readonly isActive: boolean;
  /** The detail's own id, for consents that name it. */
  readonly id?: string;
  /** PHONE, EMAIL or ADDRESS, for consents by type. */
  readonly contactType?: string;
  /** Absent: STANDARD. */
  readonly sensitivity?: Sensitivity;
  /** A relation other than own makes it a third party's; absent: own. */
  readonly relation?: string | null;
  /** Whether the third party agreed to every recipient named by id; absent: no. */
  readonly hasThirdPartyAgreed?: boolean;
  /** Whether its accuracy is disputed; absent: no. */
  readonly isProcessingRestricted?: boolean;
  /** Whether it is kept from the person it is about; absent: no. */
  readonly isWithheldFromSubject?: boolean;
  /** Whether an organisation published it; absent: no. */
  readonly isPublic?: boolean;
}

/** What a decision rests on besides subject and row. */
export interface ReadContext {
  /** Whether historic rows were asked for. */
  readonly includeHistoric: boolean;
  /** The injected clock, milliseconds since 1970; consents and break-glass are judged by it. */
  readonly now?: number;
}
