import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createContactStage } from './contact-stage.ts';

const housing = signedCallOf();
const repairs = signedCallOf({ id: 'officer-2', actingArea: 'repairs' });

const stage = async () => {
  const parts = await createContactStage();
  const detail = await parts.operations.recordContactDetail(
    { targetId: 'p1', targetType: 'PERSON', contactType: 'PHONE', subType: 'MOBILE', value: '020 7946 0001', isDefault: true },
    housing,
  );
  return { ...parts, detail };
};

describe('retireContactDetail (access-model.md W3)', () => {
  it('makes the detail historic with one event, and shows it', async () => {
    const { operations, detail, events, pass } = await stage();
    pass(1_000);
    expect(await operations.retireContactDetail({ id: detail.id }, housing)).toEqual({
      ...detail,
      isActive: false,
      isDefault: false,
      version: 1,
      lastModifiedAt: '2026-03-10T09:00:01.000Z',
    });
    expect(await events()).toMatchObject([{ version: 0 }, { type: 'ContactDetailRetired', entityId: detail.id, version: 1 }]);
  });

  it('again answers the same without another event (domain-write.md 1.6)', async () => {
    const { operations, detail, events, pass } = await stage();
    const first = await operations.retireContactDetail({ id: detail.id }, housing);
    pass(1_000);
    expect(await operations.retireContactDetail({ id: detail.id }, housing)).toEqual(first);
    expect(await events()).toHaveLength(2);
  });

  it('many times at once is one change', async () => {
    const { operations, detail, events } = await stage();
    const answers = await Promise.all(Array.from({ length: 20 }, () => operations.retireContactDetail({ id: detail.id }, housing)));
    for (const answer of answers) expect(answer).toMatchObject({ isActive: false, version: 1 });
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

  it('is FORBIDDEN without an acting area', async () => {
    const { operations, detail } = await stage();
    expect(await failureOf(operations.retireContactDetail({ id: detail.id }, signedCallOf({ actingArea: null })))).toMatchObject({
      code: 'FORBIDDEN',
      details: { ruleId: 'C2' },
    });
  });
});
