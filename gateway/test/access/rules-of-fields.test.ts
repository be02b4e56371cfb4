import type { Role, Subject } from '@resident-graph/policy';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { evaluateRule } from '../../src/access/evaluate-rule.ts';
import { createRuleTable } from '../../src/access/rule-table.ts';
import { composeApiSchema } from './api-schema.ts';
import { stranger } from './toy-operations.ts';

const table = createRuleTable(composeApiSchema());

/** `opens`, or the id of the rule that refuses. */
const verdictOf = async (coordinate: string, subject: Subject): Promise<string> => {
  const verdict = await evaluateRule(table.get(coordinate), {}, { subject });
  return verdict instanceof GraphQLError ? String(verdict.extensions['ruleId']) : 'opens';
};

/** Written out once more on purpose: which rule answers for what a caller can ask and do. */
const expected: Readonly<Record<string, readonly string[]>> = {
  P1: [
    'Query.person',
    'Query.persons',
    'Person.links',
    'PersonLink.href',
    'Person.identification',
    'Identification.value',
    'MergedPerson.forename',
  ],
  P2: ['Mutation.createPerson', 'Mutation.amendPerson', 'Mutation.recordIdentification', 'Mutation.removeIdentification'],
  P3: ['Query.searchPersons', 'Query.possibleDuplicates', 'Query.findPersons'],
  P4: ['Query.changeHistory', 'Change.fields', 'Change.identification', 'ChangedField.before'],
  P6: ['Mutation.linkCrossReference', 'LinkCrossReferencePayload.crossReference', 'CrossReference.reference'],
  P7: ['Person.extendedData', 'ExtendedData.data', 'RecordExtendedDataPayload.extendedData'],
  P8: ['Mutation.recordExtendedData'],
  P9: ['Mutation.mergePersons', 'Mutation.unmergePersons', 'MergePersonsPayload.mergeId'],
  I1: ['Mutation.ingestPersons'],
  I2: ['Mutation.ingestContactDetails'],
  I3: ['Mutation.ingestEqualityInformation'],
  E1: [
    'EqualityInformation.ethnicity',
    'EqualityInformation.nationalInsuranceNumber',
    'EqualityInformation.sources',
    'NationalInsuranceNumber.value',
    'PregnancyOrMaternityAnswer.pregnancyDate',
  ],
  E2: ['Mutation.recordEqualityInformation', 'Mutation.amendEqualityInformation'],
  E3: [
    'Query.equalityInformation',
    'Query.equalityInformationByTarget',
    'Person.equalityInformation',
    'EqualityInformation.languages',
    'EqualityInformation.communicationRequirements',
    'LanguageAnswer.language',
  ],
  E4: ['Query.personByNationalInsuranceNumber'],
  E5: ['Query.equalityReport', 'EqualityReport.cells', 'EqualityReportCell.count', 'EqualityReportKey.code'],
  C1: [
    'Query.contactDetail',
    'Query.contactDetails',
    'Person.contactDetails',
    'Organisation.contactDetails',
    'Contactability.contactDetail',
  ],
  C2: [
    'Mutation.recordContactDetail',
    'Mutation.retireContactDetail',
    'Mutation.replaceContactDetail',
    'Mutation.amendContactDetail',
    'Mutation.setContactPreference',
    'Mutation.setDeliveryState',
    'Mutation.markSensitivity',
    'Mutation.disputeContactDetail',
    'Mutation.resolveDispute',
    'Mutation.recordThirdPartyAgreement',
    'Mutation.withholdFromSubject',
    'Mutation.publishOrganisationDetail',
    'Mutation.acknowledgeNotice',
  ],
  C3: [
    'Query.contactability',
    'Query.findByContact',
    'Query.notices',
    'Person.contactDetailHistory',
    'Person.preferredContact',
    'Person.contactPreference',
  ],
  C4: ['Query.legacyTriage', 'ContactDetailConnection.totalCount', 'ContactDetailEdge.node'],
  N1: ['Query.consents', 'Query.objections', 'Person.consents', 'Person.objections', 'Consent.evidenceRef', 'Objection.withdrawnAt'],
  N2: [
    'Mutation.captureConsent',
    'Mutation.confirmConsent',
    'Mutation.recordObjection',
    'Mutation.withdrawObjection',
    'CaptureConsentPayload.consent',
    'RecordObjectionPayload.objection',
  ],
  N3: ['Mutation.revokeConsent'],
  N4: ['Query.consentsToConfirm', 'ConsentConnection.edges', 'ConsentEdge.node'],
  O1: ['Query.organisation', 'Query.findOrganisations', 'ContactDetail.organisation', 'Organisation.name'],
  O2: ['Mutation.createOrganisation', 'Mutation.amendOrganisation'],
  M1: ['Query.me', 'Me.roles', 'RoleRights.allows', 'AreaRights.purposes'],
  H1: ['Query.accessHistory', 'AccessEventConnection.totalCount', 'AccessEventEdge.node', 'AccessEvent.subjectId'],
  H2: ['Mutation.releaseAccessEvents', 'ReleaseAccessEventsPayload.ids'],
  X1: ['Query.explainAccess', 'AccessExplanation.ruleId', 'AccessFact.value', 'AccessChange.description'],
  S1: ['Person.restricted', 'Person.restriction', 'Restriction.reason', 'CompartmentEntry.role'],
  S2: ['Mutation.restrictPerson', 'Mutation.liftRestriction', 'Mutation.confirmLiftRestriction', 'RestrictPersonPayload.restriction'],
  B1: ['Mutation.breakGlass', 'Mutation.endBreakGlass', 'BreakGlassPayload.breakGlass'],
  B2: ['Mutation.approveBreakGlass', 'ApproveBreakGlassPayload.breakGlass'],
  B3: ['Query.breakGlassQueue', 'BreakGlassConnection.edges', 'BreakGlass.narrative', 'SeenContactDetail.contactDetailId'],
  B4: ['Mutation.reviewBreakGlass', 'Mutation.unlockBreakGlass', 'ReviewBreakGlassPayload.breakGlass'],
  D1: [
    'Query.requestTrace',
    'Mutation.startDiagnosticSession',
    'RequestTrace.queryPlan',
    'TraceStoreQuery.filter',
    'DiagnosticSession.area',
  ],
  R1: ['Query.serviceAreas', 'Query.referenceData', 'ServiceArea.name', 'ReferenceCode.name'],
};

const worker: Subject = { ...stranger, kind: 'worker', actingArea: null };
const rows = Object.entries(expected).flatMap(([ruleId, coordinates]) => coordinates.map((coordinate) => [coordinate, ruleId] as const));

describe('what a caller can ask and do', () => {
  test('is all in the table of this test', () => {
    const named = new Set(rows.map(([coordinate]) => coordinate));
    expect([...table.keys()].filter((coordinate) => /^(Query|Mutation)\./u.test(coordinate) && !named.has(coordinate))).toEqual([]);
  });

  test.each(rows)('%s is refused by %s', async (coordinate, ruleId) => {
    expect(await verdictOf(coordinate, worker)).toBe(ruleId);
  });

  test.each<readonly [readonly Role[], string]>([
    [[], 'C2'],
    [['safeguarding'], 'C2'],
    [['contact:write'], 'C5'],
    [['contact:write', 'safeguarding'], 'opens'],
  ])('with the roles %j withholding a detail from the subject is answered %s', async (roles, verdict) => {
    expect(await verdictOf('Mutation.withholdFromSubject', { ...stranger, roles })).toBe(verdict);
  });
});

describe('an emergency opening', () => {
  test.each<readonly [Partial<Subject>, string]>([
    [{ roles: [] }, 'B3'],
    [{ roles: ['contact:read'] }, 'opens'],
    [{ roles: ['break-glass'] }, 'opens'],
    [{ roles: ['safeguarding'] }, 'opens'],
    [{ kind: 'governance', actingArea: null, roles: ['governance'] }, 'opens'],
    [{ kind: 'support', actingArea: null, roles: ['support'] }, 'B3'],
  ])('is for whoever starts, approves, finds or reviews one: %j is answered %s', async (subject, verdict) => {
    expect(await verdictOf('BreakGlass.narrative', { ...stranger, ...subject })).toBe(verdict);
  });
});

describe('a resident', () => {
  const resident: Subject = { ...stranger, kind: 'resident', actingArea: null, purpose: 'RESIDENT_REQUEST', personId: 'p-1' };

  test('asks and does exactly this, whatever the arguments', async () => {
    const open: string[] = [];
    for (const coordinate of table.keys()) {
      if (/^(Query|Mutation)\./u.test(coordinate) && (await verdictOf(coordinate, resident)) === 'opens') open.push(coordinate);
    }
    expect(open.toSorted()).toEqual([
      'Mutation.amendEqualityInformation',
      'Mutation.captureConsent',
      'Mutation.confirmConsent',
      'Mutation.recordEqualityInformation',
      'Mutation.recordObjection',
      'Mutation.revokeConsent',
      'Mutation.withdrawObjection',
      'Query.accessHistory',
      'Query.consents',
      'Query.contactDetail',
      'Query.contactDetails',
      'Query.equalityInformation',
      'Query.equalityInformationByTarget',
      'Query.explainAccess',
      'Query.me',
      'Query.objections',
      'Query.person',
      'Query.persons',
      'Query.referenceData',
      'Query.serviceAreas',
    ]);
  });
});
