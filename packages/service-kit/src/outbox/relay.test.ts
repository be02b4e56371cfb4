import type { EqualityInformationEvent } from '@resident-graph/schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DocumentCollection } from '../store/document-collection.ts';
import { createCollectingLogger } from '../testing/collecting-logger.ts';
import { createGate } from '../testing/gate.ts';
import { openEmbeddedDatabase } from '../testing/open-embedded-database.ts';
import { Lease, type LeaseDocument, leasesCollection } from './lease.ts';
import { outboxIndex, startOutbox, type WithOutbox, withEvent } from './outbox.ts';
import { OutboxRelay, type OutboxSubscriber } from './relay.ts';

type Event = EqualityInformationEvent;
type Stored = WithOutbox<Event>;

const eventOf = (entityId: string, version: number): Event => ({
  id: `${entityId}-${version}`,
  type: 'EqualityInformationAmended',
  entityId,
  version,
  at: `2026-03-10T09:00:0${version}.000Z`,
  correlationId: 'correlation-1',
  targetId: entityId,
});

const create = (records: DocumentCollection<Stored>, id: string) =>
  records.insertOne({ _id: id, version: 0, ...startOutbox(eventOf(id, 0)) });

const amend = (records: DocumentCollection<Stored>, id: string, version: number) =>
  records.updateOne({ _id: id, version: version - 1 }, withEvent(eventOf(id, version), { version }));

/** A store with relays on it, each stopped when the test ends, under a clock that a test turns on. */
const createStage = async () => {
  const database = openEmbeddedDatabase();
  const records = await database.collection<Stored>({ name: 'records', indexes: [outboxIndex] });
  const leases = await database.collection<LeaseDocument>(leasesCollection);
  const { logger, lines } = createCollectingLogger();
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  const startRelay = (holder: string, ...subscribers: readonly OutboxSubscriber<Event>[]) => {
    const lease = new Lease(leases, { name: 'records', holder, now: () => now });
    const relay = new OutboxRelay({ collection: records, lease, subscribers, logger, idleMilliseconds: 1 });
    onTestFinished(() => relay.stop());
    void relay.start();
    return relay;
  };
  const waiting = async (): Promise<string[]> => {
    const documents = await records.find({ outboxPendingAt: { $ne: null } }).toArray();
    return documents.flatMap(({ outbox }) => outbox.map(({ id }) => id));
  };
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { records, lines, startRelay, waiting, pass };
};

/** A subscriber that notes the ids of what it gets; `before` runs first and may refuse. */
const createSubscriber = (before: (events: readonly Event[]) => void | Promise<void> = () => undefined) => {
  const got: string[] = [];
  const subscriber: OutboxSubscriber<Event> = {
    name: 'search',
    deliver: async (events) => {
      await before(events);
      got.push(...events.map(({ id }) => id));
    },
  };
  return { subscriber, got };
};

describe('the relay (design.md, "Events")', () => {
  it('delivers what was written before it began, in order per entity, and then forgets it', async () => {
    const { records, startRelay, waiting } = await createStage();
    await create(records, 'a');
    await create(records, 'b');
    await amend(records, 'a', 1);
    await amend(records, 'a', 2);
    const { subscriber, got } = createSubscriber();
    await startRelay('one', subscriber).whenDrained();
    expect(got.filter((id) => id.startsWith('a'))).toEqual(['a-0', 'a-1', 'a-2']);
    expect(got.toSorted()).toEqual(['a-0', 'a-1', 'a-2', 'b-0']);
    expect(await waiting()).toEqual([]);
  });

  it('delivers more than one batch of documents', async () => {
    const { records, startRelay } = await createStage();
    await records.bulkWrite(
      Array.from({ length: 1_100 }, (_, index) => ({
        insertOne: { document: { _id: `p${index}`, version: 0, ...startOutbox(eventOf(`p${index}`, 0)) } },
      })),
    );
    const sizes: number[] = [];
    const { subscriber, got } = createSubscriber((events) => void sizes.push(events.length));
    await startRelay('one', subscriber).whenDrained();
    expect(sizes).toEqual([500, 500, 100]);
    expect(new Set(got).size).toBe(1_100);
  });

  it('delivers what is written and announced while it runs', async () => {
    const { records, startRelay } = await createStage();
    const { subscriber, got } = createSubscriber();
    const relay = startRelay('one', subscriber);
    await relay.whenDrained();
    await create(records, 'a');
    relay.notify();
    await relay.whenDrained();
    expect(got).toEqual(['a-0']);
  });

  it('tells every subscriber', async () => {
    const { records, startRelay } = await createStage();
    await create(records, 'a');
    const [first, second] = [createSubscriber(), createSubscriber()];
    await startRelay('one', first.subscriber, second.subscriber).whenDrained();
    expect([first.got, second.got]).toEqual([['a-0'], ['a-0']]);
  });

  it('delivers again after a subscriber failed: at least once, none lost', async () => {
    const { records, startRelay, waiting, lines } = await createStage();
    await create(records, 'a');
    let failures = 0;
    const { subscriber, got } = createSubscriber(() => {
      failures += 1;
      if (failures <= 3) throw new Error('canary: search is down');
    });
    const earlier = createSubscriber();
    await startRelay('one', earlier.subscriber, subscriber).whenDrained();
    expect(got).toEqual(['a-0']);
    expect(earlier.got.length).toBeGreaterThan(1);
    expect(await waiting()).toEqual([]);
    expect(lines.join('')).toContain('events could not be delivered');
    expect(lines.join('')).not.toContain('canary');
  });

  it('does not let one document that nobody can take hold up the others', async () => {
    const { records, startRelay, waiting } = await createStage();
    for (const id of ['poison', 'a', 'b']) await create(records, id);
    const delivered = createGate();
    const { subscriber, got } = createSubscriber((events) => {
      if (events.some(({ entityId }) => entityId === 'poison')) throw new Error('cannot take that');
      if (events.some(({ entityId }) => entityId === 'b')) delivered.resolve();
    });
    const relay = startRelay('one', subscriber);
    await delivered.promise;
    await relay.stop();
    expect(got.toSorted()).toEqual(['a-0', 'b-0']);
    expect(await waiting()).toEqual(['poison-0']);
  });

  it('keeps the event of a write that comes between its reading and its emptying', async () => {
    const { records, startRelay, waiting } = await createStage();
    await create(records, 'a');
    let isFirst = true;
    const { subscriber, got } = createSubscriber(async () => {
      if (!isFirst) return;
      isFirst = false;
      await amend(records, 'a', 1);
    });
    await startRelay('one', subscriber).whenDrained();
    expect(got).toEqual(['a-0', 'a-0', 'a-1']);
    expect(await waiting()).toEqual([]);
  });

  it('works alone among several until it is silent for too long', async () => {
    const { records, startRelay, pass } = await createStage();
    const [first, second] = [createSubscriber(), createSubscriber()];
    const holder = startRelay('one', first.subscriber);
    await holder.whenDrained();
    const follower = startRelay('two', second.subscriber);
    await create(records, 'a');
    await holder.whenDrained();
    expect([first.got, second.got]).toEqual([['a-0'], []]);

    await holder.stop();
    pass(1);
    await create(records, 'b');
    await follower.whenDrained();
    expect([first.got, second.got]).toEqual([['a-0'], ['b-0']]);
  });

  it('follows a holder that died', async () => {
    const { records, startRelay, pass } = await createStage();
    const stuck = createGate();
    const dying = createGate();
    startRelay('one', {
      name: 'search',
      deliver: () => {
        dying.resolve();
        return stuck.promise;
      },
    });
    await create(records, 'a');
    await dying.promise;
    const { subscriber, got } = createSubscriber();
    const follower = startRelay('two', subscriber);
    pass(5_001);
    await follower.whenDrained();
    expect(got).toEqual(['a-0']);
    stuck.resolve();
  });

  it('goes on after the store failed', async () => {
    const { records, startRelay, lines } = await createStage();
    await create(records, 'a');
    const { subscriber, got } = createSubscriber();
    let isBroken = true;
    const find = records.find.bind(records);
    records.find = (...args) => {
      if (!isBroken) return find(...args);
      isBroken = false;
      return { toArray: () => Promise.reject(Object.assign(new Error('canary'), { code: 'SQLITE_BUSY' })) };
    };
    await startRelay('one', subscriber).whenDrained();
    expect(got).toEqual(['a-0']);
    expect(lines.join('')).toContain('events wait: the delivery failed and is tried again');
  });

  it('finishes the delivery under way when it stops, and stops at once when it has nothing to do', async () => {
    const { records, startRelay, waiting } = await createStage();
    await create(records, 'a');
    const [reached, release] = [createGate(), createGate()];
    const { subscriber } = createSubscriber(async () => {
      reached.resolve();
      await release.promise;
    });
    const relay = startRelay('one', subscriber);
    await reached.promise;
    const stopping = relay.stop();
    release.resolve();
    await stopping;
    expect(await waiting()).toEqual([]);
  });
});
