import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createContactStage, rowOf } from './contact-stage.ts';

const housing = signedCallOf();
const repairs = signedCallOf({ id: 'officer-2', actingArea: 'repairs' });

const stage = async () => {
  const parts = await createContactStage();
  const record = async (value: string, change: { readonly team?: string } = {}, call = housing) =>
    rowOf(
      await parts.operations.recordContactDetail(
        { targetId: 'p1', targetType: 'PERSON', contactType: 'PHONE', subType: 'MOBILE', value, isDefault: true, ...change },
        call,
      ),
    );
  return { ...parts, record, detail: await record('020 7946 0001') };
};

describe('retireContactDetail (access-model.md W3)', () => {
  it('makes the detail historic with one event, and shows it', async () => {
    const { operations, detail, events, pass } = await stage();
    pass(1_000);
    const { contactDetail, wasDefaultOfTeam } = await operations.retireContactDetail({ id: detail.id }, housing);
    expect(wasDefaultOfTeam).toBeNull();
    expect(rowOf(contactDetail)).toEqual({
      ...detail,
      isActive: false,
      isDefault: false,
      version: 1,
      lastModifiedAt: '2026-03-10T09:00:01.000Z',
      changes: [
        ...detail.changes,
        {
          kind: 'RETIRED',
          at: '2026-03-10T09:00:01.000Z',
          by: 'officer-1',
          fields: [
            { field: 'isActive', before: 'true', after: 'false' },
            { field: 'isDefault', before: 'true', after: 'false' },
          ],
        },
      ],
    });
    expect(await events()).toMatchObject([{ version: 0 }, { type: 'ContactDetailRetired', entityId: detail.id, version: 1 }]);
  });

  it('again answers the same without another event (domain-write.md 1.6)', async () => {
    const { operations, detail, events, pass } = await stage();
    const first = await operations.retireContactDetail({ id: detail.id }, housing);
    pass(1_000);
    const { contactDetail } = await operations.retireContactDetail({ id: detail.id }, housing);
    expect(rowOf(contactDetail)).toEqual(rowOf(first.contactDetail));
    expect(await events()).toHaveLength(2);
  });

  it('many times at once is one change', async () => {
    const { operations, detail, events } = await stage();
    const answers = await Promise.all(Array.from({ length: 20 }, () => operations.retireContactDetail({ id: detail.id }, housing)));
    for (const { contactDetail } of answers) expect(rowOf(contactDetail)).toMatchObject({ isActive: false, version: 1 });
    expect(await events()).toHaveLength(2);
  });

  it("of another area's detail fails in every way as that of an absent one", async () => {
    const { operations, detail, store } = await stage();
    const before = await store.collection.find({}).toArray();
    const hidden = (await failureOf(operations.retireContactDetail({ id: detail.id }, repairs))) as Error;
    const absent = (await failureOf(operations.retireContactDetail({ id: 'nothing' }, repairs))) as Error;
    expect(hidden).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such contact detail.', details: {} });
    expect({ ...hidden, message: hidden.message, name: hidden.name }).toEqual({ ...absent, message: absent.message, name: absent.name });
    expect(await store.collection.find({}).toArray()).toEqual(before);
  });

  it("of another team's default says so and leaves that team a notice, which it acknowledges", async () => {
    const { operations, reads, readerOf, record } = await stage();
    const north = signedCallOf({ id: 'officer-3', teams: ['north'] });
    const { id } = await record('020 7946 0002', { team: 'north' }, north);
    expect(await operations.retireContactDetail({ id }, housing)).toMatchObject({ wasDefaultOfTeam: 'north' });
    expect(await reads.notices({}, readerOf(housing))).toMatchObject({ totalCount: 0, edges: [] });
    const queue = await reads.notices({}, readerOf(north));
    expect(queue).toMatchObject({
      totalCount: 1,
      edges: [{ node: { kind: 'TEAM_DEFAULT_RETIRED', team: 'north', by: 'officer-1', contactDetail: { detail: { id } } } }],
    });
    const notice = { id: queue.edges[0]?.node.id ?? '' };
    // It is not in this caller's queue.
    expect(await operations.acknowledgeNotice(notice, housing)).toBe(notice.id);
    expect((await reads.notices({}, readerOf(north))).totalCount).toBe(1);
    for (const call of [north, north]) expect(await operations.acknowledgeNotice(notice, call)).toBe(notice.id);
    expect((await reads.notices({}, readerOf(north))).totalCount).toBe(0);
  });

  it('may be done by an officer who sees the row masked, and tells them nothing more of it', async () => {
    const { operations, record, books } = await stage();
    const north = signedCallOf({ id: 'officer-3', teams: ['north'] });
    const { id } = await record('020 7946 0002', { team: 'north' }, north);
    await operations.markSensitivity({ id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' }, north);
    const { contactDetail, wasDefaultOfTeam } = await operations.retireContactDetail({ id }, housing);
    expect(contactDetail).toMatchObject({ decision: { outcome: 'MASK' }, detail: { id, isActive: false, team: null, changes: [] } });
    expect(wasDefaultOfTeam).toBeNull();
    expect((await books())[0]?.notices).toMatchObject([{ team: 'north', openFor: 'north' }]);
  });

  it('is FORBIDDEN without an acting area', async () => {
    const { operations, detail } = await stage();
    expect(await failureOf(operations.retireContactDetail({ id: detail.id }, signedCallOf({ actingArea: null })))).toMatchObject({
      code: 'FORBIDDEN',
      details: { ruleId: 'C2' },
    });
  });
});
