import type { KeyedDigest, ProblemCollector } from '@resident-graph/service-kit';
import { parse as parsePostcode } from 'postcode';
import type { ContactType } from '../__generated__/schema-types.ts';
import type { ContactDetailFacts } from './contact-book.ts';
import { readEmail } from './read-email.ts';
import { readPhone } from './read-phone.ts';

/** What postcodes outside the United Kingdom look like, at most. */
const overseasPostcode = /^(?=.*\d)[A-Z0-9][A-Z0-9 -]{1,9}$/u;

const compactPostcode = (text: string): string | null => {
  const upper = text.trim().toUpperCase();
  if (!parsePostcode(upper).valid && !overseasPostcode.test(upper)) return null;
  return upper.replaceAll(/[^A-Z0-9]/gu, '');
};

/** A first line, or a UPRN, as it is compared: letters and digits in lower case, a number without leading zeros. */
const compactLine = (text: string): string => {
  const line = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '');
  return /^\d+$/u.test(line) ? line.replace(/^0+(?=\d)/u, '') : line;
};

const addressTexts = ({ address }: Pick<ContactDetailFacts, 'address'>): readonly string[] => {
  const postcode = compactPostcode(address?.postcode ?? '');
  if (address === null || postcode === null) return [];
  const lines = [address.uprn, address.line1].map((part) => compactLine(part ?? '')).filter((part) => part !== '');
  return [...new Set(lines.map((line) => `${postcode}|${line}`))];
};

/** The texts by which a value is found: of an address several, of a missing value none. Source: access-model.md L9. */
const lookupTexts = (facts: Pick<ContactDetailFacts, 'contactType' | 'value' | 'address'>): readonly string[] => {
  if (facts.contactType === 'ADDRESS') return addressTexts(facts);
  const text = facts.contactType === 'EMAIL' ? facts.value.toLowerCase() : facts.value;
  return text === '' ? [] : [text];
};

/** What a text is looked up by in an area; equal texts of another area or type have another key. */
export const toLookupKey = (
  { area, contactType, text }: { readonly area: string; readonly contactType: ContactType; readonly text: string },
  digest: KeyedDigest,
): string => digest(JSON.stringify([area, contactType, text]));

/** The keys by which the values of a row are found in its area; a row without an area is found by none. */
export const lookupKeysOf = (
  facts: Pick<ContactDetailFacts, 'contactType' | 'value' | 'address'>,
  area: string | null,
  digest: KeyedDigest,
): readonly string[] =>
  area === null ? [] : lookupTexts(facts).map((text) => toLookupKey({ area, contactType: facts.contactType, text }, digest));

const readAddressText = (value: string, problems: ProblemCollector): string | null => {
  const comma = value.indexOf(',');
  const postcode = comma < 0 ? null : compactPostcode(value.slice(0, comma));
  const line = compactLine(value.slice(comma + 1));
  if (postcode !== null && line !== '') return `${postcode}|${line}`;
  problems.add('value', 'INVALID_FORMAT', 'Expected a postcode, a comma, and a UPRN or the first line of the address.');
  return null;
};

/** The text to look for, from what a caller types; null when a problem was noted. Phones and emails are read as they are for recording. */
export const lookupTextOf = (contactType: ContactType, value: string, problems: ProblemCollector): string | null => {
  if (contactType === 'ADDRESS') return readAddressText(value, problems);
  return contactType === 'PHONE' ? readPhone(value, problems) : (readEmail(value, problems)?.toLowerCase() ?? null);
};
