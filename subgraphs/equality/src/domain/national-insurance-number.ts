/** First letter not D F I Q U V, second not D F I O Q U V, six digits, a suffix. Source: domain-write.md section 5.2, with no blank suffix. */
const shape = /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/u;
const unusedPrefixes: ReadonlySet<string> = new Set(['BG', 'GB', 'NK', 'KN', 'TN', 'NT', 'ZZ']);
const shownCharacters = 3;

/** A national insurance number on its way to a caller, who may be shown all of it or its end. */
export interface StoredNationalInsuranceNumber {
  readonly number: string;
}

/** The number in upper case without blanks; null when it is none. Source: domain-write.md section 5.2. */
export const parseNationalInsuranceNumber = (text: string): string | null => {
  const number = text.replaceAll(/\s+/gu, '').toUpperCase();
  return shape.test(number) && !unusedPrefixes.has(number.slice(0, 2)) ? number : null;
};

/** All but the last three characters masked, in one length. Source: access-model.md sections 6 and 8. */
export const maskNationalInsuranceNumber = (number: string): string => `•••${number.slice(-shownCharacters)}`;
