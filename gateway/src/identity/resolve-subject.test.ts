import { describe, expect, test } from 'vitest';
import { type GroupMapping, parseGroupMapping } from './group-mapping.ts';
import { type ActingHeaders, actOnBehalfOf, resolveSubject, type TokenClaims } from './resolve-subject.ts';

const officer = { kind: 'officer', purposes: ['SERVICE_DELIVERY', 'EMERGENCY'] };
const mapping: GroupMapping = parseGroupMapping(
  JSON.stringify({
    version: '1',
    groups: {
      housing: { ...officer, area: 'housing', roles: ['person:read', 'contact:read'] },
      'housing-more': { ...officer, area: 'housing', roles: ['contact:read', 'contact:write'] },
      'housing-duty': { kind: 'officer', area: 'housing', roles: ['equality:read'], purposes: ['EQUALITY_DUTY'] },
      'housing-client': { kind: 'service', area: 'housing', roles: [], purposes: ['SERVICE_DELIVERY'] },
      care: { ...officer, area: 'social-care', roles: ['person:read', 'confidential'] },
      ingest: { kind: 'service', area: null, roles: ['ingest:persons'], purposes: ['DATA_QUALITY'], defaultPurpose: 'DATA_QUALITY' },
      analysts: { kind: 'analyst', area: null, roles: ['analyst'], purposes: ['STATISTICS'] },
      support: { kind: 'support', area: null, roles: ['support'], purposes: ['SUPPORT_DIAGNOSTIC'] },
      residents: { kind: 'resident', area: null, roles: [], purposes: ['RESIDENT_REQUEST'] },
      governance: { kind: 'governance', area: null, roles: ['governance'], purposes: ['DATA_QUALITY'] },
      retired: { ...officer, area: 'parks-and-gardens', roles: ['person:read'] },
    },
  }),
);

const none: ActingHeaders = { serviceArea: undefined, purpose: undefined, caseReference: undefined };
const record = '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02';
const claimsOf = (groups: readonly string[], claims: Partial<TokenClaims> = {}): TokenClaims => ({
  subjectId: 'subject-1',
  groups,
  teams: [],
  personId: groups.includes('residents') ? record : null,
  ...claims,
});
const resolve = (groups: readonly string[], headers: Partial<ActingHeaders> = {}) =>
  resolveSubject(claimsOf(groups), { ...none, ...headers }, mapping);

const codeAndMessage = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    const { code, message, details } = error as { code: string; message: string; details: object };
    return { code, message, details };
  }
};

describe('resolveSubject', () => {
  test.each([
    [
      'one group gives area, kind and roles',
      ['housing'],
      {},
      { kind: 'officer', actingArea: 'housing', roles: ['contact:read', 'person:read'], purpose: 'SERVICE_DELIVERY' },
    ],
    [
      'two groups of one area are joined',
      ['housing', 'housing-more'],
      {},
      { actingArea: 'housing', roles: ['contact:read', 'contact:write', 'person:read'] },
    ],
    [
      'the named area acts, and only its roles count',
      ['housing', 'care'],
      { serviceArea: 'social-care' },
      { actingArea: 'social-care', roles: ['confidential', 'person:read'] },
    ],
    [
      'the other area likewise',
      ['housing', 'care'],
      { serviceArea: 'housing' },
      { actingArea: 'housing', roles: ['contact:read', 'person:read'] },
    ],
    ['the only area may be named', ['housing'], { serviceArea: 'housing' }, { actingArea: 'housing' }],
    ['an unknown group gives nothing', ['housing', 'unheard-of'], {}, { actingArea: 'housing', roles: ['contact:read', 'person:read'] }],
    [
      'a group of an area that is not in the reference data gives nothing',
      ['housing', 'retired'],
      {},
      { actingArea: 'housing', roles: ['contact:read', 'person:read'] },
    ],
    [
      'a subject with such a group alone is nobody',
      ['retired'],
      {},
      { kind: 'officer', actingArea: null, roles: [], purpose: 'SERVICE_DELIVERY' },
    ],
    ['nobody has no area and no roles', [], {}, { kind: 'officer', actingArea: null, roles: [], purpose: 'SERVICE_DELIVERY' }],
    ['nobody may name any purpose, for it gives nothing', [], { purpose: 'EMERGENCY' }, { roles: [], purpose: 'EMERGENCY' }],
    ['the purpose is the named one', ['housing'], { purpose: 'EMERGENCY' }, { purpose: 'EMERGENCY' }],
    [
      'a mapping can set the purpose without a header',
      ['ingest'],
      {},
      { kind: 'service', actingArea: null, roles: ['ingest:persons'], purpose: 'DATA_QUALITY' },
    ],
    ['the purpose of an analyst', ['analysts'], {}, { kind: 'analyst', purpose: 'STATISTICS' }],
    ['the purpose of support', ['support'], {}, { kind: 'support', purpose: 'SUPPORT_DIAGNOSTIC' }],
    ['the purpose of a resident', ['residents'], {}, { kind: 'resident', purpose: 'RESIDENT_REQUEST' }],
    ['the purpose of governance', ['governance'], {}, { kind: 'governance', purpose: 'DATA_QUALITY' }],
    [
      'an area beside a group without one: the area acts alone',
      ['housing', 'ingest'],
      {},
      { kind: 'officer', actingArea: 'housing', roles: ['contact:read', 'person:read'] },
    ],
    [
      'a group gives its roles under its own purposes only',
      ['housing', 'housing-duty'],
      {},
      { roles: ['contact:read', 'person:read'], purpose: 'SERVICE_DELIVERY' },
    ],
    [
      'and the others give theirs not',
      ['housing', 'housing-duty'],
      { purpose: 'EQUALITY_DUTY' },
      { roles: ['equality:read'], purpose: 'EQUALITY_DUTY' },
    ],
    ['the case reference is kept', ['housing'], { caseReference: 'CASE-2026/17' }, { caseReference: 'CASE-2026/17' }],
    ['there is none without a header', ['housing'], {}, { caseReference: null }],
  ])('%s', (_title, groups, headers, expected) => {
    expect(resolve(groups, headers)).toMatchObject({ id: 'subject-1', ...expected });
  });

  const notYours = (areas: readonly string[]) => ({
    code: 'FORBIDDEN',
    message: 'The service area of `x-service-area` is not one of yours.',
    details: { ruleId: 'A1', serviceAreas: areas },
  });
  const oneProblem = (path: string, code: string, message: string) => ({
    code: 'BAD_USER_INPUT',
    message: `1 problem in the input: ${message}`,
    details: { problems: [{ path, code, message }] },
  });
  const unknownPurpose = oneProblem('x-purpose', 'INVALID_VALUE', 'Expected one of the purposes of the access model, or no header.');
  const badCase = oneProblem('x-case-ref', 'INVALID_FORMAT', 'Expected 1 to 64 letters, digits, blanks and . / _ -.');

  test.each([
    [
      'several areas and no header',
      ['housing', 'care'],
      {},
      {
        code: 'SERVICE_AREA_REQUIRED',
        message: 'Name the acting service area in `x-service-area`: housing or social-care.',
        details: { serviceAreas: ['housing', 'social-care'] },
      },
    ],
    ['an area of somebody else', ['housing'], { serviceArea: 'social-care' }, notYours(['housing'])],
    ['two areas at once', ['housing', 'care'], { serviceArea: 'housing, social-care' }, notYours(['housing', 'social-care'])],
    ['an empty area', ['housing'], { serviceArea: '' }, notYours(['housing'])],
    ['an unknown area', ['retired'], { serviceArea: 'parks-and-gardens' }, notYours([])],
    ['an area in other letters', ['housing'], { serviceArea: 'Housing' }, notYours(['housing'])],
    ['any area for nobody', [], { serviceArea: 'housing' }, notYours([])],
    ['an unknown purpose', ['housing'], { purpose: 'MARKETING' }, unknownPurpose],
    ['an empty purpose', ['housing'], { purpose: '' }, unknownPurpose],
    ['a purpose in lower case', ['housing'], { purpose: 'emergency' }, unknownPurpose],
    [
      'a purpose that the mapping does not list',
      ['housing'],
      { purpose: 'STATISTICS' },
      { code: 'FORBIDDEN', message: 'You may not claim the purpose STATISTICS.', details: { ruleId: 'A2' } },
    ],
    [
      'no purpose when the mapping does not list the default',
      ['housing-duty'],
      {},
      { code: 'FORBIDDEN', message: 'You may not claim the purpose SERVICE_DELIVERY.', details: { ruleId: 'A2' } },
    ],
    [
      'a purpose that only another area may claim',
      ['care', 'housing-duty'],
      { serviceArea: 'social-care', purpose: 'EQUALITY_DUTY' },
      { code: 'FORBIDDEN', message: 'You may not claim the purpose EQUALITY_DUTY.', details: { ruleId: 'A2' } },
    ],
    [
      'groups of several kinds in the acting area',
      ['housing', 'housing-client'],
      {},
      { code: 'FORBIDDEN', message: 'Your groups make you several kinds of subject at once.', details: { ruleId: 'A3' } },
    ],
    ['an empty case reference', ['housing'], { caseReference: '' }, badCase],
    ['a case reference with markup', ['housing'], { caseReference: '<b>1' }, badCase],
    ['a case reference that is too long', ['housing'], { caseReference: 'C'.repeat(65) }, badCase],
  ])('%s is refused', (_title, groups, headers, expected) => {
    expect(codeAndMessage(() => resolve(groups, headers))).toEqual(expected);
  });
});

describe('the record of a resident', () => {
  const personIdOf = (groups: readonly string[], personId: string | null) => resolveSubject(claimsOf(groups, { personId }), none, mapping);

  test('is the one of the claim, in small letters', () => {
    expect(personIdOf(['residents'], record.toUpperCase())).toEqual({
      id: 'subject-1',
      kind: 'resident',
      actingArea: null,
      roles: [],
      purpose: 'RESIDENT_REQUEST',
      caseReference: null,
      personId: record,
      teams: [],
      onBehalfOf: null,
      entitlements: [{ area: null, kind: 'resident', roles: [], purposes: ['RESIDENT_REQUEST'] }],
    });
  });

  test.each([[null], [''], ['p-1'], [`${record} `], [`${record},${record}`], [record.replaceAll('-', '')]])(
    'is needed: with the claim %j a resident is refused',
    (personId) => {
      expect(codeAndMessage(() => personIdOf(['residents'], personId))).toEqual({
        code: 'FORBIDDEN',
        message: 'The token of a resident needs the claim `person_id` with the UUID of the own record.',
        details: { ruleId: 'A4' },
      });
    },
  );

  test.each([['housing'], ['analysts'], ['ingest'], ['unheard-of']])('is none for others, whatever they claim: %s', (group) => {
    expect(personIdOf([group], record).personId).toBeNull();
  });

  test('is none for staff who are residents too, while an area acts', () => {
    expect(personIdOf(['residents', 'housing'], record)).toMatchObject({ kind: 'officer', actingArea: 'housing', personId: null });
  });
});

describe('the teams', () => {
  const teamsOf = (
    teams: readonly string[],
    groups: readonly string[] = ['housing', 'care'],
    serviceArea: string | undefined = 'housing',
  ) => resolveSubject(claimsOf(groups, { teams }), { ...none, serviceArea }, mapping).teams;
  const many = Array.from({ length: 25 }, (_, index) => `housing:t-${String(index).padStart(2, '0')}`);

  test.each([
    ['are those of the acting area, sorted and once each', ['housing:b', 'social-care:c', 'housing:a', 'housing:b'], ['a', 'b']],
    ['without an area do not count', ['tenancy', ':tenancy', 'null:tenancy'], []],
    ['of an area whose name begins alike do not count', ['housing-2:tenancy', 'hous:tenancy', 'Housing:tenancy'], []],
    ['have small letters, digits and hyphens', ['housing:Tenancy', 'housing:a b', 'housing:a:b', 'housing:é', 'housing:a-1'], ['a-1']],
    ['have 1 to 50 characters', ['housing:', `housing:${'a'.repeat(50)}`, `housing:${'a'.repeat(51)}`], ['a'.repeat(50)]],
    ['are 20 at most', many.toReversed(), many.slice(0, 20).map((team) => team.slice('housing:'.length))],
  ])('%s', (_title, claimed, expected) => {
    expect(teamsOf(claimed)).toEqual(expected);
  });

  test.each([['residents'], ['analysts'], ['unheard-of']])('are none without an acting area: %s', (group) => {
    expect(resolveSubject(claimsOf([group], { teams: ['housing:tenancy', 'null:tenancy'] }), none, mapping).teams).toEqual([]);
  });
});

describe('what the token gives in all areas', () => {
  const entitlementsOf = (groups: readonly string[]) => resolve(groups, { serviceArea: 'housing' }).entitlements;
  const inHousing = {
    area: 'housing',
    kind: 'officer',
    roles: ['contact:read', 'person:read'],
    purposes: ['EMERGENCY', 'SERVICE_DELIVERY'],
  };

  test('is told area by area, whichever acts', () => {
    expect(entitlementsOf(['housing', 'care'])).toEqual([
      inHousing,
      { ...inHousing, area: 'social-care', roles: ['confidential', 'person:read'] },
    ]);
  });

  test('joins the groups of one area and leaves out those that give nothing', () => {
    expect(entitlementsOf(['housing-more', 'housing', 'retired', 'unheard-of'])).toEqual([
      { ...inHousing, roles: ['contact:read', 'contact:write', 'person:read'] },
    ]);
  });

  test('is nothing without a group', () => {
    expect(resolve([]).entitlements).toEqual([]);
  });
});

describe('actOnBehalfOf', () => {
  const service = resolveSubject(claimsOf(['housing-client'], { subjectId: 'service-1' }), { ...none, caseReference: 'CASE-1' }, mapping);
  const teams = ['housing:tenancy', 'social-care:adults'];
  const userOf = (groups: readonly string[], claims: Partial<TokenClaims> = {}, acting = service) =>
    actOnBehalfOf(acting, claimsOf(groups, { teams, ...claims }), mapping).onBehalfOf;
  const user = { id: 'subject-1', purpose: 'SERVICE_DELIVERY', caseReference: 'CASE-1', personId: null, onBehalfOf: null };
  const elsewhere = { ...user, kind: 'officer', actingArea: 'housing', roles: [], teams: [] };

  test('keeps the service as it is', () => {
    expect(actOnBehalfOf(service, claimsOf(['housing']), mapping)).toEqual({ ...service, onBehalfOf: expect.anything() });
    expect(service).toMatchObject({ id: 'service-1', kind: 'service', actingArea: 'housing', onBehalfOf: null });
  });

  test.each([
    [
      'a user of the area acts in it, with the own roles and teams there',
      ['housing'],
      { ...elsewhere, roles: ['contact:read', 'person:read'], teams: ['tenancy'] },
    ],
    [
      'a user of several areas acts in that of the service and needs no header',
      ['care', 'housing'],
      { ...elsewhere, roles: ['contact:read', 'person:read'], teams: ['tenancy'] },
    ],
    ['a user of another area has no role', ['care'], elsewhere],
    ['a user of two other areas has no role', ['care', 'retired'], elsewhere],
    ['a user without any group has no role', [], elsewhere],
    ['a group that does not list the purpose gives nothing', ['housing-duty'], { ...elsewhere, teams: ['tenancy'] }],
    [
      'a group that lists it gives the same beside one that does not',
      ['housing', 'housing-duty'],
      { ...elsewhere, roles: ['contact:read', 'person:read'], teams: ['tenancy'] },
    ],
    ['an analyst stays one and has no role there', ['analysts'], { ...elsewhere, kind: 'analyst' }],
    [
      'a resident stays one, with the own record and no area',
      ['residents'],
      { ...elsewhere, kind: 'resident', actingArea: null, personId: record },
    ],
    [
      'staff of the area who are residents too are staff',
      ['residents', 'housing'],
      { ...elsewhere, roles: ['contact:read', 'person:read'], teams: ['tenancy'] },
    ],
  ])('%s', (_title, groups, expected) => {
    expect(userOf(groups)).toEqual(expected);
  });

  test('a service without an area gives the user none', () => {
    const ingest = resolveSubject(claimsOf(['ingest']), none, mapping);
    expect(userOf(['housing'], {}, ingest)).toEqual({
      ...elsewhere,
      actingArea: null,
      purpose: 'DATA_QUALITY',
      caseReference: null,
    });
  });

  test.each([
    ['a resident without a record', ['residents'], { personId: null }, 'A4'],
    ['a user of several kinds in the area', ['housing', 'housing-client'], {}, 'A3'],
    ['a user of several kinds without an area', ['analysts', 'support'], {}, 'A3'],
  ])('%s is refused', (_title, groups, claims, ruleId) => {
    expect(codeAndMessage(() => userOf(groups, claims))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId } });
  });
});
