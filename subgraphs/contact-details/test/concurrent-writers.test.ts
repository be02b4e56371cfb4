import { type DocumentDatabase, groupBy, type SignedCall } from '@resident-graph/service-kit';
import { signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { RecordContactDetailInput } from '../src/__generated__/schema-types.ts';
import { type ContactStage, createContactStage, rowOf } from './contact-stage.ts';
import { type StoreToTest, storesToTest } from './stores-to-test.ts';

const writers = 50;
const housing = signedCallOf({ teams: ['north'] });

const databaseOf = ({ open }: StoreToTest): DocumentDatabase => ({
  collection: open,
  ping: async () => undefined,
  close: async () => undefined,
});

const phoneOf = (index: number, change: Partial<RecordContactDetailInput> = {}): RecordContactDetailInput => ({
  targetId: 'p1',
  targetType: 'PERSON',
  contactType: 'PHONE',
  subType: 'MOBILE',
  value: `020 7946 0${String(index).padStart(3, '0')}`,
  isDefault: false,
  ...change,
});

/** What is refused to those who come too late; anything else is a failure of the test. */
const expected = ['LIMIT_REACHED', 'DUPLICATE_VALUE', 'VERSION_CONFLICT'];

const settle = async (work: readonly Promise<unknown>[]): Promise<{ readonly done: number; readonly refused: readonly string[] }> => {
  const outcomes = await Promise.allSettled(work);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as { readonly code: string }] : []));
  for (const error of refused) expect(expected).toContain(error.code);
  return { done: outcomes.length - refused.length, refused: refused.map(({ code }) => code) };
};

/** One book, in which the rules hold and every version of every row has its event. */
const expectRulesToHold = async ({ books, events }: ContactStage): Promise<void> => {
  const [book, ...others] = await books();
  if (book === undefined) throw new Error('Expected a book.');
  expect(others).toEqual([]);
  const active = book.details.filter(({ isActive }) => isActive);
  expect(active.length).toBeLessThanOrEqual(5);
  expect(new Set(active.map(({ value }) => value)).size).toBe(active.length);
  for (const team of [null, 'north']) {
    const defaults = book.details.filter((detail) => detail.isDefault && detail.team === team);
    expect(defaults.length).toBeLessThanOrEqual(1);
    for (const { isActive } of defaults) expect(isActive).toBe(true);
  }
  const byRow = groupBy(await events(), ({ entityId }) => entityId);
  for (const { id, version, changes } of book.details) {
    expect(byRow.get(id)?.map((event) => event.version)).toEqual(Array.from({ length: version + 1 }, (_, index) => index));
    expect(changes).toHaveLength(version + 1);
  }
};

for (const store of storesToTest) {
  const { skipped } = store;
  describe.skipIf(skipped !== false)(
    `50 writers at once (access-model.md T8), ${store.store}${skipped === false ? '' : ` (skipped: ${skipped})`}`,
    () => {
      it('make five active phones and one default of the area and of the team', async () => {
        const stage = await createContactStage(databaseOf(store));
        const teams = [{}, { team: 'north' }];
        const record = (index: number) =>
          stage.operations.recordContactDetail(phoneOf(index, { isDefault: true, ...teams[index % 2] }), housing);
        const { done, refused } = await settle(Array.from({ length: writers }, (_, index) => record(index)));
        expect([done, new Set(refused)]).toEqual([5, new Set(['LIMIT_REACHED'])]);
        await expectRulesToHold(stage);
        const [book] = await stage.books();
        expect(book?.details.filter(({ isActive }) => isActive)).toHaveLength(5);
      });

      it('record, replace, retire, make current and default, and break no rule', async () => {
        const stage = await createContactStage(databaseOf(store));
        const { operations } = stage;
        const rows: { readonly id: string; readonly version: number }[] = [];
        for (let index = 0; index < 8; index += 1) {
          const team = index % 2 === 0 ? {} : { team: 'north' };
          rows.push(rowOf(await operations.recordContactDetail(phoneOf(100 + index, { ...team, isDefault: true }), housing)));
          if (index < 4) await operations.retireContactDetail({ id: rows[index]?.id ?? '' }, housing);
        }
        const now = (await stage.books())[0]?.details ?? [];
        const versionOf = (id: string): number => now.find((detail) => detail.id === id)?.version ?? -1;
        const work: readonly ((index: number, id: string, call: SignedCall) => Promise<unknown>)[] = [
          (index, _id, call) => operations.recordContactDetail(phoneOf(index, { isDefault: true }), call),
          (_index, id, call) =>
            operations.amendContactDetail({ id, expectedVersion: versionOf(id), isActive: true, isDefault: true }, call),
          (index, _id, call) => operations.recordContactDetail(phoneOf(index, { isDefault: true, team: 'north' }), call),
          (_index, id, call) => operations.retireContactDetail({ id }, call),
          (_index, id, call) => operations.amendContactDetail({ id, expectedVersion: versionOf(id), isActive: true }, call),
        ];
        const { done } = await settle(
          Array.from(
            { length: writers },
            (_, index) => work[index % work.length]?.(index, rows[index % rows.length]?.id ?? '', housing) ?? Promise.resolve(),
          ),
        );
        expect(done).toBeGreaterThan(0);
        await expectRulesToHold(stage);
      });

      it('replace one value once, and the default moves to one row', async () => {
        const stage = await createContactStage(databaseOf(store));
        const { operations } = stage;
        const { id } = rowOf(await operations.recordContactDetail(phoneOf(0, { isDefault: true }), housing));
        const replace = (index: number) =>
          operations.replaceContactDetail({ id, expectedVersion: 0, value: phoneOf(index + 1).value ?? null }, housing);
        const { done, refused } = await settle(Array.from({ length: writers }, (_, index) => replace(index)));
        expect([done, new Set(refused)]).toEqual([1, new Set(['VERSION_CONFLICT'])]);
        await expectRulesToHold(stage);
        expect((await stage.books())[0]?.details).toMatchObject([
          { id, isActive: false, isDefault: false },
          { supersedesId: id, isActive: true, isDefault: true },
        ]);
      });
    },
  );
}
