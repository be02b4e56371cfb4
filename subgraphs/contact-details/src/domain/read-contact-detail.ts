import { codesOfArea, contactRelations, contactSubTypes } from '@resident-graph/schema';
import { isCalendarDate, type ProblemCollector, readText } from '@resident-graph/service-kit';
import type { ContactType, PostalAddressInput } from '../__generated__/schema-types.ts';
import type { ContactDetailFacts } from './contact-book.ts';
import { readAddress, toSingleLine } from './read-address.ts';
import { readEmail } from './read-email.ts';
import { readPhone } from './read-phone.ts';
import type { Strictness } from './strictness.ts';

/** A contact detail as somebody sends it. */
export interface ContactDetailInput {
  readonly contactType: ContactType;
  /** A code; whether the area may use it is checked. */
  readonly subType: string;
  readonly value?: string | null | undefined;
  readonly address?: PostalAddressInput | null | undefined;
  readonly description?: string | null | undefined;
  readonly relation?: string | null | undefined;
  readonly contactName?: string | null | undefined;
  readonly team?: string | null | undefined;
  readonly isDefault: boolean;
  readonly isActive?: boolean;
  readonly validFrom?: string | null | undefined;
  readonly validUntil?: string | null | undefined;
}

/** How a detail is read: what is forgiven, whose codes count, which teams the caller may name. */
export interface ReadingRules {
  readonly strictness: Strictness;
  /** The area that it is recorded for; null when migrated without one. */
  readonly area: string | null;
  /** The caller's own teams. */
  readonly teams: readonly string[];
}

const descriptionLength = 256;
const contactNameLength = 100;

/** Reads a note about a detail, at most 256 characters wherever one is written. */
export const readDescription = (description: string | null | undefined, problems: ProblemCollector): string | null =>
  readText(description, { path: 'description', maximumLength: descriptionLength }, problems);

const readValue = (input: ContactDetailInput, { strictness }: ReadingRules, problems: ProblemCollector): string | null => {
  if (input.contactType === 'ADDRESS') {
    if (input.value !== null && input.value !== undefined) {
      problems.add('value', 'CONTRADICTION', 'Expected no value for an address; its parts belong in `address`.');
    }
    return null;
  }
  if (input.address !== null && input.address !== undefined) {
    problems.add('address', 'CONTRADICTION', 'Expected no address for a phone or an email.');
  }
  if (input.contactType === 'EMAIL') return readEmail(input.value, problems);
  // Rows of other systems may lack the number and are kept for what else they say. Source: domain-write.md section 3.2.
  return strictness === 'migrated' && (input.value ?? '').trim() === '' ? '' : readPhone(input.value, problems);
};

const checkCodes = (input: ContactDetailInput, { strictness, area, teams }: ReadingRules, problems: ProblemCollector): void => {
  const { contactType, subType, relation, team } = input;
  const subTypes = codesOfArea(contactSubTypes, area).filter(({ contactTypes }) => contactTypes.includes(contactType));
  if (!subTypes.some(({ code }) => code === subType)) {
    problems.add('subType', 'UNKNOWN_CODE', `Expected one of ${subTypes.map(({ code }) => code).join(', ')} for ${contactType}.`);
  }
  const relations = codesOfArea(contactRelations, area).map(({ code }) => code);
  if (relation != null && !relations.includes(relation)) {
    problems.add('relation', 'UNKNOWN_CODE', `Expected one of ${relations.join(', ')}, or none for the target's own.`);
  }
  if (subType === 'EMERGENCY_CONTACT' && relation == null && strictness === 'recorded') {
    problems.add('relation', 'REQUIRED', 'Expected whose number it is: an emergency contact is somebody else.');
  }
  if (team != null && !teams.includes(team)) {
    const own = teams.length === 0 ? 'you belong to none in this service area' : `one of ${teams.join(', ')}`;
    problems.add('team', 'UNKNOWN_CODE', `Expected a team of your own (${own}), or none for the whole area.`);
  }
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
 * Reads a contact detail, noting every problem: sub-type and relation must be codes that fit and that the area may use, the value keep its
 * rules, texts W42 and length. Source: domain-write.md sections 3.1 to 3.3. The facts are usable only when no problem was noted.
 */
export const readContactDetail = (input: ContactDetailInput, rules: ReadingRules, problems: ProblemCollector): ContactDetailFacts => {
  const { strictness } = rules;
  checkCodes(input, rules, problems);
  const value = readValue(input, rules, problems);
  const address = input.contactType === 'ADDRESS' ? readAddress(input.address, strictness, problems) : null;
  checkValidity(input, strictness, problems);
  return {
    contactType: input.contactType,
    subType: input.subType,
    value: value ?? (address === null ? '' : toSingleLine(address)),
    address,
    description: readDescription(input.description, problems),
    relation: input.relation ?? null,
    contactName: readText(input.contactName, { path: 'contactName', maximumLength: contactNameLength }, problems),
    team: input.team ?? null,
    isDefault: input.isDefault,
    isActive: input.isActive ?? true,
    validFrom: input.validFrom ?? null,
    validUntil: input.validUntil ?? null,
  };
};
