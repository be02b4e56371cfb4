import type { Subject } from '@resident-graph/policy';
import { applyMergesAction, createLogger, type InternalIdentity, workerSubject } from '@resident-graph/service-kit';
import { openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createEqualitySubgraph } from '../src/create-equality-subgraph.ts';

const officer = signedCallOf({ roles: ['person:read', 'equality:read', 'equality:maintain', 'contact:read', 'identity:read'] }).subject;
const analyst = signedCallOf({ kind: 'analyst', actingArea: null, roles: ['analyst'], purpose: 'STATISTICS' }).subject;
const importer = signedCallOf({ kind: 'service', roles: ['ingest:equality-information'], purpose: 'DATA_QUALITY' }).subject;
const residentOf = (personId: string): Subject =>
  signedCallOf({ id: personId, kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST', personId }).subject;

interface Answered {
  readonly data: Readonly<Record<string, unknown>>;
  readonly code: unknown;
}

/** The subgraph with one record each of p1 and p2; nobody is restricted and nobody objects. */
const createStage = async () => {
  let identity: InternalIdentity = { issuer: 'person', subject: workerSubject('person'), expiresAt: Number.MAX_SAFE_INTEGER };
  const { handler } = await createEqualitySubgraph({
    database: openEmbeddedDatabase(),
    verifier: { verify: async () => identity },
    person: { call: async (_action, input) => ({ existing: (input as { readonly ids: readonly string[] }).ids, found: [] }) },
    contactDetails: { call: async () => ({ restrictions: [], personIds: [] }) },
    lookupSecret: new Uint8Array(32),
    reportSuppressBelow: 10,
    subscribers: [],
    leaseHolder: 'test',
    logger: createLogger({ service: 'equality', level: 'silent' }),
  });
  const credentials = { identityToken: 'signed', correlationId: 'correlation-1' };
  const ask = async (subject: Subject, query: string, input?: object): Promise<Answered> => {
    identity = { ...identity, issuer: 'gateway', subject };
    const { data, errors } = await handler.execute({ query, variables: { input } }, credentials);
    return { data: data ?? {}, code: errors?.[0]?.extensions?.['code'] };
  };
  const record = async (targetId: string, answers: object): Promise<string> => {
    const mutation = `mutation ($input: RecordEqualityInformationInput!) {
      recordEqualityInformation(input: $input) { equalityInformation { id } }
    }`;
    const { data, code } = await ask(officer, mutation, { targetId, answers, source: 'SELF' });
    const { equalityInformation } = (data['recordEqualityInformation'] ?? {}) as { readonly equalityInformation?: { readonly id: string } };
    return equalityInformation?.id ?? String(code);
  };
  const tell = async (merges: readonly object[]): Promise<void> => {
    identity = { ...identity, issuer: 'person', subject: workerSubject('person') };
    await handler.callWorkerAction(applyMergesAction, { merges }, credentials);
  };
  const merge = (survivorId: string | null, version: number, mergedId = 'p2') =>
    tell([{ mergedId, survivorId, version, at: '2026-02-01T10:00:00.000Z' }]);
  const shown = async (subject: Subject, targetId: string): Promise<unknown> =>
    (await ask(subject, `{ shown: equalityInformationByTarget(targetId: "${targetId}") { targetId disabled } }`)).data['shown'];
  return { ask, record, tell, merge, shown };
};

const [yes, no] = [{ disabled: 'YES' }, { disabled: 'NO', nationalInsuranceNumber: 'AB123456C' }];
const amend = `mutation ($input: AmendEqualityInformationInput!) { amendEqualityInformation(input: $input) { equalityInformation { id } } }`;
const ingest = `mutation ($input: IngestEqualityInformationInput!) { ingestEqualityInformation(input: $input) { results { outcome id } } }`;

describe('the equality record of a merged person (access-model.md W11)', () => {
  it('is kept and not shown: every id answers with the survivor, each resident with the own, and the unmerge gives it back', async () => {
    const { ask, record, merge, shown } = await createStage();
    await record('p1', yes);
    const kept = await record('p2', no);
    const byId = `{ shown: equalityInformation(id: "${kept}") { targetId } }`;
    await merge('p1', 1);
    for (const id of ['p1', 'p2']) expect(await shown(officer, id)).toEqual({ targetId: 'p1', disabled: 'YES' });
    expect((await ask(officer, byId)).data['shown']).toBeNull();
    expect(await ask(officer, amend, { id: kept, expectedVersion: 0, answers: yes })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await shown(residentOf('p2'), 'p2')).toEqual({ targetId: 'p2', disabled: 'NO' });
    expect(await shown(residentOf('p1'), 'p1')).toEqual({ targetId: 'p1', disabled: 'YES' });
    expect(await shown(residentOf('p2'), 'p1')).toBeNull();
    await merge(null, 2);
    expect(await shown(officer, 'p2')).toEqual({ targetId: 'p2', disabled: 'NO' });
    expect((await ask(officer, byId)).data['shown']).toEqual({ targetId: 'p2' });
  });

  it('is found by its national insurance number as that of the merged person', async () => {
    const { ask, record, merge } = await createStage();
    await record('p2', no);
    await merge('p1', 1);
    const found = await ask(officer, '{ personByNationalInsuranceNumber(value: "AB 12 34 56 C") { id } }');
    expect(found.data).toEqual({ personByNationalInsuranceNumber: { id: 'p2' } });
  });

  it('takes no answers: those under its id are the survivor, once', async () => {
    const { record, merge, shown } = await createStage();
    await merge('p1', 1);
    await record('p2', yes);
    expect(await shown(officer, 'p1')).toEqual({ targetId: 'p1', disabled: 'YES' });
    expect(await record('p2', yes)).toBe('DUPLICATE_VALUE');
    expect(await shown(residentOf('p2'), 'p2')).toBeNull();
  });

  it('is kept up to date by the source that brought it; what others bring is for the survivor', async () => {
    const { ask, merge, shown } = await createStage();
    const bring = async (sourceId: string, answers: object): Promise<unknown> => {
      const items = [{ sourceId, targetId: 'p2', answers, source: 'SELF' }];
      const { data } = await ask(importer, ingest, { sourceSystem: 'register', items });
      return (data['ingestEqualityInformation'] as { readonly results: unknown }).results;
    };
    const [created] = (await bring('1', yes)) as readonly { readonly id: string }[];
    await merge('p1', 1);
    expect(await bring('1', { disabled: 'NO' })).toEqual([{ outcome: 'UPDATED', id: created?.id }]);
    expect(await shown(officer, 'p1')).toBeNull();
    expect(await bring('2', yes)).toMatchObject([{ outcome: 'CREATED' }]);
    expect(await shown(officer, 'p2')).toEqual({ targetId: 'p1', disabled: 'YES' });
  });

  it('is left out of reports', async () => {
    const { ask, record, tell } = await createStage();
    const ids = Array.from({ length: 160 }, (_one, index) => `p${index}`);
    for (const id of ids) await record(id, yes);
    const merges = ids
      .slice(80)
      .map((mergedId, index) => ({ mergedId, survivorId: `p${index}`, version: 1, at: '2026-02-01T10:00:00.000Z' }));
    await tell(merges);
    const { data } = await ask(analyst, '{ equalityReport(input: { dimensions: [DISABLED] }) { base } }');
    const { base } = data['equalityReport'] as { readonly base: number };
    expect(Math.abs(base - 80)).toBeLessThanOrEqual(7);
  });
});
