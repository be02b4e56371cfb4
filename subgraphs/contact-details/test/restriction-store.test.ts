import { describe, expect, it } from 'vitest';
import { amendCompartment, lift, proposeLift, type Restriction, type RestrictionChange, restrict } from '../src/domain/restriction.ts';
import { type RestrictionDocument, RestrictionStore, restrictionsCollection } from '../src/store/restriction-store.ts';
import { circumstances } from './book-samples.ts';
import { storesToTest } from './stores-to-test.ts';

const step = { area: 'housing', reason: 'Moved away from a violent partner.', caseReference: null, compartment: [] };

const restrictionOf = (personId: string, before: Restriction | null = null): RestrictionChange =>
  restrict({ personId, before }, { ...step, compartment: [{ area: 'housing', role: 'contact:read' }] }, circumstances);

describe.each(storesToTest)('the restriction store: $store', ({ skipped, open }) => {
  const openStore = async (): Promise<RestrictionStore> => new RestrictionStore(await open<RestrictionDocument>(restrictionsCollection));

  it.skipIf(skipped)('gives back what was written, and tells who is restricted now', async () => {
    const store = await openStore();
    const change = restrictionOf('p1');
    expect(await store.save(change)).toBe(true);
    expect(await store.findByPerson('p1')).toEqual(change.restriction);
    expect(await store.findActive(['p1', 'p2', 'p1'])).toEqual(new Map([['p1', change.restriction]]));
    expect((await store.findRestrictions(['p1'])).get('p1')?.compartment).toEqual([{ area: 'housing', role: 'contact:read' }]);
    expect([await store.findByPerson('p2'), (await store.findActive([])).size]).toEqual([null, 0]);
  });

  it.skipIf(skipped)('writes one of several first restrictions, and one of several changes of a version', async () => {
    const store = await openStore();
    const first = restrictionOf('p1');
    expect((await Promise.all([store.save(first), store.save(first)])).filter(Boolean)).toHaveLength(1);
    const changes = [amendCompartment(first.restriction, step, circumstances), proposeLift(first.restriction, step, circumstances)];
    expect((await Promise.all(changes.map((change) => store.save(change)))).filter(Boolean)).toHaveLength(1);
    expect(await store.findByPerson('p1')).toMatchObject({ version: 2 });
  });

  it.skipIf(skipped)('keeps a lifted restriction, which holds no more, with the events of both', async () => {
    const store = await openStore();
    const { restriction } = restrictionOf('p1');
    await store.save(restrictionOf('p1'));
    const lifted = lift(restriction, 'housing', circumstances);
    expect(await store.save(lifted)).toBe(true);
    expect(await store.findActive(['p1'])).toEqual(new Map());
    expect(await store.findByPerson('p1')).toEqual(lifted.restriction);
    const [document] = await store.collection.find({}).toArray();
    expect(document?.outbox.map(({ type }) => type)).toEqual(['PersonRestricted', 'RestrictionLifted']);
  });

  it.skipIf(skipped)('keeps the newest version that search confirmed, also under a change that was read before', async () => {
    const store = await openStore();
    const first = restrictionOf('p1');
    await store.save(first);
    await store.confirm('p1', 1);
    await store.confirm('p1', 0);
    await store.save(amendCompartment(first.restriction, step, circumstances));
    expect(await store.findByPerson('p1')).toMatchObject({ version: 2, confirmedVersion: 1 });
  });
});
