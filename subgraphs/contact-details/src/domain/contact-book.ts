import type { ContactDetailAttributes, Sensitivity } from '@resident-graph/policy';
import type { IdempotencyMark } from '@resident-graph/service-kit';
import type {
  ContactDetailChangeKind,
  ContactTargetType,
  ContactType,
  DayOfWeek,
  DeliveryState,
  NoticeKind,
  Purpose,
} from '../__generated__/schema-types.ts';

/** A postal address as recorded; empty parts are null. Source: domain-write.md section 3.3. */
export interface PostalAddress {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly line3: string | null;
  readonly line4: string | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
  readonly uprnUnknownReason: string | null;
  readonly isOverseas: boolean;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/** What somebody records: the detail without ids and bookkeeping. */
export interface ContactDetailFacts {
  readonly contactType: ContactType;
  /** A code of the reference data that fits the type. */
  readonly subType: string;
  /** E.164, an email address, or the address on one line. */
  readonly value: string;
  readonly address: PostalAddress | null;
  readonly description: string | null;
  /** A code of the reference data; null is the target's own. */
  readonly relation: string | null;
  readonly contactName: string | null;
  /** The team of the area that it is for; null is the whole area. */
  readonly team: string | null;
  readonly isDefault: boolean;
  readonly isActive: boolean;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

/** One change of a detail: who did what and when. Values stand in `fields` as text. */
export interface DetailChange {
  readonly kind: ContactDetailChangeKind;
  readonly at: string;
  readonly by: string;
  readonly fields: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[];
}

/** What access and use of a detail rest on besides what was recorded. */
export interface ContactDetailMarks {
  readonly sensitivity: Sensitivity;
  /** Whether the third party agreed to every recipient named by id. */
  readonly hasThirdPartyAgreed: boolean;
  /** Whether its accuracy is disputed. */
  readonly isProcessingRestricted: boolean;
  readonly isWithheldFromSubject: boolean;
  /** Organisations only. */
  readonly isPublic: boolean;
  readonly deliveryState: DeliveryState;
  /** Null while unverified since it was recorded. */
  readonly deliveryStateOn: string | null;
}

/** The marks of a detail that was just recorded. */
export const newMarks: ContactDetailMarks = {
  sensitivity: 'STANDARD',
  hasThirdPartyAgreed: false,
  isProcessingRestricted: false,
  isWithheldFromSubject: false,
  isPublic: false,
  deliveryState: 'UNVERIFIED',
  deliveryStateOn: null,
};

/** One contact detail inside a book. */
export interface ContactDetail extends ContactDetailFacts, ContactDetailMarks {
  readonly id: string;
  /** The detail whose value this one replaced. */
  readonly supersedesId: string | null;
  /** Keyed digests by which its value is found; never the value. Source: access-model.md L9. */
  readonly lookupKeys: readonly string[];
  /** Oldest first. */
  readonly changes: readonly DetailChange[];
  readonly version: number;
  readonly origin: 'RECORDED' | 'MIGRATED';
  readonly createdAt: string;
  readonly createdBy: string;
  readonly lastModifiedAt: string;
  /** `system/id` and a digest of what the source sent; null unless migrated. */
  readonly source: { readonly key: string; readonly digest: string } | null;
}

/** How the area contacts the target. Source: contact details seed, question 3. */
export interface ContactPreference {
  readonly preferredChannel: ContactType | null;
  /** In London's time; no days are all days. */
  readonly timesToAvoid: readonly { readonly days: readonly DayOfWeek[]; readonly from: string; readonly until: string }[];
  readonly doNotUseFor: readonly { readonly contactType: ContactType; readonly purpose: Purpose }[];
  readonly version: number;
  readonly lastModifiedAt: string;
}

/** What a team has to know of a detail of the book. */
export interface BookNotice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly team: string;
  readonly detailId: string;
  readonly at: string;
  readonly by: string;
  /** The team while nobody acknowledged it, else null: what the queue is found by. */
  readonly openFor: string | null;
}

/**
 * The contact book: what one service area holds for one target. The area, which is the owner, is a field of the document, so a book of
 * another area is never read. Source: design.md, "Documents are aggregates".
 */
export interface ContactBook {
  readonly targetId: string;
  readonly targetType: ContactTargetType;
  /** Null for migrated rows that nobody owns yet. */
  readonly area: string | null;
  /** Oldest first. */
  readonly details: readonly ContactDetail[];
  /** Null until the area set one. */
  readonly preference: ContactPreference | null;
  /** Oldest first. */
  readonly notices: readonly BookNotice[];
  readonly idempotency: readonly IdempotencyMark[];
  readonly version: number;
}

/** A contact detail with the attributes that its book gives it: what leaves the store. */
export interface ContactDetailInBook extends ContactDetail, Pick<ContactDetailAttributes, 'targetId' | 'area'> {
  readonly targetType: ContactTargetType;
}

/** A book that holds nothing yet. */
export const emptyBook = (place: Pick<ContactBook, 'targetId' | 'targetType' | 'area'>): ContactBook => ({
  ...place,
  details: [],
  preference: null,
  notices: [],
  idempotency: [],
  version: -1,
});

/** A detail as it leaves its book. */
export const inBook = (book: Pick<ContactBook, 'targetId' | 'targetType' | 'area'>, detail: ContactDetail): ContactDetailInBook => ({
  ...detail,
  targetId: book.targetId,
  targetType: book.targetType,
  area: book.area,
});
