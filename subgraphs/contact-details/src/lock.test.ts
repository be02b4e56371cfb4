import { plainPerson, type Subject } from '@resident-graph/policy';
import { buildPublishedSubgraphSchema, createLogger, createSubgraphHandler, type LockRules } from '@resident-graph/service-kit';
import { officerSample } from '@resident-graph/service-kit/testing';
import { isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { add, empty } from '../test/book-samples.ts';
import { type ContactDetailInBook, inBook } from './domain/contact-book.ts';
import { policyReadRule } from './domain/read-rule.ts';
import { attributesOf, type VisibleContactDetail } from './domain/visible-contact-detail.ts';
import { createLock } from './lock.ts';
import { contactDetail } from './resolvers/contact-detail.ts';

const officer: Subject = { ...officerSample, roles: ['contact:read'] };

const lock: LockRules = createLock(policyReadRule);
const published = buildPublishedSubgraphSchema('contact-details');

const recorded = add(empty, '+447700900001');
const detail: ContactDetailInBook = { ...inBook(recorded.book, recorded.detail), id: 'd-1', targetId: 'p-1' };

/** A row as a leaking store would hand it out: in full, whoever asks. */
const rowWith = (change: Partial<ContactDetailInBook> = {}): VisibleContactDetail => {
  const leaked = { ...detail, ...change };
  const person = plainPerson([]);
  return {
    detail: leaked,
    decision: { outcome: 'FULL', code: 'OWN_AREA', flags: {} },
    context: { includeHistoric: true, isLegacyTriage: false, now: 0, person, diagnosticSession: null },
    access: { row: attributesOf(leaked), person, outcome: 'FULL' },
  };
};
const row = rowWith();

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: unknown; readonly extensions?: unknown }[];
}

/** What leaking resolvers would answer through the lock, and the alarms that were logged. */
const askWithAlarms = async (
  query: string,
  rows: readonly object[],
  call: { readonly subject?: Subject; readonly issuer?: 'gateway' | 'person' } = {},
): Promise<{ readonly answer: Answer; readonly alarms: readonly unknown[] }> => {
  const alarms: unknown[] = [];
  const { subject = officer, issuer = 'gateway' } = call;
  const handler = createSubgraphHandler({
    name: 'contact-details',
    resolvers: {
      Query: { contactDetails: () => rows, contactDetail: () => rows[0] },
      ContactDetail: contactDetail,
      Mutation: { recordContactDetail: () => ({ contactDetail: rows[0] }), retireContactDetail: () => ({ contactDetail: rows[0] }) },
    },
    lock,
    createContext: (signed) => signed,
    workerActions: {},
    verifier: { verify: async () => ({ issuer, subject, expiresAt: 0 }) },
    logger: createLogger({ service: 'contact-details', level: 'error' }, { write: (line: string) => void alarms.push(JSON.parse(line)) }),
    checkHealth: async () => undefined,
  });
  const result = await handler.execute({ query }, { identityToken: 'signed', correlationId: 'c-1' });
  return { answer: JSON.parse(JSON.stringify(result)) as Answer, alarms };
};

const ask = async (...asked: Parameters<typeof askWithAlarms>): Promise<Answer> => (await askWithAlarms(...asked)).answer;

const list = '{ contactDetails(targetId: "p-1") { id contactInformation { value } } }';
const refusalOf = (ruleId: string) => ({ message: 'Not allowed.', extensions: { code: 'FORBIDDEN', ruleId } });

describe('the lock of the contact-details subgraph', () => {
  test('names every object type of the schema, and its every field where it names fields', () => {
    const forgotten = Object.values(published.getTypeMap()).flatMap((type) => {
      if (!isObjectType(type) || type.name.startsWith('__')) return [];
      const ofType = lock[type.name];
      if (ofType === undefined) return [type.name];
      if ('resolve' in ofType && typeof ofType.resolve === 'function') return [];
      return Object.keys(type.getFields())
        .filter((field) => !Object.hasOwn(ofType, field))
        .map((field) => `${type.name}.${field}`);
    });
    expect(forgotten).toEqual([]);
  });

  test('names nothing that the schema does not have', () => {
    expect(Object.keys(lock).filter((name) => !isObjectType(published.getType(name)))).toEqual([]);
  });

  test('opens to a row of the own area', async () => {
    const answer = await ask(list, [row]);
    expect(answer).toEqual({ data: { contactDetails: [{ id: 'd-1', contactInformation: { value: '+447700900001' } }] } });
  });

  test('opens to a historic row, because the filter has judged the asking', async () => {
    const answer = await ask(list, [rowWith({ isActive: false })]);
    expect(answer.errors).toBeUndefined();
  });

  test.each([
    ['of another area', rowWith({ area: 'social-care' })],
    ['without an area', rowWith({ area: null })],
    ['of an unknown area', rowWith({ area: 'fisheries' })],
    ['that should have been masked', rowWith({ sensitivity: 'CONFIDENTIAL' })],
  ])('no value of a row %s leaves', async (_title, hidden) => {
    const answer = await ask('{ contactDetails(targetId: "p-1") { targetId contactInformation { value } } }', [hidden]);
    expect(answer.data).toEqual({ contactDetails: [{ targetId: null, contactInformation: null }] });
    expect(answer.errors).toMatchObject([
      { path: ['contactDetails', 0, 'targetId'], ...refusalOf('contact-detail-row') },
      { path: ['contactDetails', 0, 'contactInformation'], ...refusalOf('contact-detail-row') },
    ]);
  });

  test('a row that it has to hide is an alarm, which names no value', async () => {
    const { alarms } = await askWithAlarms('{ contactDetails(targetId: "p-1") { targetId } }', [row, rowWith({ area: 'benefits' })]);
    expect(alarms).toMatchObject([{ alarm: 'second-lock', ruleId: 'contact-detail-row', path: ['contactDetails', 1, 'targetId'] }]);
    expect(JSON.stringify(alarms)).not.toContain('+447700900001');
  });

  test('a hidden row beside a visible one does not lend its verdict', async () => {
    const answer = await ask('{ contactDetails(targetId: "p-1") { targetId } }', [row, rowWith({ area: 'benefits' }), row]);
    expect(answer.data).toEqual({ contactDetails: [{ targetId: 'p-1' }, { targetId: null }, { targetId: 'p-1' }] });
  });

  test.each([
    [list, [], 'contactDetails', 'C1'],
    ['{ contactDetail(id: "d-1") { id } }', [], 'contactDetail', 'C1'],
    [
      'mutation { recordContactDetail(input: { targetId: "p-1", contactType: PHONE, subType: HOME }) { contactDetail { id } } }',
      ['contact:read'],
      'recordContactDetail',
      'C2',
    ],
    ['mutation { retireContactDetail(input: { id: "d-1" }) { contactDetail { id } } }', ['contact:read'], 'retireContactDetail', 'C2'],
    [
      'mutation { ingestContactDetails(input: { sourceSystem: "s", items: [] }) { results { id } } }',
      ['contact:write'],
      'ingestContactDetails',
      'I2',
    ],
  ] as const)('%s needs its role', async (query, roles, field, ruleId) => {
    const answer = await ask(query, [row], { subject: { ...officer, roles } });
    expect(answer.data).toEqual({ [field]: null });
    expect(answer.errors).toMatchObject([{ path: [field], ...refusalOf(ruleId) }]);
  });

  test.each([
    [list, 'contactDetails', 'C1'],
    ['{ _entities(representations: [{ __typename: "Person", id: "p-1" }]) { ... on Person { id } } }', '_entities', 'S1'],
    ['{ _service { sdl } }', '_service', 'S1'],
  ])('%s is open to the gateway alone, not to another service', async (query, field, ruleId) => {
    const answer = await ask(query, [row], { issuer: 'person', subject: { ...officer, kind: 'worker', id: 'person' } });
    expect(JSON.stringify(answer.data ?? {})).not.toContain('+447700900001');
    expect(answer.errors).toMatchObject([{ path: [field], ...refusalOf(ruleId) }]);
  });

  test('what judged rows carry for the gateway is for the gateway alone', async () => {
    const query = '{ contactDetails(targetId: "p-1") { accessAttributes } }';
    expect((await ask(query, [row])).data).toEqual({ contactDetails: [{ accessAttributes: JSON.parse(JSON.stringify(row.access)) }] });
    expect((await ask(query, [row], { issuer: 'person' })).data).toEqual({ contactDetails: null });
  });
});
