/** Bullets in front of the last digits of a phone number: always as many, whatever the number's length. */
const bullets = '\u2022'.repeat(8);
const noName = '...@...';
const addressHeld = 'address held';

const maskPhone = (value: string): string => {
  const digits = value.replaceAll(/[^0-9]/gu, '');
  // The last two digits of a number that has no others would be the number.
  return bullets + (digits.length > 2 ? digits.slice(-2) : '');
};

const maskEmail = (value: string): string => (/^[\p{L}\p{N}]/u.exec(value)?.[0] ?? '') + noName;

/**
 * What a MASK row shows instead of its value: eight bullets and the last two digits of a phone number, the first letter of an email
 * address and `...@...`, and of an address only that there is one. Of a missing value nothing is told but the shape; of an unknown
 * contact type nothing at all. Source: access-model.md section 6.
 */
export const maskValue = (contactType: string, value: string | null): string => {
  const text = value ?? '';
  switch (contactType) {
    case 'PHONE':
      return maskPhone(text);
    case 'EMAIL':
      return maskEmail(text);
    case 'ADDRESS':
      return addressHeld;
    default:
      return '';
  }
};

const shapes: ReadonlyMap<string, RegExp> = new Map([
  ['PHONE', /^\u2022{8}(?:[0-9]{2})?$/u],
  ['EMAIL', /^[\p{L}\p{N}]?\.{3}@\.{3}$/u],
  ['ADDRESS', /^address held$/u],
]);

/** Tells whether a text has the shape that `maskValue` gives a value of the contact type, so that it can be no value. */
export const isMaskShape = (contactType: string, text: string): boolean => shapes.get(contactType)?.test(text) ?? text === '';
