import type { ContactDetailAttributes } from '@resident-graph/policy';
import type { IdempotencyMark } from '@resident-graph/service-kit';
import type { ContactRelation, ContactSubType, ContactTargetType, ContactType } from '../__generated__/schema-types.ts';

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
  readonly subType: ContactSubType;
  /** E.164, an email address, or the address on one line. */
  readonly value: string;
  readonly address: PostalAddress | null;
  readonly description: string | null;
  readonly relation: ContactRelation | null;
  readonly contactName: string | null;
  readonly isDefault: boolean;
  readonly isActive: boolean;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

/** One contact detail inside a book. */
export interface ContactDetail extends ContactDetailFacts {
  readonly id: string;
  readonly version: number;
  readonly origin: 'RECORDED' | 'MIGRATED';
  readonly createdAt: string;
  readonly createdBy: string;
  readonly lastModifiedAt: string;
  /** `system/id` and a digest of what the source sent; null unless migrated. */
  readonly source: { readonly key: string; readonly digest: string } | null;
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
