import { describe, expect, it } from 'vitest';
import { genesisOf, hashOf, parsePlace, placeOf } from '../src/domain/access-chain.ts';
import { parseText, textOf } from '../src/domain/access-event.ts';
import type { AccessEventDocument } from '../src/store/access-event-documents.ts';
import { lookOf } from './access-event-samples.ts';
import { type AccessEventStage, createAccessEventStage, databasesToTest } from './access-event-stage.ts';

/** What an attacker has who may write into the store: all documents, and no key. */
interface Attack {
  readonly stage: AccessEventStage;
  readonly chain: string;
  /** The event in a place of the first chain. */
  readonly at: (sequence: number) => Promise<AccessEventDocument>;
  readonly put: (document: AccessEventDocument) => Promise<unknown>;
  readonly remove: (id: string) => Promise<unknown>;
}

/** Puts documents in other places, one by one through places that are free: the index of places is unique. */
const moveAll = async ({ put }: Attack, moves: readonly (readonly [AccessEventDocument, string])[]): Promise<void> => {
  for (const [document] of moves) await put({ ...document, place: `~${document._id}` });
  for (const [document, place] of moves) await put({ ...document, place });
};

const forge = (before: AccessEventDocument, like: AccessEventDocument): AccessEventDocument => {
  const { chain, sequence } = parsePlace(before.place);
  const columns = { ...parseText(like.text), id: 'forged', chain, sequence: sequence + 1 };
  const text = textOf(columns, columns);
  const hash = hashOf(before.hash, text);
  return { ...like, _id: 'forged', place: placeOf(chain, sequence + 1), previousHash: before.hash, hash, text };
};

/** Writes the chain anew from a place on, with hashes that fit. */
const rehash = async ({ at, put, chain }: Attack, from: number): Promise<void> => {
  let previousHash = from === 1 ? genesisOf(chain) : (await at(from - 1)).hash;
  for (let sequence = from; sequence <= 6; sequence += 1) {
    const document = await at(sequence);
    const hash = hashOf(previousHash, document.text);
    await put({ ...document, previousHash, hash });
    previousHash = hash;
  }
};

const attacks: readonly [title: string, attack: (attack: Attack) => Promise<unknown>, findings: readonly object[]][] = [
  [
    'a text that was changed',
    async ({ at, put }) => {
      const event = await at(3);
      await put({ ...event, text: event.text.replace('officer-1', 'officer-2') });
    },
    [{ kind: 'changed', sequence: 3, eventId: 'event-0003' }],
  ],
  [
    'a text that was changed, with all hashes behind it made to fit',
    async (attack) => {
      const event = await attack.at(5);
      await attack.put({ ...event, text: event.text.replace('"fullCount":1', '"fullCount":9') });
      await rehash(attack, 5);
    },
    [
      { kind: 'changed', sequence: 5, eventId: 'event-0005' },
      { kind: 'changed', sequence: 6, eventId: 'event-0006' },
    ],
  ],
  [
    'a column that was changed, so that the event is not found',
    async ({ at, put }) => put({ ...(await at(2)), personIds: ['p9'] }),
    [{ kind: 'changed', sequence: 2, eventId: 'event-0002' }],
  ],
  [
    'columns of another kind than a writer stores',
    async ({ at, put }) => {
      const { personIds: _personIds, ...event } = await at(2);
      await put({ ...event, areas: 'housing' } as unknown as AccessEventDocument);
    },
    [{ kind: 'changed', sequence: 2, eventId: 'event-0002' }],
  ],
  [
    'a text that is none of ours, with all hashes behind it made to fit',
    async (attack) => {
      await attack.put({ ...(await attack.at(6)), text: 'nobody looked' });
      await rehash(attack, 6);
    },
    [{ kind: 'changed', sequence: 6, eventId: 'event-0006' }],
  ],
  ['an event that was removed', ({ remove }) => remove('event-0004'), [{ kind: 'removed', sequence: 4, eventId: null, count: 1 }]],
  [
    'an event that was removed, with those behind it moved up',
    async (attack) => {
      await attack.remove('event-0003');
      const moved = await Promise.all([4, 5, 6].map(async (place) => [await attack.at(place), placeOf(attack.chain, place - 1)] as const));
      await moveAll(attack, moved);
    },
    [{ kind: 'removed', sequence: 3, eventId: null, count: 1 }],
  ],
  [
    'the last events that were removed',
    async ({ remove }) => {
      await remove('event-0005');
      await remove('event-0006');
    },
    [{ kind: 'removed', sequence: 5, eventId: null, count: 2 }],
  ],
  [
    'a chain of which only the head is left',
    async ({ stage }) => stage.collections.events.deleteMany({ place: { $gte: '' } }),
    [{ kind: 'removed', sequence: 1, eventId: null, count: 6 }],
  ],
  [
    'two events that changed places',
    async (attack) => {
      const [two, five] = [await attack.at(2), await attack.at(5)];
      await moveAll(attack, [
        [two, five.place],
        [five, two.place],
      ]);
    },
    [
      { kind: 'reordered', sequence: 2, eventId: 'event-0002' },
      { kind: 'reordered', sequence: 5, eventId: 'event-0005' },
    ],
  ],
  [
    'an event that was put behind the last one',
    async ({ at, put }) => put(forge(await at(6), await at(2))),
    [{ kind: 'inserted', sequence: 7, eventId: 'forged' }],
  ],
  [
    'an event that was put between, with those behind it moved down',
    async (attack) => {
      const forged = forge(await attack.at(3), await attack.at(2));
      const moved = await Promise.all([4, 5, 6].map(async (place) => [await attack.at(place), placeOf(attack.chain, place + 1)] as const));
      await moveAll(attack, moved);
      await attack.put(forged);
    },
    [{ kind: 'inserted', sequence: 4, eventId: 'forged' }],
  ],
  [
    'a copy of an event',
    async ({ at, put, chain }) => put({ ...(await at(1)), _id: 'copy', place: placeOf(chain, 7) }),
    [{ kind: 'inserted', sequence: 7, eventId: 'copy' }],
  ],
  [
    'a document that is nothing of the record',
    async ({ stage }) => stage.collections.anchors.insertOne({ _id: 'x', anchorOf: '', text: '', hash: '', seal: '' }),
    [{ kind: 'inserted', chain: '', sequence: null, count: 1 }],
  ],
  [
    'an event in a place that is none',
    async ({ at, put, chain }) => put({ ...(await at(1)), _id: 'copy', place: `${chain}/end` }),
    [{ kind: 'inserted', sequence: null, eventId: 'copy' }],
  ],
  [
    'a head that was moved back with the events behind it',
    async ({ stage, chain, at, remove }) => {
      const { hash } = await at(5);
      await remove('event-0006');
      await stage.collections.heads.updateOne({ _id: `head:${chain}` }, { $set: { lastSequence: 5, hash } });
    },
    [{ kind: 'unsealed', sequence: null, eventId: null }],
  ],
  ['a head that was removed', ({ remove, chain }) => remove(`head:${chain}`), [{ kind: 'unsealed', sequence: null, eventId: null }]],
];

for (const { store: name, skipped, open } of databasesToTest) {
  const title = `verifying the record of looks: ${name}${skipped === false ? '' : ` (skipped: ${skipped})`}`;
  describe.skipIf(skipped !== false)(title, () => {
    it.each(attacks)('finds %s', async (_title, attack, findings) => {
      const stage = await createAccessEventStage(await open());
      const { collections, store } = stage;
      for (let sequence = 1; sequence <= 6; sequence += 1) await store.append([lookOf({ requestId: `request-${sequence}` })]);
      expect((await stage.verify()).findings).toEqual([]);
      const chain = (await collections.heads.findOne({ headOf: { $exists: true } }))?.headOf ?? '';
      await attack({
        stage,
        chain,
        at: async (sequence) => {
          const document = await collections.events.findOne({ place: placeOf(chain, sequence) });
          if (document === null) throw new Error('Expected an event in the place.');
          return document;
        },
        put: (document) => collections.events.replaceOne({ _id: document._id }, document, { upsert: true }),
        remove: (id) => collections.all.deleteOne({ _id: id }),
      });
      expect((await stage.verify()).findings).toEqual(findings.map((finding) => expect.objectContaining({ chain, ...finding })));
    });

    it('finds anchors that were changed or removed, and days that were removed altogether', async () => {
      const { store, setClock, collections, verify } = await createAccessEventStage(await open());
      for (const day of ['10', '11', '12', '13']) {
        setClock(`2026-03-${day}T09:00:00.000Z`);
        await store.append([lookOf()]);
        await store.whenIdle();
      }
      expect(await verify()).toMatchObject({ chains: 4, anchors: 3, findings: [], newestAnchor: { day: '2026-03-12' } });
      const ofDay = { place: { $gte: '2026-03-10', $lt: '2026-03-11' } };
      const chain = (await collections.heads.findOne({ headAt: { $lt: '2026-03-11' } }))?.headOf ?? '';
      await collections.events.deleteMany(ofDay);
      await collections.all.deleteOne({ _id: `head:${chain}` });
      expect((await verify()).findings).toEqual([
        { kind: 'removed', chain, sequence: 1, eventId: null, count: 1 },
        { kind: 'unsealed', chain, sequence: null, eventId: null, count: 0 },
      ]);
      await collections.anchors.deleteOne({ _id: 'anchor:2026-03-10' });
      expect((await verify()).findings).toEqual([{ kind: 'removed', chain: 'anchor:2026-03-10', sequence: null, eventId: null, count: 1 }]);
      const changed = await collections.anchors.findOne({ _id: 'anchor:2026-03-12' });
      await collections.anchors.updateOne({ _id: 'anchor:2026-03-12' }, { $set: { text: changed?.text.replace('11', '10') } });
      expect((await verify()).findings).toContainEqual(expect.objectContaining({ kind: 'changed', chain: 'anchor:2026-03-12' }));
    });

    it('asks for the key that the record was sealed with', async () => {
      const { store, verify } = await createAccessEventStage(await open());
      await store.append([lookOf()]);
      const { findings } = await verify(new Uint8Array(32).fill(8));
      expect(findings.map(({ kind }) => kind)).toContain('unsealed');
    });
  });
}
