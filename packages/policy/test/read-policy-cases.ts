import { readFileSync } from 'node:fs';
import { isPurpose, subjectKinds } from '@resident-graph/schema';
import {
  type ConsentFacts,
  type ContactDetailAttributes,
  isRole,
  type ReadContext,
  type Role,
  type Sensitivity,
  type Subject,
  sensitivities,
} from '../src/index.ts';

/** One case: the text of each column. */
export type PolicyCase = Readonly<Record<string, string>>;

/** The cases of `policy-cases.csv`; no field of it needs quoting. */
export const readPolicyCases = (): readonly PolicyCase[] => {
  const [header = '', ...lines] = readFileSync(new URL('policy-cases.csv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
  });
};

/** The text of a column; a column that does not exist is a mistake of the test. */
export const textOf = (policyCase: PolicyCase, column: string): string => {
  const text = policyCase[column];
  if (text === undefined) throw new Error(`The cases have no column ${column}.`);
  return text;
};

const nullableOf = (policyCase: PolicyCase, column: string): string | null => {
  const text = textOf(policyCase, column);
  return text === '' ? null : text;
};

const isTrue = (policyCase: PolicyCase, column: string): boolean => textOf(policyCase, column) === 'true';

/** A list of a column, separated by spaces. */
export const listOf = (policyCase: PolicyCase, column: string): readonly string[] =>
  textOf(policyCase, column)
    .split(' ')
    .filter((item) => item !== '');

/** An area as our reference data knows it: one that the case calls retired goes by a name that acts no longer. */
export const areaOf = (policyCase: PolicyCase, area: string): string =>
  textOf(policyCase, 'row_area_state') === 'retired' && area === textOf(policyCase, 'row_area') ? 'welfare-rights' : area;

const rolesOf = (policyCase: PolicyCase, column: string): readonly Role[] => listOf(policyCase, column).filter(isRole);

const kindOf = (policyCase: PolicyCase, column: string): Subject['kind'] => {
  const kind = subjectKinds.find((known) => known === textOf(policyCase, column));
  if (kind === undefined) throw new Error('The case has a kind of subject that does not exist.');
  return kind;
};

/** The subject of a case as it was resolved; null when its purpose was refused. */
export const subjectOf = (policyCase: PolicyCase): Subject | null => {
  const purpose = textOf(policyCase, 'purpose');
  if (!isPurpose(purpose)) return null;
  const actingArea = areaOf(policyCase, textOf(policyCase, 'acting_area'));
  const shared = { purpose, caseReference: nullableOf(policyCase, 'case_ref'), teams: [], onBehalfOf: null };
  const user = (): Subject => {
    const kind = kindOf(policyCase, 'obo_kind');
    const isOfArea = listOf(policyCase, 'obo_areas').includes(actingArea);
    return {
      ...shared,
      id: textOf(policyCase, 'obo_subject_id'),
      kind,
      actingArea: kind === 'resident' ? null : actingArea,
      roles: isOfArea || kind !== 'officer' ? rolesOf(policyCase, 'obo_roles') : [],
      personId: nullableOf(policyCase, 'obo_resident_person'),
    };
  };
  return {
    ...shared,
    id: textOf(policyCase, 'subject_id'),
    kind: kindOf(policyCase, 'subject_kind'),
    actingArea: actingArea === '' ? null : actingArea,
    roles: rolesOf(policyCase, 'roles'),
    personId: nullableOf(policyCase, 'resident_person'),
    onBehalfOf: textOf(policyCase, 'obo_subject_id') === '' ? null : user(),
  };
};

const subTypes: Readonly<Record<string, string>> = { phone: 'MOBILE', email: 'PERSONAL', address: 'CORRESPONDENCE_ADDRESS' };

/** The row of a case in the words of our reference data. */
export const rowOf = (policyCase: PolicyCase): ContactDetailAttributes => {
  const area = areaOf(policyCase, textOf(policyCase, 'row_area'));
  const relation = textOf(policyCase, 'row_subtype');
  return {
    id: textOf(policyCase, 'row_id'),
    targetType: textOf(policyCase, 'row_target_type'),
    targetId: textOf(policyCase, 'row_target_id'),
    area: area === '' ? null : area,
    contactType: textOf(policyCase, 'row_type').toUpperCase(),
    subType: subTypes[textOf(policyCase, 'row_type')] ?? 'OTHER',
    isActive: isTrue(policyCase, 'row_active'),
    sensitivity: sensitivities.find((known) => known === textOf(policyCase, 'sensitivity')) as Sensitivity,
    relation: relation === 'own' ? null : relation.toUpperCase(),
    hasThirdPartyAgreed: isTrue(policyCase, 'third_party_agreed'),
    isProcessingRestricted: isTrue(policyCase, 'processing_restricted'),
    isWithheldFromSubject: isTrue(policyCase, 'withheld_from_subject'),
    isPublic: isTrue(policyCase, 'public_org'),
  };
};

const consentOf = (policyCase: PolicyCase, prefix: 'c1' | 'c2'): readonly ConsentFacts[] => {
  const id = textOf(policyCase, `${prefix}_id`);
  if (id === '') return [];
  const purpose = textOf(policyCase, `${prefix}_purpose`);
  if (!isPurpose(purpose)) throw new Error('The case has a consent with a purpose that does not exist.');
  const scope = listOf(policyCase, `${prefix}_scope`);
  return [
    {
      id,
      personIds: listOf(policyCase, `${prefix}_person`),
      sourceArea: areaOf(policyCase, textOf(policyCase, `${prefix}_source_area`)),
      recipientArea: areaOf(policyCase, textOf(policyCase, `${prefix}_recipient_area`)),
      purpose,
      scope:
        textOf(policyCase, `${prefix}_scope_kind`) === 'types'
          ? { types: scope.map((type) => type.toUpperCase()) }
          : { contactDetailIds: scope },
      capturedAt: textOf(policyCase, `${prefix}_captured_at`),
      validFrom: textOf(policyCase, `${prefix}_valid_from`),
      validUntil: nullableOf(policyCase, `${prefix}_valid_until`),
      isRevoked: textOf(policyCase, `${prefix}_revoked_at`) !== '',
      isPending: false,
    },
  ];
};

/** The context of a case. */
export const contextOf = (policyCase: PolicyCase): ReadContext => {
  const inside = [
    ...(isTrue(policyCase, 'caller_in_compartment') ? [{ subjectId: textOf(policyCase, 'subject_id') }] : []),
    ...(isTrue(policyCase, 'obo_in_compartment') ? [{ subjectId: textOf(policyCase, 'obo_subject_id') }] : []),
  ];
  const objectionArea = textOf(policyCase, 'objection_area');
  const sessionStart = textOf(policyCase, 'session_started_at');
  return {
    includeHistoric: isTrue(policyCase, 'include_historic'),
    isLegacyTriage: isTrue(policyCase, 'legacy_triage'),
    now: Date.parse(textOf(policyCase, 'now')),
    person: {
      personIds: listOf(policyCase, 'person_ids'),
      restriction: isTrue(policyCase, 'person_restricted') ? { compartment: inside } : null,
      consents: [...consentOf(policyCase, 'c1'), ...consentOf(policyCase, 'c2')],
      objections:
        objectionArea === ''
          ? []
          : [
              {
                recipientArea: objectionArea,
                capturedAt: textOf(policyCase, 'objection_at'),
                isWithdrawn: textOf(policyCase, 'objection_withdrawn_at') !== '',
              },
            ],
      breakGlass:
        textOf(policyCase, 'bg_id') === ''
          ? []
          : [
              {
                id: textOf(policyCase, 'bg_id'),
                personIds: listOf(policyCase, 'bg_person'),
                area: textOf(policyCase, 'bg_area'),
                startedBy: textOf(policyCase, 'bg_started_by'),
                startedAt: textOf(policyCase, 'bg_started_at'),
                endedAt: nullableOf(policyCase, 'bg_ended_at'),
                approvedBy: nullableOf(policyCase, 'bg_approved_by'),
              },
            ],
    },
    diagnosticSession:
      sessionStart === ''
        ? null
        : {
            caseReference: textOf(policyCase, 'case_ref'),
            area: nullableOf(policyCase, 'case_area') === null ? null : areaOf(policyCase, textOf(policyCase, 'case_area')),
            startedAt: sessionStart,
          },
  };
};
