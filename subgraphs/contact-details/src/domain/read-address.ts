import { type ProblemCollector, readText } from '@resident-graph/service-kit';
import countries from 'i18n-iso-countries';
import { parse as parsePostcode } from 'postcode';
import type { PostalAddressInput } from '../__generated__/schema-types.ts';
import type { PostalAddress } from './contact-book.ts';
import type { Strictness } from './strictness.ts';

const lineLength = 100;
const reasonLength = 200;
const uprnDigits = /^\d{1,12}$/u;

const noAddress: PostalAddress = {
  line1: null,
  line2: null,
  line3: null,
  line4: null,
  postcode: null,
  uprn: null,
  uprnUnknownReason: null,
  isOverseas: false,
  country: null,
};

/** The address on one line: its lines, postcode and country that are there, joined by commas. */
export const toSingleLine = (address: PostalAddress): string =>
  [address.line1, address.line2, address.line3, address.line4, address.postcode, address.country]
    .filter((part) => part !== null)
    .join(', ');

const readUkPostcode = (text: string | null, problems: ProblemCollector): string | null => {
  const parsed = parsePostcode(text ?? '');
  if (parsed.valid) return parsed.postcode;
  problems.add('address.postcode', text === null ? 'REQUIRED' : 'INVALID_FORMAT', 'Expected a UK postcode, such as N1 7WA.');
  return text;
};

/**
 * Reads a postal address, noting every problem. UK: line 1, a postcode (upper case, one space) and a UPRN of 1 to 12 digits or the
 * reason why it is unknown. Overseas: line 1 and the country, no rule for the postcode, nothing about a UPRN. A migrated UK address may lack postcode and
 * UPRN. Source: domain-write.md section 3.3 and decision 8.
 */
export const readAddress = (
  input: PostalAddressInput | null | undefined,
  strictness: Strictness,
  problems: ProblemCollector,
): PostalAddress => {
  if (input === null || input === undefined) {
    problems.add('address', 'REQUIRED', 'Expected the parts of the address.');
    return noAddress;
  }
  const line = (name: 'line1' | 'line2' | 'line3' | 'line4' | 'postcode'): string | null =>
    readText(input[name], { path: `address.${name}`, maximumLength: lineLength }, problems);
  const lines = { line1: line('line1'), line2: line('line2'), line3: line('line3'), line4: line('line4') };
  if (lines.line1 === null) problems.add('address.line1', 'REQUIRED', 'Expected the first line of the address.');
  const address = { ...lines, postcode: line('postcode'), isOverseas: input.isOverseas };
  if (!input.isOverseas) return readUkParts({ ...noAddress, ...address }, { input, strictness, problems });
  if (strictness === 'recorded') refuseUprn(input, problems);
  return { ...address, country: readCountry(input.country, problems), uprn: null, uprnUnknownReason: null };
};

/** A row of another system may carry one; there it is dropped. */
const refuseUprn = (input: PostalAddressInput, problems: ProblemCollector): void => {
  for (const name of ['uprn', 'uprnUnknownReason'] as const) {
    if ((input[name] ?? '').trim() !== '') {
      problems.add(
        `address.${name}`,
        'CONTRADICTION',
        'Expected nothing about a UPRN for an overseas address; only UK addresses have one.',
      );
    }
  }
};

const readCountry = (text: string | null | undefined, problems: ProblemCollector): string | null => {
  const country = (text ?? '').trim().toUpperCase();
  if (countries.isValid(country) && country.length === 2) return country;
  problems.add(
    'address.country',
    country === '' ? 'REQUIRED' : 'INVALID_VALUE',
    'Expected the country as an ISO 3166-1 code of two letters, such as FR.',
  );
  return null;
};

const readUkParts = (
  address: PostalAddress,
  reading: { readonly input: PostalAddressInput; readonly strictness: Strictness; readonly problems: ProblemCollector },
): PostalAddress => {
  const { input, strictness, problems } = reading;
  const isMigrated = strictness === 'migrated';
  if ((input.country ?? 'GB').trim().toUpperCase() !== 'GB') {
    problems.add('address.country', 'CONTRADICTION', 'Expected no country but GB for an address that is not overseas.');
  }
  const postcode = isMigrated && address.postcode === null ? null : readUkPostcode(address.postcode, problems);
  const uprn = readText(input.uprn, { path: 'address.uprn', maximumLength: lineLength }, problems);
  const uprnUnknownReason = readText(input.uprnUnknownReason, { path: 'address.uprnUnknownReason', maximumLength: reasonLength }, problems);
  if (uprn !== null && !uprnDigits.test(uprn)) problems.add('address.uprn', 'INVALID_FORMAT', 'Expected a UPRN of 1 to 12 digits.');
  if (uprn === null && uprnUnknownReason === null && !isMigrated) {
    problems.add('address.uprn', 'REQUIRED', 'Expected a UPRN, or in `uprnUnknownReason` why it is unknown.');
  }
  if (uprn !== null && uprnUnknownReason !== null) {
    problems.add('address.uprnUnknownReason', 'CONTRADICTION', 'Expected no reason for an unknown UPRN beside a UPRN.');
  }
  return { ...address, postcode, uprn, uprnUnknownReason };
};
