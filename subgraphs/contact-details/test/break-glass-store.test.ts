import type { StoredDocument } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { type BreakGlass, endOpening, startOpening } from '../src/domain/break-glass.ts';
import { countStart } from '../src/domain/break-glass-use.ts';
import { BreakGlassStore, breakGlassCollection, breakGlassUseCollection } from '../src/store/break-glass-store.ts';
import { emergencyOf } from './break-glass-stage.ts';
import { storesToTest } from './stores-to-test.ts';

const start = Date.parse('2026-03-10T09:00:00.000Z');

const openingOf = (id: string, change: Partial<BreakGlass> = {}): BreakGlass => ({
  ...startOpening({ id, area: 'housing', startedBy: 'officer', owningAreas: ['social-care', 'repairs'], ...emergencyOf() }, start),
  ...change,
});

for (const { store: name, skipped, open } of storesToTest) {
  describe.skipIf(skipped !== false)(`the store of emergency openings (${name}${skipped === false ? '' : `; skipped: ${skipped}`})`, () => {
    const openStore = async () => {
      const collections = new Map<string, unknown>();
      for (const declaration of [breakGlassCollection, breakGlassUseCollection])
        collections.set(declaration.name, await open<StoredDocument>(declaration));
      let now = start;
      const database = {
        collection: async ({ name: wanted }: { readonly name: string }) => collections.get(wanted),
        ping: async () => undefined,
        close: async () => undefined,
      };
      return {
        store: await BreakGlassStore.open(database as unknown as Parameters<typeof BreakGlassStore.open>[0], () => now),
        setClock: (moment: number): void => {
          now = moment;
        },
      };
    };

    it('finds what may be open of some persons in an area', async () => {
      const { store, setClock } = await openStore();
      await store.add(openingOf('o1'));
      await store.add(openingOf('o2', { personId: 'p2' }));
      await store.add(openingOf('o3', { area: 'benefits' }));
      await store.add(openingOf('o4', { endedAt: '2026-03-10T09:05:00.000Z' }));
      const found = async () => [...(await store.findOpenings(['p1', 'p9', 'p1'], 'housing'))];
      expect(await found()).toEqual([
        [
          'p1',
          [
            {
              id: 'o1',
              personIds: ['p1'],
              area: 'housing',
              startedBy: 'officer',
              startedAt: '2026-03-10T09:00:00.000Z',
              endedAt: null,
              approvedBy: null,
            },
          ],
        ],
      ]);
      expect(await store.findOpenings([], 'housing')).toEqual(new Map());
      setClock(start + 30 * 60_000 - 1);
      expect(await found()).toHaveLength(1);
      setClock(start + 30 * 60_000);
      expect(await found()).toEqual([]);
    });

    it('finds openings by owning area and by id, as they were written', async () => {
      const { store } = await openStore();
      await store.add(openingOf('o1'));
      await store.add(openingOf('o2', { owningAreas: ['repairs'] }));
      const ids = async (area: string | null) => (await store.findAll(area)).map(({ id }) => id).toSorted();
      expect([await ids('social-care'), await ids('repairs'), await ids('housing'), await ids(null)]).toEqual([
        ['o1'],
        ['o1', 'o2'],
        [],
        ['o1', 'o2'],
      ]);
      expect([await store.findById('o1'), await store.findById('o9')]).toEqual([openingOf('o1'), null]);
    });

    it('writes a change once, and not over one that came first', async () => {
      const { store } = await openStore();
      await store.add(openingOf('o1'));
      const ended = endOpening(openingOf('o1'), start + 1);
      if (ended === null) throw new Error('Expected an end.');
      expect([await store.save(ended), await store.save(ended)]).toEqual([true, false]);
      expect(await store.findById('o1')).toEqual(ended);
    });

    it('counts every start once, whatever comes at the same time', async () => {
      const { store } = await openStore();
      const count = async (): Promise<boolean> => {
        const counted = countStart(await store.getUse('officer'), start);
        return counted !== null && store.saveUse(counted);
      };
      for (let round = 0; round < 4; round += 1) await Promise.all(Array.from({ length: 8 }, count));
      expect(await store.getUse('officer')).toEqual({ subjectId: 'officer', day: '2026-03-10', starts: 3, lockedAt: null, version: 3 });
    });
  });
}
