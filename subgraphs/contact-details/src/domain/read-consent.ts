import { createHash } from 'node:crypto';
import { isServiceArea } from '@resident-graph/schema';
import { type ProblemCollector, readRequiredText, readText } from '@resident-graph/service-kit';
import type { CaptureConsentInput, ContactType, Purpose } from '../__generated__/schema-types.ts';
import { addMonths } from './add-months.ts';
import type { ConsentTerms } from './consent.ts';
import type { ConsentCapacity } from './consent-authority.ts';
import { isLanguageCode } from './language-code.ts';

/** The purposes of reading contact details; the others are of other data. Source: access-model.md section 2, "Standard purposes". */
const consentPurposes: readonly Purpose[] = [
  'SERVICE_DELIVERY',
  'STATUTORY_NOTICE',
  'SAFEGUARDING',
  'EMERGENCY',
  'RESIDENT_REQUEST',
  'DATA_QUALITY',
];
const maximumIds = 50;
const maximumNoticeLength = 20_000;
const defaultMonths = 12;
const maximumMonths = 24;

/** Who captures the consent, and when. */
export interface ConsentReading {
  readonly capacity: ConsentCapacity;
  /** Whether a resident speaks, alone or through a service. */
  readonly isResident: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const readScope = (
  input: CaptureConsentInput,
  { capacity }: ConsentReading,
  problems: ProblemCollector,
): Pick<ConsentTerms, 'types' | 'contactDetailIds'> => {
  const types = input.types ?? null;
  const contactDetailIds = input.contactDetailIds ?? null;
  if (contactDetailIds !== null && capacity === 'RECIPIENT') {
    problems.add('contactDetailIds', 'CONTRADICTION', 'Expected types: only the owning area and the resident name details by id.');
  } else if (types !== null && contactDetailIds !== null) {
    problems.add('contactDetailIds', 'CONTRADICTION', 'Expected either types or ids of contact details, not both.');
  } else if (types === null && contactDetailIds === null) {
    problems.add('types', 'REQUIRED', 'Expected the types that the consent covers, or ids of contact details.');
  }
  if (types !== null) checkItems(types, 'types', problems);
  if (contactDetailIds !== null) checkItems(contactDetailIds, 'contactDetailIds', problems);
  return { types: types as readonly ContactType[] | null, contactDetailIds };
};

const checkItems = (items: readonly string[], path: string, problems: ProblemCollector): void => {
  if (items.length === 0) problems.add(path, 'REQUIRED', 'Expected at least one.');
  if (items.length > maximumIds) problems.add(path, 'TOO_MANY', `Expected at most ${maximumIds}.`);
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item)) problems.add(`${path}.${index}`, 'DUPLICATE_ITEM', 'Expected each one once.');
    seen.add(item);
  }
};

const checkAreas = ({ sourceArea, recipientArea }: CaptureConsentInput, problems: ProblemCollector): void => {
  for (const [path, area] of Object.entries({ sourceArea, recipientArea })) {
    if (!isServiceArea(area)) problems.add(path, 'UNKNOWN_CODE', 'Expected a known service area.');
  }
  if (sourceArea === recipientArea) problems.add('recipientArea', 'CONTRADICTION', 'Expected another area than the source.');
};

/** How long a name of evidence or of an authority is, in characters. */
const reference = { minimumLength: 3, maximumLength: 200 };

/** What is told of a missing text. */
const expected = 'a text';

const readGrant = (
  { grantedBy, authority }: CaptureConsentInput,
  { isResident }: ConsentReading,
  problems: ProblemCollector,
): Pick<ConsentTerms, 'grantedBy' | 'authority'> => {
  if (isResident && grantedBy !== 'SELF') problems.add('grantedBy', 'INVALID_VALUE', 'Expected SELF: a resident consents in person.');
  if (grantedBy === 'REPRESENTATIVE')
    return { grantedBy, authority: readRequiredText(authority, { path: 'authority', ...reference, expected }, problems) };
  // Too short is no problem of a text that may not be there at all.
  if (readText(authority, { path: 'authority', maximumLength: reference.maximumLength }, problems) !== null) {
    problems.add('authority', 'CONTRADICTION', 'Expected no authority when the person consents; name REPRESENTATIVE as grantor.');
  }
  return { grantedBy, authority: null };
};

const readNotice = (
  { noticeId, noticeVersion, noticeText, language }: CaptureConsentInput,
  problems: ProblemCollector,
): Pick<ConsentTerms, 'noticeId' | 'noticeVersion' | 'noticeTextSha256' | 'language'> => {
  // Markup in it is as good as any text: it is digested as it was shown and kept nowhere.
  if (noticeText.trim() === '') problems.add('noticeText', 'REQUIRED', 'Expected the text that was shown.');
  if ([...noticeText].length > maximumNoticeLength) {
    problems.add('noticeText', 'TOO_LONG', `Expected at most ${maximumNoticeLength} characters.`);
  }
  if (!isLanguageCode(language)) problems.add('language', 'INVALID_VALUE', 'Expected a code of ISO 639-1 or 639-3, in small letters.');
  return {
    noticeId: readRequiredText(noticeId, { path: 'noticeId', maximumLength: 100, expected }, problems),
    noticeVersion: readRequiredText(noticeVersion, { path: 'noticeVersion', maximumLength: 50, expected }, problems),
    noticeTextSha256: createHash('sha256').update(noticeText, 'utf8').digest('hex'),
    language,
  };
};

const readValidity = (
  input: CaptureConsentInput,
  { now }: ConsentReading,
  problems: ProblemCollector,
): Pick<ConsentTerms, 'validFrom' | 'validUntil'> => {
  const from = input.validFrom == null ? now : Date.parse(input.validFrom);
  const until = input.validUntil == null ? addMonths(from, defaultMonths) : Date.parse(input.validUntil);
  if (from < addMonths(now, -maximumMonths)) {
    problems.add('validFrom', 'INVALID_VALUE', `Expected a beginning at most ${maximumMonths} months ago.`);
  }
  if (from > addMonths(now, maximumMonths)) {
    problems.add('validFrom', 'INVALID_VALUE', `Expected a beginning at most ${maximumMonths} months ahead.`);
    return { validFrom: new Date(now).toISOString(), validUntil: new Date(now).toISOString() };
  }
  if (until <= from) problems.add('validUntil', 'CONTRADICTION', 'Expected an end after the beginning.');
  else if (until > addMonths(from, maximumMonths)) {
    problems.add('validUntil', 'INVALID_VALUE', `Expected an end at most ${maximumMonths} months after the beginning.`);
  } else if (until <= now) problems.add('validUntil', 'INVALID_VALUE', 'Expected an end in the future.');
  return { validFrom: new Date(from).toISOString(), validUntil: new Date(until).toISOString() };
};

/**
 * Reads what a consent says, noting every problem. Whether the named details and the superseded consent exist is not known here.
 * Source: access-model.md section 4. The terms are usable only when no problem was noted.
 */
export const readConsent = (input: CaptureConsentInput, reading: ConsentReading, problems: ProblemCollector): ConsentTerms => {
  const scope = readScope(input, reading, problems);
  checkAreas(input, problems);
  if (!consentPurposes.includes(input.purpose)) {
    problems.add('purpose', 'INVALID_VALUE', `Expected one of ${consentPurposes.join(', ')}.`);
  }
  return {
    ...scope,
    sourceArea: input.sourceArea,
    recipientArea: input.recipientArea,
    purpose: input.purpose,
    ...readGrant(input, reading, problems),
    method: input.method,
    ...readNotice(input, problems),
    ...readValidity(input, reading, problems),
    evidenceRef: readRequiredText(input.evidenceRef, { path: 'evidenceRef', ...reference, expected }, problems),
    supersedesId: input.supersedesId ?? null,
  };
};
