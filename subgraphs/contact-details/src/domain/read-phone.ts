import type { ProblemCollector } from '@resident-graph/service-kit';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Longer texts are no phone numbers and are not parsed. */
const longest = 40;

/**
 * Reads a phone number into E.164; without a country code it is a British one. A British number must exist in the numbering plan, a
 * foreign one be possible. Words behind the number are refused (W41): they have their own fields. Source: domain-write.md section 3.2.
 */
export const readPhone = (value: string | null | undefined, problems: ProblemCollector): string | null => {
  const text = (value ?? '').normalize('NFKC').trim();
  if (text === '') {
    problems.add('value', 'REQUIRED', 'Expected a phone number.');
    return null;
  }
  // Without `extract: false` the library finds a number inside any text, so "020 7946 0123 Daughter" would pass.
  const number = text.length > longest ? undefined : parsePhoneNumberFromString(text, { defaultCountry: 'GB', extract: false });
  const isAcceptable =
    number !== undefined && number.ext === undefined && (number.countryCallingCode === '44' ? number.isValid() : number.isPossible());
  if (isAcceptable) return number.number;
  problems.add(
    'value',
    'W41',
    /\p{L}{3,}/u.test(text)
      ? 'Expected a phone number alone; say whose it is in `relation` and `contactName`, anything else in `description`.'
      : 'Expected a phone number, such as 020 7946 0123 or +33 1 23 45 67 89.',
  );
  return null;
};
