import { contactSubTypes } from '@resident-graph/schema';
import { isCalendarDate, type ProblemCollector, readText } from '@resident-graph/service-kit';
import type { ContactRelation, ContactSubType, ContactType, PostalAddressInput } from '../__generated__/schema-types.ts';
import type { ContactDetailFacts } from './contact-book.ts';
import { readAddress, toSingleLine } from './read-address.ts';
import { readEmail } from './read-email.ts';
import { readPhone } from './read-phone.ts';
import type { Strictness } from './strictness.ts';

/** A contact detail as somebody sends it. */
export interface ContactDetailInput {
  readonly contactType: ContactType;
  readonly subType: ContactSubType;
  readonly value?: string | null | undefined;
  readonly address?: PostalAddressInput | null | undefined;
  readonly description?: string | null | undefined;
  readonly relation?: ContactRelation | null | undefined;
  readonly contactName?: string | null | undefined;
  readonly isDefault: boolean;
  readonly isActive?: boolean;
  readonly validFrom?: string | null | undefined;
  readonly validUntil?: string | null | undefined;
}

const descriptionLength = 256;
const contactNameLength = 100;

const readValue = (input: ContactDetailInput, problems: ProblemCollector): string | null => {
  if (input.contactType === 'ADDRESS') {
    if (input.value !== null && input.value !== undefined) {
      problems.add('value', 'CONTRADICTION', 'Expected no value for an address; its parts belong in `address`.');
    }
    return null;
  }
  if (input.address !== null && input.address !== undefined) {
    problems.add('address', 'CONTRADICTION', 'Expected no address for a phone or an email.');
  }
  return input.contactType === 'PHONE' ? readPhone(input.value, problems) : readEmail(input.value, problems);
};

const checkValidity = (input: ContactDetailInput, strictness: Strictness, problems: ProblemCollector): void => {
  const { validFrom, validUntil, subType } = input;
  if (subType === 'FORWARDING_ADDRESS' && strictness === 'recorded' && (validFrom ?? null) === null) {
    problems.add('validFrom', 'REQUIRED', 'Expected the date from which a forwarding address is good.');
  }
  for (const [path, date] of [
    ['validFrom', validFrom],
    ['validUntil', validUntil],
  ] as const) {
    if (date !== null && date !== undefined && !isCalendarDate(date))
      problems.add(path, 'INVALID_FORMAT', 'Expected a date that exists, YYYY-MM-DD.');
  }
  if (validFrom != null && validUntil != null && validUntil < validFrom) {
    problems.add('validUntil', 'CONTRADICTION', 'Expected an end that is not before the beginning.');
  }
};

/**
 * Reads a contact detail, noting every problem: the sub-type must fit the type, the value its rules, texts W42 and length.
 * Source: domain-write.md sections 3.1 to 3.3. The facts are usable only when no problem was noted.
 */
export const readContactDetail = (input: ContactDetailInput, strictness: Strictness, problems: ProblemCollector): ContactDetailFacts => {
  const subTypes: readonly string[] = contactSubTypes[input.contactType];
  if (!subTypes.includes(input.subType)) {
    problems.add('subType', 'INVALID_VALUE', `Expected one of ${subTypes.join(', ')} for ${input.contactType}.`);
  }
  const value = readValue(input, problems);
  const address = input.contactType === 'ADDRESS' ? readAddress(input.address, strictness, problems) : null;
  checkValidity(input, strictness, problems);
  return {
    contactType: input.contactType,
    subType: input.subType,
    value: value ?? (address === null ? '' : toSingleLine(address)),
    address,
    description: readText(input.description, { path: 'description', maximumLength: descriptionLength }, problems),
    relation: input.relation ?? null,
    contactName: readText(input.contactName, { path: 'contactName', maximumLength: contactNameLength }, problems),
    isDefault: input.isDefault,
    isActive: input.isActive ?? true,
    validFrom: input.validFrom ?? null,
    validUntil: input.validUntil ?? null,
  };
};
