import type { ContactabilityReason, ContactType, DeliveryState, Purpose } from '../__generated__/schema-types.ts';
import type { ContactDetail, ContactPreference } from './contact-book.ts';
import { type LondonMoment, londonMoment } from './london-moment.ts';
import { findDefault, ownRows } from './own-defaults.ts';
import { daysOfWeek } from './read-preference.ts';
import type { VisibleContactDetail } from './visible-contact-detail.ts';

/** What is asked, and what is known. */
export interface ContactabilityQuestion {
  /** The rows of the person that the reader may see. */
  readonly rows: readonly VisibleContactDetail[];
  /** The acting area's; null when it noted none. */
  readonly preference: ContactPreference | null;
  readonly contactType: ContactType;
  readonly purpose: Purpose;
  readonly actingArea: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Whether a kind of contact can be used, with what, and if not why not. */
export interface Contactability {
  readonly canBeUsed: boolean;
  readonly contactDetail: VisibleContactDetail | null;
  /** In the order of the schema, each once. */
  readonly reasons: readonly ContactabilityReason[];
}

const order: readonly ContactabilityReason[] = [
  'NO_CONTACT_DETAIL',
  'VALUE_MISSING',
  'DISPUTED',
  'BOUNCED',
  'DISCONNECTED',
  'RETURNED',
  'DO_NOT_USE_FOR_PURPOSE',
  'TIME_TO_AVOID',
  'NOT_VALID_YET',
  'NO_LONGER_VALID',
];

/** Types that reach a person there and then: by a call or a visit. An email waits until it is read. */
const immediateTypes: readonly ContactType[] = ['PHONE', 'ADDRESS'];

const failures: Readonly<Record<DeliveryState, ContactabilityReason | null>> = {
  UNVERIFIED: null,
  VERIFIED: null,
  BOUNCED: 'BOUNCED',
  DISCONNECTED: 'DISCONNECTED',
  RETURNED: 'RETURNED',
};

const dayBefore = (day: LondonMoment['day']): LondonMoment['day'] => daysOfWeek[(daysOfWeek.indexOf(day) + 6) % 7] ?? day;

/** Half-open, from the beginning to before the end; an end that is not after the beginning is the next day's. */
const isAvoided = ({ days, from, until }: ContactPreference['timesToAvoid'][number], { time, day }: LondonMoment): boolean => {
  const isOn = (asked: LondonMoment['day']): boolean => days.length === 0 || days.includes(asked);
  if (from < until) return isOn(day) && from <= time && time < until;
  return (isOn(day) && from <= time) || (isOn(dayBefore(day)) && time < until);
};

const reasonsAgainstType = ({ preference, contactType, purpose }: ContactabilityQuestion, moment: LondonMoment): ContactabilityReason[] => {
  if (preference === null) return [];
  const isRefused = preference.doNotUseFor.some((use) => use.contactType === contactType && use.purpose === purpose);
  const isWrongTime = immediateTypes.includes(contactType) && preference.timesToAvoid.some((time) => isAvoided(time, moment));
  return [...(isRefused ? (['DO_NOT_USE_FOR_PURPOSE'] as const) : []), ...(isWrongTime ? (['TIME_TO_AVOID'] as const) : [])];
};

const reasonsAgainstRow = (detail: ContactDetail, { date }: LondonMoment): ContactabilityReason[] => {
  const failure = failures[detail.deliveryState];
  return [
    ...(detail.value === '' ? (['VALUE_MISSING'] as const) : []),
    ...(detail.isProcessingRestricted ? (['DISPUTED'] as const) : []),
    ...(failure === null ? [] : [failure]),
    ...(detail.validFrom !== null && date < detail.validFrom ? (['NOT_VALID_YET'] as const) : []),
    ...(detail.validUntil !== null && detail.validUntil < date ? (['NO_LONGER_VALID'] as const) : []),
  ];
};

const newestOf = (rows: readonly VisibleContactDetail[]): VisibleContactDetail | undefined =>
  rows.toSorted(({ detail: a }, { detail: b }) =>
    a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1,
  )[0];

/** The acting area's default, else its newest, else one of another area that the reader may see. */
const choose = (
  rows: readonly VisibleContactDetail[],
  { actingArea: area, contactType }: ContactabilityQuestion,
): VisibleContactDetail | null => findDefault(rows, { area, contactType }) ?? newestOf(ownRows(rows, area)) ?? newestOf(rows) ?? null;

/**
 * Tells whether a kind of contact can be used now, for a purpose, and why not: from the current rows that the reader sees in full, what the
 * acting area noted of the person, and the time and date in London. Source: contact details seed, question 3.
 */
export const assessContactability = (question: ContactabilityQuestion): Contactability => {
  const moment = londonMoment(question.now);
  const rows = question.rows.filter(
    ({ detail, decision }) => decision.outcome === 'FULL' && detail.isActive && detail.contactType === question.contactType,
  );
  const judged = rows.map((row) => ({ row, reasons: reasonsAgainstRow(row.detail, moment) }));
  const usable = judged.filter(({ reasons }) => reasons.length === 0).map(({ row }) => row);
  const againstType = reasonsAgainstType(question, moment);
  const found = new Set<ContactabilityReason>([
    ...(rows.length === 0 ? (['NO_CONTACT_DETAIL'] as const) : []),
    ...judged.flatMap(({ reasons }) => reasons),
    ...againstType,
  ]);
  const contactDetail = againstType.length === 0 ? choose(usable, question) : null;
  return { canBeUsed: contactDetail !== null, contactDetail, reasons: order.filter((reason) => found.has(reason)) };
};
