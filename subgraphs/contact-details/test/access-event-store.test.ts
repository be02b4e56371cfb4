import { createGate } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { lookOf } from './access-event-samples.ts';
import { createAccessEventStage, databasesToTest } from './access-event-stage.ts';

const looks = (count: number) => Array.from({ length: count }, (_, index) => lookOf({ requestId: `request-${index + 1}` }));

for (const { store: name, skipped, open } of databasesToTest) {
  const title = `the record of looks: ${name}${skipped === false ? '' : ` (skipped: ${skipped})`}`;
  describe.skipIf(skipped !== false)(title, () => {
    const createStage = async (deadline?: number) => createAccessEventStage(await open(), deadline);

    it('gives back what was put on record, by person and by id', async () => {
      const { store, verify } = await createStage();
      await store.append([lookOf(), lookOf({ personIds: ['p2', 'p1', 'p2'], purpose: 'SAFEGUARDING' }), lookOf({ personIds: ['p2'] })]);
      const entries = await store.findEntries(['p1']);
      expect(entries.toSorted((one, other) => (one._id < other._id ? -1 : 1))).toEqual([
        { _id: 'event-0001', at: '2026-03-10T09:00:00.000Z', areas: ['benefits', 'housing'], isWithheld: false },
        { _id: 'event-0002', at: '2026-03-10T09:00:00.000Z', areas: ['benefits', 'housing'], isWithheld: true },
      ]);
      const found = await store.findByIds(['event-0001', 'event-0003', 'nothing']);
      expect([...found.keys()].toSorted()).toEqual(['event-0001', 'event-0003']);
      expect(found.get('event-0001')).toMatchObject({ ...lookOf(), id: 'event-0001', sequence: 1, at: '2026-03-10T09:00:00.000Z' });
      expect(await verify()).toMatchObject({ events: 3, chains: 1, anchors: 0, findings: [] });
    });

    it('writes what comes while a write runs in one write, in the order in which it came', async () => {
      const { store, breakBulk, verify } = await createStage();
      const [gate, sizes] = [createGate(), [] as number[]];
      breakBulk(async (operations, write) => {
        sizes.push(operations.length);
        await gate.promise;
        return write(operations);
      });
      const first = store.append(looks(1));
      await new Promise(setImmediate);
      const others = looks(200).map((look) => store.append([look]));
      gate.resolve();
      await Promise.all([first, ...others]);
      // The first with its empty head and its head; then all others with their head.
      expect(sizes).toEqual([3, 201]);
      const events = await store.findByIds(['event-0002', 'event-0201']);
      expect([...events.values()].map(({ sequence, requestId }) => [sequence, requestId])).toEqual([
        [2, 'request-1'],
        [201, 'request-200'],
      ]);
      expect(await verify()).toMatchObject({ events: 201, chains: 1, findings: [] });
    });

    it('refuses with AUDIT_UNAVAILABLE when the store fails, and goes on in another chain when it is back', async () => {
      const { store, breakBulk, verify } = await createStage();
      await store.append(looks(2));
      breakBulk(() => Promise.reject(new Error('The disk is full.')));
      await expect(store.append(looks(1))).rejects.toMatchObject({
        code: 'AUDIT_UNAVAILABLE',
        details: { retryable: true },
        message: 'The record of looks cannot be written now, so nothing that belongs on it is done. Try again.',
      });
      breakBulk();
      await store.append(looks(3));
      expect(await verify()).toMatchObject({ events: 5, chains: 2, findings: [] });
    });

    it('refuses with AUDIT_UNAVAILABLE after the deadline when the store hangs, and what arrives late is in its place', async () => {
      const { store, breakBulk, verify } = await createStage(1_000);
      await store.append(looks(1));
      const gate = createGate();
      const late: Promise<unknown>[] = [];
      breakBulk((operations, write) => {
        const writing = gate.promise.then(() => write(operations));
        late.push(writing);
        return writing;
      });
      await expect(store.append(looks(1))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
      breakBulk();
      await store.append(looks(2));
      gate.resolve();
      await Promise.all(late);
      await store.append(looks(1));
      expect(await verify()).toMatchObject({ events: 5, chains: 2, findings: [] });
    });

    it.each([0, 1, 2, 3, 4])('can be verified when the process dies after %i of five operations of a first write', async (count) => {
      const { store, reopen, breakBulk, verify } = await createStage();
      breakBulk(async (operations, write) => {
        if (count > 0) await write(operations.slice(0, count));
        throw new Error('The process is gone.');
      });
      await expect(store.append(looks(3))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
      breakBulk();
      await (await reopen()).append(looks(1));
      expect(await verify()).toMatchObject({ events: Math.max(0, count - 1) + 1, findings: [] });
    });

    it('never goes back in time, neither when the clock does nor when a process starts with an earlier one', async () => {
      const { store, reopen, setClock, collections, verify } = await createStage();
      await store.append(looks(1));
      setClock('2026-03-10T08:00:00.000Z');
      await store.append(looks(1));
      setClock('2026-03-09T23:00:00.000Z');
      await (await reopen()).append(looks(1));
      setClock('2026-03-10T10:00:00.000Z');
      await store.append(looks(1));
      const documents = await collections.events.find({ place: { $gte: '' } }, { sort: { _id: 1 } }).toArray();
      expect(documents.map(({ at }) => at.slice(11, 13))).toEqual(['09', '09', '09', '10']);
      expect(await verify()).toMatchObject({ events: 4, chains: 2, findings: [] });
    });

    it('anchors each past day when the next one is five minutes old, also days that passed without a writer', async () => {
      const { store, reopen, setClock, collections, verify } = await createStage();
      const days = async () => (await collections.anchors.find({ anchorOf: { $exists: true } }).toArray()).map(({ anchorOf }) => anchorOf);
      await store.append(looks(2));
      setClock('2026-03-11T00:04:59.999Z');
      await store.append(looks(1));
      await store.whenIdle();
      expect(await days()).toEqual([]);
      setClock('2026-03-11T00:05:00.000Z');
      await store.append(looks(1));
      await store.whenIdle();
      expect(await days()).toEqual(['2026-03-10']);
      setClock('2026-03-14T12:00:00.000Z');
      const others = [await reopen(), await reopen()];
      await Promise.all(others.map((other) => other.append(looks(1))));
      for (const other of others) await other.whenIdle();
      expect((await days()).toSorted()).toEqual(['2026-03-10', '2026-03-11']);
      const result = await verify();
      expect(result).toMatchObject({ events: 6, chains: 4, anchors: 2, findings: [], newestAnchor: { day: '2026-03-11' } });
    });

    it('remembers what was released, once', async () => {
      const { store } = await createStage();
      const release = { _id: 'event-0001', releasedAt: '2026-03-10T09:00:00.000Z', releasedBy: 'governance', reason: 'No danger.' };
      await store.release([release]);
      await store.release([
        { ...release, reason: 'Another one.' },
        { ...release, _id: 'event-0002' },
      ]);
      expect([...(await store.findReleased(['event-0001', 'event-0002', 'event-0003']))].toSorted()).toEqual(['event-0001', 'event-0002']);
    });

    it('tells what was seen of other areas through an emergency opening, each when it was first seen', async () => {
      const { store, setClock } = await createStage();
      await store.append([lookOf({ breakGlassId: 'glass-1' }), lookOf({ breakGlassId: 'glass-2', resourceIds: ['detail-1', 'detail-9'] })]);
      setClock('2026-03-10T09:10:00.000Z');
      const again = { resourceIds: ['detail-3', 'detail-2'], resourceAreas: ['repairs', 'benefits'] };
      await store.append([lookOf({ breakGlassId: 'glass-1', ...again }), lookOf({ breakGlassId: 'glass-1', action: 'break-glass.end' })]);
      expect(await store.findByBreakGlass('glass-1')).toEqual([
        { contactDetailId: 'detail-2', area: 'benefits', at: '2026-03-10T09:00:00.000Z' },
        { contactDetailId: 'detail-3', area: 'repairs', at: '2026-03-10T09:10:00.000Z' },
      ]);
      expect(await store.findByBreakGlass('glass-3')).toEqual([]);
    });
  });
}
