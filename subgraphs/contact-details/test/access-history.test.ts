import type { CompartmentEntry, Subject } from '@resident-graph/policy';
import { type AccessEventDraft, createCursorCodec, type Disclosure } from '@resident-graph/service-kit';
import { openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createAccessHistory } from '../src/operations/access-history.ts';
import { lookOf } from './access-event-samples.ts';
import { createAccessEventStage } from './access-event-stage.ts';
import { createTestGroups } from './person-groups.ts';

const outside = { actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST' } satisfies Partial<Subject>;
const readers = {
  resident: { ...outside, id: 'resident', kind: 'resident', personId: 'p1' },
  neighbour: { ...outside, id: 'neighbour', kind: 'resident', personId: 'p2' },
  housing: { id: 'steward-1', kind: 'steward', actingArea: 'housing', roles: ['steward'] },
  benefits: { id: 'steward-2', kind: 'steward', actingArea: 'benefits', roles: ['steward'] },
  libraries: { id: 'steward-3', kind: 'steward', actingArea: 'libraries', roles: ['steward'] },
  governance: { ...outside, id: 'governance', kind: 'governance', roles: ['governance'] },
  officer: { id: 'officer-9', kind: 'officer', actingArea: 'housing' },
} satisfies Readonly<Record<string, Partial<Subject>>>;

const repairsSubject = { ...lookOf().subject, id: 'officer-2', area: 'repairs' };

/** What is on record of p1, oldest first, a minute apart; and a look at somebody else. */
const record: readonly AccessEventDraft[] = [
  lookOf(),
  lookOf({ subject: repairsSubject, resourceIds: ['detail-1', 'detail-2', 'detail-4'], resourceAreas: ['housing', 'benefits', 'housing'] }),
  lookOf({ purpose: 'SAFEGUARDING' }),
  lookOf({ breakGlassId: 'glass-1', resourceAreas: ['repairs', 'repairs'] }),
  lookOf({ action: 'restriction.restrict', resourceIds: ['p1'], resourceAreas: [] }),
  lookOf({ personIds: ['p2'] }),
  lookOf({ action: 'consent.revoke', resourceIds: ['consent-1'], resourceAreas: ['benefits'] }),
];

const createStage = async (compartment: readonly CompartmentEntry[] | null = null) => {
  const { store, setClock, breakBulk } = await createAccessEventStage(openEmbeddedDatabase());
  for (const [minute, look] of record.entries()) {
    setClock(`2026-03-10T09:0${minute}:00.000Z`);
    await store.append([look]);
  }
  setClock('2026-03-10T10:00:00.000Z');
  const groups = createTestGroups();
  const cursors = createCursorCodec(new Uint8Array(32).fill(1));
  const history = createAccessHistory({
    events: store,
    restrictions: { findRestrictions: async () => new Map(compartment === null ? [] : [['p1', { compartment }]]) },
    groups,
    cursors,
    now: () => Date.parse('2026-03-10T12:00:00.000Z'),
  });
  const disclosed: Disclosure[] = [];
  const callOf = (reader: keyof typeof readers) => ({
    ...signedCallOf(readers[reader]),
    disclose: (disclosure: Disclosure) => void disclosed.push(disclosure),
  });
  return { history, disclosed, callOf, store, breakBulk, groups };
};

const idsOf = ({ edges }: { readonly edges: readonly { readonly node: { readonly id: string } }[] }): readonly string[] =>
  edges.map(({ node }) => node.id);

const eventId = (number: number): string => `event-000${number}`;

describe('accessHistory', () => {
  it.each<[keyof typeof readers, readonly number[]]>([
    ['resident', [7, 2, 1]],
    ['neighbour', []],
    ['housing', [5, 4, 3, 2, 1]],
    ['benefits', [7, 3, 2, 1]],
    ['libraries', []],
    ['governance', [7, 5, 4, 3, 2, 1]],
  ])('shows %s the events %j of a person, newest first', async (reader, expected) => {
    const { history, disclosed, callOf } = await createStage();
    const shown = await history.accessHistory({ personId: 'p1' }, callOf(reader));
    const ids = expected.map(eventId);
    expect(idsOf(shown)).toEqual(ids);
    expect(shown.totalCount).toBe(ids.length);
    expect(disclosed).toEqual(ids.length === 0 ? [] : [{ action: 'access-event.read', personIds: ['p1'], resourceIds: ids }]);
  });

  it.each<[keyof typeof readers, number]>([
    ['resident', 3],
    ['housing', 5],
    ['benefits', 0],
    ['governance', 6],
  ])('shows %s of a person restricted to the compartment of housing %d events', async (reader, count) => {
    const { history, callOf } = await createStage([{ area: 'housing', role: 'steward' }]);
    expect((await history.accessHistory({ personId: 'p1' }, callOf(reader))).totalCount).toBe(count);
  });

  it('joins what is recorded under the ids of a joined person, but to residents', async () => {
    const { history, callOf, groups } = await createStage();
    const countOf = async (reader: keyof typeof readers, personId: string): Promise<number> =>
      (await history.accessHistory({ personId }, callOf(reader))).totalCount;
    const [first, second, own] = [await countOf('governance', 'p1'), await countOf('governance', 'p2'), await countOf('resident', 'p1')];
    expect(second).toBeGreaterThan(0);
    groups.join('p1', 'p2');
    expect(await countOf('governance', 'p1')).toBe(first + second);
    expect(await countOf('governance', 'p2')).toBe(first + second);
    expect(await countOf('resident', 'p1')).toBe(own);
    expect(await countOf('resident', 'p2')).toBe(0);
  });

  it('shows a resident area, purpose and date, and nothing else', async () => {
    const { history, callOf } = await createStage();
    const edge = (await history.accessHistory({ personId: 'p1' }, callOf('resident'))).edges.at(-1);
    const { id, at, area, purpose, ...others } = edge?.node ?? {};
    expect({ id, at, area, purpose }).toEqual({
      id: 'event-0001',
      at: '2026-03-10T09:00:00.000Z',
      area: 'housing',
      purpose: 'SERVICE_DELIVERY',
    });
    expect(Object.values(others).every((value) => value === null)).toBe(true);
  });

  it('shows a steward of a look of another area what the own one owns, and nothing that tells of other rows', async () => {
    const { history, callOf } = await createStage();
    const nodeOf = async (reader: 'housing' | 'benefits') =>
      (await history.accessHistory({ personId: 'p1' }, callOf(reader))).edges.find(({ node }) => node.id === 'event-0002')?.node;
    expect(await nodeOf('housing')).toMatchObject({ area: 'repairs', subjectId: 'officer-2', resourceIds: ['detail-1', 'detail-4'] });
    const hidden = { fullCount: null, maskCount: null, fieldsReturned: null, decisionIds: null, codes: null, consentIds: null };
    expect(await nodeOf('benefits')).toMatchObject({ resourceIds: ['detail-2'], ...hidden });
  });

  it('shows the area that looked, and governance, the whole event', async () => {
    const { history, callOf } = await createStage();
    for (const reader of ['housing', 'governance'] as const) {
      const shown = await history.accessHistory({ personId: 'p1' }, callOf(reader));
      expect(shown.edges.at(-1)?.node).toEqual({
        id: 'event-0001',
        at: '2026-03-10T09:00:00.000Z',
        area: 'housing',
        purpose: 'SERVICE_DELIVERY',
        action: 'contact-detail.read',
        requestId: 'request-1',
        operationHash: 'a'.repeat(64),
        subjectId: 'officer-1',
        subjectKind: 'OFFICER',
        roles: ['contact:read', 'person:read'],
        onBehalfOfId: null,
        caseReference: null,
        resourceIds: ['detail-1', 'detail-2'],
        fullCount: 1,
        maskCount: 1,
        fieldsReturned: ['ContactDetail.id', 'ContactDetail.information', 'ContactInformation.value'],
        decisionIds: ['decision-1', 'decision-2'],
        codes: ['CONSENT', 'OWN_AREA'],
        policyRevision: 'revision-1',
        consentIds: ['consent-1'],
        breakGlassId: null,
        isWithheld: false,
      });
      expect(shown.edges.find(({ node }) => node.id === eventId(3))?.node.isWithheld).toBe(true);
    }
  });

  it('tells the area whose officer revoked consents nothing of those that it cannot see', async () => {
    const { history, callOf } = await createStage();
    const shown = await history.accessHistory({ personId: 'p1' }, callOf('housing'));
    expect(idsOf(shown)).not.toContain(eventId(7));
    const ofOwner = await history.accessHistory({ personId: 'p1' }, callOf('benefits'));
    expect(ofOwner.edges[0]?.node).toMatchObject({ id: eventId(7), area: 'housing', resourceIds: ['consent-1'] });
  });

  it('goes on behind a cursor, also when more came meanwhile, and for the reader of the page alone', async () => {
    const { history, callOf, store } = await createStage();
    const first = await history.accessHistory({ personId: 'p1', first: 2 }, callOf('benefits'));
    expect([idsOf(first), first.pageInfo.hasNextPage, first.totalCount]).toEqual([[eventId(7), eventId(3)], true, 4]);
    await store.append([lookOf()]);
    const after = first.pageInfo.endCursor;
    const second = await history.accessHistory({ personId: 'p1', first: 2, after }, callOf('benefits'));
    expect([idsOf(second), second.pageInfo.hasNextPage, second.totalCount]).toEqual([[eventId(2), eventId(1)], false, 5]);
    for (const reader of ['housing', 'governance', 'resident'] as const) {
      await expect(history.accessHistory({ personId: 'p1', after }, callOf(reader))).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    }
    await expect(history.accessHistory({ personId: 'p2', after }, callOf('benefits'))).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('is refused to officers', async () => {
    const { history, callOf } = await createStage();
    await expect(history.accessHistory({ personId: 'p1' }, callOf('officer'))).rejects.toMatchObject({
      code: 'FORBIDDEN',
      details: { ruleId: 'H1' },
    });
  });
});

describe('releaseAccessEvents', () => {
  const reason = 'The danger is over, says the safeguarding lead.';

  it('shows the resident what was withheld, and is on record', async () => {
    const { history, callOf, store } = await createStage();
    const ids = [eventId(3), eventId(5), eventId(3)];
    expect(await history.releaseAccessEvents({ ids, reason }, callOf('governance'))).toEqual([eventId(3), eventId(5)]);
    const ofResident = await history.accessHistory({ personId: 'p1' }, callOf('resident'));
    expect(idsOf(ofResident)).toEqual([eventId(8), eventId(7), eventId(5), eventId(3), eventId(2), eventId(1)]);
    const [release, ...others] = (await history.accessHistory({ personId: 'p1' }, callOf('governance'))).edges.map(({ node }) => node);
    expect(release).toMatchObject({ action: 'access-event.release', subjectId: 'governance', resourceIds: [eventId(3), eventId(5)] });
    expect(others.filter(({ isWithheld }) => isWithheld === true).map(({ id }) => id)).toEqual([eventId(4)]);
    expect([...(await store.findReleased([eventId(3), eventId(4), eventId(5)]))].toSorted()).toEqual([eventId(3), eventId(5)]);
  });

  it.each([
    ['an event that is not withheld', [eventId(3), eventId(1)], 'input.ids.1', 'NOT_FOUND'],
    ['an event that does not exist', ['nothing'], 'input.ids.0', 'NOT_FOUND'],
    ['no event', [], 'input.ids', 'REQUIRED'],
    ['more than 100 events', Array.from({ length: 101 }, (_, index) => `event-${index}`), 'input.ids', 'TOO_MANY'],
  ])('refuses %s', async (_title, ids, path, code) => {
    const { history, callOf, store } = await createStage();
    await expect(history.releaseAccessEvents({ ids, reason }, callOf('governance'))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path, code }] },
    });
    expect(await store.findReleased([eventId(3)])).toEqual(new Set());
  });

  it('refuses a reason of less than ten characters, and anybody but governance', async () => {
    const { history, callOf } = await createStage();
    const ids = [eventId(3)];
    await expect(history.releaseAccessEvents({ ids, reason: 'Because.' }, callOf('governance'))).rejects.toMatchObject({
      details: { problems: [{ path: 'input.reason', code: 'TOO_SHORT' }] },
    });
    for (const reader of ['resident', 'housing', 'officer'] as const) {
      await expect(history.releaseAccessEvents({ ids, reason }, callOf(reader))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('releases nothing when it cannot go on record', async () => {
    const { history, callOf, store, breakBulk } = await createStage();
    breakBulk(() => Promise.reject(new Error('The disk is full.')));
    await expect(history.releaseAccessEvents({ ids: [eventId(3)], reason }, callOf('governance'))).rejects.toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    });
    breakBulk();
    expect(await store.findReleased([eventId(3)])).toEqual(new Set());
  });
});
