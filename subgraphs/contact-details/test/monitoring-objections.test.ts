import type { PersonFacts } from '@resident-graph/policy';
import {
  createLogger,
  findMonitoringObjectionsAction,
  type IdentityIssuer,
  PersonAliases,
  workerSubject,
} from '@resident-graph/service-kit';
import { failureOf, openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { RecordObjectionInput } from '../src/__generated__/schema-types.ts';
import { createContactDetailsSubgraph } from '../src/create-contact-details-subgraph.ts';
import { objectInRegister } from '../src/domain/change-consent-register.ts';
import { findMonitoringObjections } from '../src/operations/find-monitoring-objections.ts';
import { ConsentStore } from '../src/store/consent-store.ts';
import { circumstances } from './book-samples.ts';
import { callers, consentOf, createConsentStage } from './consent-stage.ts';

const { owner, recipient, third, steward, resident, neighbour, governance } = callers;
const monitoring: RecordObjectionInput = { personId: 'p1', kind: 'MONITORING' };
const noMerges = { groupsOf: async (ids: readonly string[]) => new Map(ids.map((id) => [id, [id]])) };

describe('an objection to monitoring (access-model.md section 8)', () => {
  it.each([
    ['any area', third, 'benefits'],
    ['the resident', resident, null],
  ])('by %s holds at once, and a second one of the same hand answers it', async (_title, call, area) => {
    const { operations, store, events } = await createConsentStage();
    const recorded = await operations.recordObjection(monitoring, call);
    expect(recorded).toMatchObject({ personId: 'p1', recipientArea: null, capturedByArea: area, withdrawal: null, version: 0 });
    expect(await operations.recordObjection(monitoring, call)).toEqual(recorded);
    expect(await events()).toMatchObject([{ type: 'ObjectionRecorded', entityId: recorded.id, sourceArea: null, recipientArea: null }]);
    expect(await findMonitoringObjections({ store, aliases: noMerges }, ['p2', 'p1'])).toEqual({ personIds: ['p1'] });
  });

  it('ends when it is withdrawn, by the hand that recorded it or the resident', async () => {
    const { operations, store } = await createConsentStage();
    const { id } = await operations.recordObjection(monitoring, third);
    expect(await failureOf(operations.withdrawObjection({ id }, owner))).toMatchObject({ code: 'NOT_FOUND' });
    await operations.withdrawObjection({ id }, resident);
    expect(await findMonitoringObjections({ store, aliases: noMerges }, ['p1'])).toEqual({ personIds: [] });
  });

  it('opens and closes no row: what decisions rest on is as without it', async () => {
    const factsOf = async (isObjecting: boolean): Promise<readonly (PersonFacts | undefined)[]> => {
      const { operations, store } = await createConsentStage();
      await operations.captureConsent(consentOf(), owner);
      await operations.recordObjection({ personId: 'p1', kind: 'RECIPIENT_AREA', recipientArea: 'libraries' }, owner);
      if (isObjecting) for (const call of [owner, recipient, third, resident]) await operations.recordObjection(monitoring, call);
      return Promise.all(['housing', 'repairs', 'libraries'].map(async (area) => (await store.find(['p1'], area)).get('p1')));
    };
    expect(await factsOf(true)).toEqual(await factsOf(false));
  });

  it('is shown to the area that recorded it, the resident and governance', async () => {
    const { operations } = await createConsentStage();
    await operations.recordObjection(monitoring, third);
    const shown = await Promise.all(
      [third, resident, governance, owner, recipient, neighbour].map(async (call) => (await operations.objectionsOf('p1', call)).length),
    );
    expect(shown).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('is FORBIDDEN for a steward, and names no area', async () => {
    const { operations } = await createConsentStage();
    expect(await failureOf(operations.recordObjection(monitoring, steward))).toMatchObject({ details: { ruleId: 'N2' } });
    expect(await failureOf(operations.recordObjection({ ...monitoring, recipientArea: 'repairs' }, owner))).toMatchObject({
      details: { problems: [{ path: 'input.recipientArea', code: 'CONTRADICTION' }] },
    });
    expect(await failureOf(operations.recordObjection({ personId: 'p1', kind: 'RECIPIENT_AREA' }, owner))).toMatchObject({
      details: { problems: [{ path: 'input.recipientArea', code: 'UNKNOWN_CODE' }] },
    });
  });
});

describe('the question who objects to monitoring', () => {
  /** The subgraph with an objection of p1, who is joined with p2; which ids were joined when it was recorded is told. */
  const createStage = async (personIds: readonly string[]) => {
    const database = openEmbeddedDatabase();
    const store = await ConsentStore.open(database);
    await store.save(
      objectInRegister(await store.getRegister('p1'), { recipientArea: null, area: null, personIds, consents: [] }, circumstances),
    );
    const aliases = await PersonAliases.open(database);
    const join = (survivorId: string | null, version: number): Promise<void> =>
      aliases.apply([{ mergedId: 'p2', survivorId, version, at: circumstances.at }]);
    await join('p1', 1);
    let asking: IdentityIssuer = 'equality';
    const { handler } = await createContactDetailsSubgraph({
      database,
      verifier: { verify: async () => ({ issuer: asking, subject: workerSubject(asking), expiresAt: Number.MAX_SAFE_INTEGER }) },
      person: { call: async () => ({ existing: [] }) },
      search: { call: async () => ({ applied: true }) },
      lookupSecret: new Uint8Array(32),
      subscribers: [],
      leaseHolder: 'test',
      logger: createLogger({ service: 'contact-details', level: 'silent' }),
      waits: { auditDeadlineMilliseconds: 60_000, searchConfirmMilliseconds: 60_000 },
    });
    const askAs = (issuer: IdentityIssuer): Promise<unknown> => {
      asking = issuer;
      const input = { personIds: ['p1', 'p2', 'p3'] };
      return handler.callWorkerAction(findMonitoringObjectionsAction, input, { identityToken: 'signed', correlationId: 'c-1' });
    };
    return { askAs, part: () => join(null, 2) };
  };

  it('is answered to equality, for every id that is joined with the one that objects', async () => {
    const { askAs } = await createStage(['p1']);
    expect(await askAs('equality')).toEqual({ personIds: ['p1', 'p2'] });
  });

  it.each([
    ['goes on holding for both when it was recorded while they were joined', ['p1', 'p2']],
    ['holds for its own alone when it was recorded before', ['p1']],
  ])('is asked after the two are parted: the objection %s', async (_title, joined) => {
    const { askAs, part } = await createStage(joined);
    await part();
    expect(await askAs('equality')).toEqual({ personIds: joined });
  });

  it.each(['gateway', 'person', 'search'] as const)('is not answered to %s', async (issuer) => {
    const { askAs } = await createStage(['p1']);
    expect(await failureOf(askAs(issuer))).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'not-entitled' } });
  });
});
