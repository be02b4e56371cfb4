import { describe, expect, it } from 'vitest';
import { openEmbeddedDatabase } from '../testing/open-embedded-database.ts';
import { Lease, type LeaseDocument, leasesCollection } from './lease.ts';

/** Leases of several holders on one name, under a clock that a test turns on. */
const createHolders = async () => {
  const leases = await openEmbeddedDatabase().collection<LeaseDocument>(leasesCollection);
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  const lease = (holder: string, name = 'persons') => new Lease(leases, { name, holder, now: () => now });
  return {
    lease,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};

describe('a lease', () => {
  it('has one holder', async () => {
    const { lease } = await createHolders();
    const [a, b] = [lease('a'), lease('b')];
    expect(await a.isHeld()).toBe(true);
    expect(await b.isHeld()).toBe(false);
    expect(await a.isHeld()).toBe(true);
    expect(await lease('b', 'others').isHeld()).toBe(true);
  });

  it('has one holder when two ask at once', async () => {
    const { lease } = await createHolders();
    const held = await Promise.all(['a', 'b', 'c'].map((holder) => lease(holder).isHeld()));
    expect(held.filter(Boolean)).toHaveLength(1);
  });

  it('stays with a holder that asks for it in time', async () => {
    const { lease, pass } = await createHolders();
    const [a, b] = [lease('a'), lease('b')];
    await a.isHeld();
    for (let round = 0; round < 4; round += 1) {
      pass(4_000);
      expect(await a.isHeld()).toBe(true);
      expect(await b.isHeld()).toBe(false);
    }
  });

  it('goes to another holder after 5 s of silence', async () => {
    const { lease, pass } = await createHolders();
    const [a, b] = [lease('a'), lease('b')];
    await a.isHeld();
    pass(5_000);
    expect(await b.isHeld()).toBe(false);
    pass(1);
    expect(await b.isHeld()).toBe(true);
    expect(await a.isHeld()).toBe(false);
  });

  it('goes to another holder at once when it is released, and only by its holder', async () => {
    const { lease } = await createHolders();
    const [a, b] = [lease('a'), lease('b')];
    await a.isHeld();
    await b.release();
    expect(await b.isHeld()).toBe(false);
    await a.release();
    expect(await b.isHeld()).toBe(true);
    expect(await a.isHeld()).toBe(false);
  });
});
