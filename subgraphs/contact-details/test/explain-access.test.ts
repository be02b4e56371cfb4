import type { Subject } from '@resident-graph/policy';
import { plainPerson } from '@resident-graph/policy';
import { type AccessEventDraft, DependencyError, type SignedCall } from '@resident-graph/service-kit';
import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { DescribedSubjectInput } from '../src/__generated__/schema-types.ts';
import { createExplainAccess } from '../src/operations/explain-access.ts';
import { type ContactBookDocument, contactDetailsCollection } from '../src/store/contact-book-store.ts';
import { DiagnosticSessionStore, diagnosticSessionsCollection } from '../src/store/diagnostic-session-store.ts';
import { VisibleDetails } from '../src/store/visible-details.ts';
import { type BookSketch, toDocument } from './access/contact-books.ts';
import { createTestGroups } from './person-groups.ts';
import { storesToTest } from './stores-to-test.ts';

const now = Date.parse('2026-03-10T09:30:00.000Z');
const at = '2026-03-10T09:00:00.000Z';
const sketch = {
  contactType: 'PHONE',
  subType: 'MOBILE',
  isActive: true,
  sensitivity: 'STANDARD',
  relation: null,
  hasThirdPartyAgreed: false,
  isProcessingRestricted: false,
  isWithheldFromSubject: false,
  isPublic: false,
} as const;

/** Housing holds five details of the person p1, and one of p2, who is restricted. */
const books: readonly BookSketch[] = [
  {
    targetId: 'p1',
    targetType: 'PERSON',
    area: 'housing',
    details: [
      { ...sketch, id: 'phone' },
      { ...sketch, id: 'confidential', sensitivity: 'CONFIDENTIAL' },
      { ...sketch, id: 'historic', isActive: false },
      { ...sketch, id: 'withheld', isWithheldFromSubject: true },
      { ...sketch, id: 'daughter', relation: 'DAUGHTER' },
    ],
  },
  { targetId: 'p1', targetType: 'PERSON', area: 'repairs', details: [{ ...sketch, id: 'shared' }] },
  { targetId: 'p1', targetType: 'PERSON', area: null, details: [{ ...sketch, id: 'legacy' }] },
  { targetId: 'p2', targetType: 'PERSON', area: 'housing', details: [{ ...sketch, id: 'restricted' }] },
];

const facts = new Map([
  [
    'p1',
    {
      ...plainPerson(['p1']),
      consents: [
        {
          id: 'consent-1',
          personIds: ['p1'],
          sourceArea: 'repairs',
          recipientArea: 'housing',
          purpose: 'SERVICE_DELIVERY',
          scope: { types: ['PHONE'] },
          capturedAt: at,
          validFrom: at,
          validUntil: '2026-09-10T09:00:00.000Z',
          isRevoked: false,
          isPending: false,
        },
      ],
    },
  ],
  ['p2', { ...plainPerson(['p2']), restriction: { compartment: [{ subjectId: 'insider' }] } }],
] as const);

const callers = {
  officer: {},
  steward: { kind: 'steward', roles: ['contact:read', 'steward'] },
  resident: { kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST', personId: 'p1' },
  neighbour: { kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST', personId: 'p3' },
  governance: { kind: 'governance', actingArea: null, roles: ['governance'], purpose: 'DATA_QUALITY' },
  service: { kind: 'service', onBehalfOf: signedCallOf({ kind: 'resident', actingArea: null, roles: [], personId: 'p1' }).subject },
} as const satisfies Readonly<Record<string, Partial<Subject>>>;

const callOf = (name: keyof typeof callers, change: Partial<Subject> = {}): SignedCall => signedCallOf({ ...callers[name], ...change });

const notAvailable = { code: 'NOT_AVAILABLE', message: 'There is no explanation for you here.', details: {} };
const repairsOfficer: DescribedSubjectInput = { kind: 'OFFICER', area: 'repairs', roles: ['contact:read'], purpose: 'SERVICE_DELIVERY' };

describe.each(storesToTest)('explainAccess on the $store store', ({ skipped, open }) => {
  const createStage = async () => {
    const collection = await open<ContactBookDocument>(contactDetailsCollection);
    await collection.bulkWrite(books.map((book) => ({ insertOne: { document: toDocument(book) } })));
    const sessions = new DiagnosticSessionStore(await open(diagnosticSessionsCollection));
    const recorded: AccessEventDraft[] = [];
    const groups = createTestGroups();
    let isDown = false;
    const explain = createExplainAccess({
      visible: new VisibleDetails({
        books: collection,
        facts: { find: async (ids) => new Map([...facts].filter(([id]) => ids.includes(id))) },
        groups,
        sessions,
      }),
      log: {
        append: async (events) => {
          if (isDown) throw new DependencyError('AUDIT_UNAVAILABLE', 'Nothing can be put on record now.');
          recorded.push(...events);
        },
      },
      now: () => now,
      newId: () => 'decision-1',
    });
    return {
      explain,
      groups,
      recorded,
      sessions,
      loseRecord: () => {
        isDown = true;
      },
    };
  };

  it.skipIf(skipped)('tells an officer why a row is shown, and puts that on record', async () => {
    const { explain, recorded } = await createStage();
    expect(await explain({ contactDetailId: 'phone' }, callOf('officer'))).toMatchObject({
      decisionId: 'decision-1',
      outcome: 'FULL',
      code: 'OWN_AREA',
      ruleId: 'G1',
      nearestChange: null,
      sentence: 'This contact detail is shown in full: it is an active row of the acting area.',
    });
    expect(recorded).toMatchObject([
      {
        action: 'access.explain',
        personIds: ['p1'],
        resourceIds: ['phone'],
        resourceAreas: ['housing'],
        decisionIds: ['decision-1'],
        codes: ['OWN_AREA', 'G1'],
      },
    ]);
  });

  it.skipIf(skipped)('explains nothing that cannot be put on record', async () => {
    const { explain, loseRecord } = await createStage();
    loseRecord();
    expect(await failureOf(explain({ contactDetailId: 'phone' }, callOf('officer')))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  });

  it.skipIf(skipped).each<[string, keyof typeof callers, string, object]>([
    ['a shared row', 'officer', 'shared', { ruleId: 'G3', nearestChange: { outcome: 'HIDDEN', at: '2026-09-10T09:00:00.000Z' } }],
    ['a masked row', 'officer', 'confidential', { outcome: 'MASK', ruleId: 'C5', nearestChange: { outcome: 'FULL', at: null } }],
    [
      'a historic row that was not asked for',
      'officer',
      'historic',
      { outcome: 'HIDDEN', ruleId: 'G9', nearestChange: { outcome: 'FULL' } },
    ],
    ['a row of the own area', 'steward', 'phone', { outcome: 'FULL', ruleId: 'G1' }],
    ['any row', 'governance', 'restricted', { outcome: 'HIDDEN', code: 'DEFAULT_DENY' }],
  ])('explains %s to the %s', async (_title, caller, contactDetailId, expected) => {
    const { explain } = await createStage();
    expect(await explain({ contactDetailId }, callOf(caller))).toMatchObject(expected);
  });

  it.skipIf(skipped)('explains a historic row as a read of history', async () => {
    const { explain } = await createStage();
    expect(await explain({ contactDetailId: 'historic', includeHistoric: true }, callOf('officer'))).toMatchObject({ code: 'OWN_HISTORY' });
  });

  it.skipIf(skipped).each<[keyof typeof callers, string]>([
    ['resident', 'You see this contact detail in full, because it is on your own record.'],
    ['service', 'You see this contact detail in full, because it is on your own record.'],
  ])('tells a %s the sentence and nothing else', async (caller, sentence) => {
    const { explain } = await createStage();
    expect(await explain({ contactDetailId: 'phone' }, callOf(caller))).toEqual({
      sentence,
      decisionId: null,
      outcome: null,
      code: null,
      ruleId: null,
      policyRevision: null,
      facts: null,
      nearestChange: null,
    });
  });

  it.skipIf(skipped).each<[string, keyof typeof callers, Partial<Subject>, string, DescribedSubjectInput | null]>([
    ['an absent row', 'officer', {}, 'absent', null],
    ['an absent row to governance', 'governance', {}, 'absent', null],
    ["another area's row", 'officer', { actingArea: 'benefits' }, 'phone', null],
    ['a row of a restricted person', 'officer', {}, 'restricted', null],
    ['a row without area', 'steward', {}, 'legacy', null],
    ["another area's row that a steward sees for a user", 'service', { onBehalfOf: signedCallOf(callers.steward).subject }, 'shared', null],
    ["somebody else's row", 'neighbour', {}, 'phone', null],
    ['a withheld row', 'resident', {}, 'withheld', null],
    ['a row as somebody else to an officer', 'officer', {}, 'phone', repairsOfficer],
    ['a row as somebody else to a resident', 'resident', {}, 'phone', repairsOfficer],
    ['a restricted row as an insider to a steward', 'steward', {}, 'restricted', { ...repairsOfficer, subjectId: 'insider' }],
    ["another area's row as its officer to a steward", 'steward', {}, 'shared', repairsOfficer],
    ['an absent row as a resident', 'governance', {}, 'absent', { kind: 'RESIDENT', personId: 'p1' }],
  ])('has one answer for %s, and puts nothing on record', async (_title, caller, change, contactDetailId, as) => {
    const { explain, recorded } = await createStage();
    expect(await failureOf(explain({ contactDetailId, as }, callOf(caller, change)))).toMatchObject(notAvailable);
    expect(recorded).toEqual([]);
  });

  it.skipIf(skipped)('takes a description of the caller for the caller', async () => {
    const { explain } = await createStage();
    const call = callOf('officer');
    const as: DescribedSubjectInput = { kind: 'OFFICER', area: 'housing', roles: [...call.subject.roles].toReversed() };
    expect(await explain({ contactDetailId: 'phone', as }, call)).toMatchObject({ ruleId: 'G1' });
    for (const other of [{ subjectId: 'officer-2' }, { area: 'repairs' }, { roles: ['contact:read'] }, { purpose: 'EMERGENCY' as const }]) {
      expect(await failureOf(explain({ contactDetailId: 'phone', as: { ...as, ...other } }, call))).toMatchObject(notAvailable);
    }
  });

  it.skipIf(skipped).each<[string, keyof typeof callers, string, DescribedSubjectInput, object]>([
    [
      'a steward how another area would be judged',
      'steward',
      'phone',
      repairsOfficer,
      { outcome: 'HIDDEN', ruleId: 'G9', nearestChange: { outcome: 'FULL' } },
    ],
    ['a steward no more of a row than they see', 'steward', 'confidential', repairsOfficer, { ruleId: 'G9', nearestChange: null }],
    [
      'governance the cap that hides a row',
      'governance',
      'restricted',
      { ...repairsOfficer, area: 'housing' },
      { ruleId: 'C2', outcome: 'HIDDEN' },
    ],
    [
      'governance what one inside sees',
      'governance',
      'restricted',
      { ...repairsOfficer, area: 'housing', subjectId: 'insider' },
      { ruleId: 'G1' },
    ],
    [
      'governance what a resident sees',
      'governance',
      'withheld',
      { kind: 'RESIDENT', personId: 'p1' },
      { ruleId: 'C9', outcome: 'HIDDEN' },
    ],
    [
      'governance what a steward sees',
      'governance',
      'legacy',
      { ...repairsOfficer, kind: 'STEWARD', roles: ['steward'] },
      { nearestChange: { outcome: 'MASK' } },
    ],
  ])('tells %s', async (_title, caller, contactDetailId, as, expected) => {
    const { explain } = await createStage();
    expect(await explain({ contactDetailId, as }, callOf(caller))).toMatchObject(expected);
  });

  it.skipIf(skipped)("counts support's session under the case of the request", async () => {
    const { explain, sessions } = await createStage();
    await sessions.start('support-1', { caseReference: 'CASE-2041', area: 'housing', startedAt: at });
    const as: DescribedSubjectInput = { kind: 'SUPPORT', subjectId: 'support-1', roles: ['support'], purpose: 'SUPPORT_DIAGNOSTIC' };
    const question = { contactDetailId: 'phone', as };
    expect(await explain(question, callOf('governance', { caseReference: 'CASE-2041' }))).toMatchObject({ outcome: 'MASK', ruleId: 'G6' });
    expect(await explain(question, callOf('governance'))).toMatchObject({ outcome: 'HIDDEN', ruleId: 'G9' });
  });

  it.skipIf(skipped).each<[string, DescribedSubjectInput, readonly string[]]>([
    ['an unknown area and role', { kind: 'OFFICER', area: 'moon', roles: ['contact:read', 'king'] }, ['as.area', 'as.roles.1']],
    ['a resident without a record', { kind: 'RESIDENT', area: 'housing' }, ['as.personId', 'as.kind']],
    ['an officer with a record', { kind: 'OFFICER', personId: 'p1' }, ['as.personId']],
  ])('refuses %s and names every problem', async (_title, as, paths) => {
    const { explain } = await createStage();
    const failure = { code: 'BAD_USER_INPUT', details: { problems: paths.map((path) => ({ path })) } };
    for (const contactDetailId of ['phone', 'absent']) {
      expect(await failureOf(explain({ contactDetailId, as }, callOf('governance')))).toMatchObject(failure);
    }
  });

  it.skipIf(skipped)('is refused to whoever may not ask at all', async () => {
    const { explain } = await createStage();
    expect(await failureOf(explain({ contactDetailId: 'phone' }, callOf('officer', { roles: [] })))).toMatchObject({
      code: 'FORBIDDEN',
      details: { ruleId: 'X1' },
    });
  });
});
