import type { Role } from './subject.ts';

/** What each role allows in the acting area, a sentence for whoever asks `me`. Source: access-model.md section 2. */
export const roleDescriptions: Readonly<Record<Role, string>> = {
  'person:read': 'Reads and searches persons.',
  'person:write': 'Records and amends persons.',
  'contact:read': "Reads contact details of the own area, and other areas' under a consent.",
  'contact:write': 'Records, replaces and retires contact details of the own area, captures consents and objections.',
  confidential: 'Sees confidential contact details of the own area in full.',
  'safe-address': 'Sees safe addresses of the own area in full.',
  'equality:read': 'Reads equality information of persons; every read is on record.',
  'equality:maintain': 'Reads and records equality information.',
  'identity:read': 'Sees identification numbers whole; every look is on record.',
  'tenancy:read': 'Reads tenures; gives nothing yet.',
  'finance:read': 'Reads accounts; gives nothing yet.',
  steward: "Triages details without an area, lowers sensitivities, reads the own area's record of looks.",
  safeguarding:
    'Restricts persons, lifts restrictions with a second person, withholds details from a resident, approves emergency openings.',
  'break-glass': "Opens other areas' current details of a person for 30 minutes in an emergency.",
  support: 'Follows requests and sees details masked, under a case reference.',
  analyst: 'Sees totals; gives nothing yet.',
  governance: 'Reads the whole record of looks, reviews emergency openings, explains any decision.',
  'ingest:persons': 'Imports persons.',
  'ingest:contact-details': 'Imports contact details for the areas that the import names.',
  'ingest:equality-information': 'Imports equality information.',
};
