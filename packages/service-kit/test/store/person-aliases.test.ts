import { describe, expect, it, onTestFinished } from 'vitest';
import { openDocumentDatabase } from '../../src/store/open-document-database.ts';
import { openEmbeddedDatabase } from '../../src/testing/open-embedded-database.ts';
import type { MergeEntry } from '../../src/workers/apply-merges.ts';
import { type PersonAliasDocument, PersonAliases, personAliasesCollection } from '../../src/workers/person-aliases.ts';

const mongodbUri = process.env['TEST_MONGODB_URI'];

const stores = [
  { store: 'embedded', skipped: false, open: () => openEmbeddedDatabase().collection<PersonAliasDocument>(personAliasesCollection) },
  {
    store: 'MongoDB',
    skipped: mongodbUri === undefined && 'TEST_MONGODB_URI names no server',
    open: async () => {
      const place = { dataDirectory: '', name: 'person-aliases', databasePrefix: 'contract', onWarning: () => undefined };
      const database = await openDocumentDatabase({ ...place, mongodbUri });
      const collection = await database.collection<PersonAliasDocument>(personAliasesCollection);
      await collection.deleteMany({});
      onTestFinished(async () => {
        await collection.deleteMany({});
        await database.close();
      });
      return collection;
    },
  },
];

const merged = (mergedId: string, survivorId: string, version = 1, day = 1): MergeEntry => ({
  mergedId,
  survivorId,
  version,
  at: `2026-02-0${day}T10:00:00.000Z`,
});
const unmerged = (mergedId: string, version: number): MergeEntry => ({
  mergedId,
  survivorId: null,
  version,
  at: '2026-03-01T10:00:00.000Z',
});

for (const { store, skipped, open } of stores) {
  describe.skipIf(skipped !== false)(`the joined ids of a slice: ${store}${skipped === false ? '' : ` (skipped: ${skipped})`}`, () => {
    it.each<[string, readonly MergeEntry[], Readonly<Record<string, readonly string[]>>]>([
      ['the id alone where nobody is merged', [], { a: ['a'], x: ['x'] }],
      ['a survivor first, whoever is asked for', [merged('a', 'b')], { a: ['b', 'a'], b: ['b', 'a'], x: ['x'] }],
      [
        'whom it absorbed in the order of merging',
        [merged('a', 'b', 1, 2), merged('c', 'b', 1, 1)],
        { b: ['b', 'c', 'a'], a: ['b', 'c', 'a'] },
      ],
      ['chains', [merged('a', 'b', 1, 1), merged('b', 'c', 1, 2)], { a: ['c', 'b', 'a'], b: ['c', 'b', 'a'], c: ['c', 'b', 'a'] }],
      ['chains told the other way round', [merged('b', 'c', 1, 2), merged('a', 'b', 1, 1)], { a: ['c', 'b', 'a'], c: ['c', 'b', 'a'] }],
      [
        'branches of chains, each after its own survivor',
        [merged('a', 'b', 1, 1), merged('b', 'd', 1, 2), merged('c', 'd', 1, 3)],
        { c: ['d', 'b', 'a', 'c'], a: ['d', 'b', 'a', 'c'] },
      ],
      ['nobody after an unmerge', [merged('a', 'b', 1), unmerged('a', 2)], { a: ['a'], b: ['b'] }],
      [
        'what a person absorbed goes with it when a chain is parted in the middle',
        [merged('a', 'b', 1), merged('b', 'c', 1), unmerged('b', 2)],
        { a: ['b', 'a'], b: ['b', 'a'], c: ['c'] },
      ],
      ['nothing of an older version', [unmerged('a', 2), merged('a', 'b', 1)], { a: ['a'], b: ['b'] }],
      [
        'the newest of several',
        [merged('a', 'b', 1), merged('a', 'c', 3), unmerged('a', 2), merged('a', 'c', 3)],
        { a: ['c', 'a'], b: ['b'] },
      ],
      [
        'the same for all in a circle that must not be',
        [merged('a', 'b', 1, 1), merged('b', 'a', 1, 2), merged('c', 'b', 1, 3)],
        { a: ['a', 'b', 'c'], b: ['a', 'b', 'c'], c: ['a', 'b', 'c'] },
      ],
    ])('has %s', async (_title, entries, groups) => {
      const aliases = new PersonAliases(await open());
      await aliases.apply(entries);
      const asked = Object.keys(groups);
      expect(Object.fromEntries(await aliases.groupsOf([...asked, ...asked]))).toEqual(groups);
      const survivors = Object.fromEntries(Object.entries(groups).map(([id, [survivorId]]) => [id, survivorId]));
      expect(Object.fromEntries(await aliases.survivorsOf(asked))).toEqual(survivors);
    });

    it('ends at the newest version whoever tells it first', async () => {
      const aliases = new PersonAliases(await open());
      await Promise.all([1, 2, 3, 4].map((version) => aliases.apply([version === 4 ? unmerged('a', 4) : merged('a', 'b', version)])));
      expect(await aliases.groupsOf(['b'])).toEqual(new Map([['b', ['b']]]));
    });

    it('is asked once when nobody is merged, and once more for each step of a chain', async () => {
      const collection = await open();
      let finds = 0;
      const counted: ConstructorParameters<typeof PersonAliases>[0] = {
        find: (...asked) => {
          finds += 1;
          return collection.find(...asked);
        },
        insertOne: (...written) => collection.insertOne(...written),
        updateOne: (...written) => collection.updateOne(...written),
      };
      const aliases = new PersonAliases(counted);
      await aliases.groupsOf([]);
      expect(finds).toBe(0);
      await aliases.groupsOf(['a', 'b', 'c', 'x']);
      expect(finds).toBe(1);
      await aliases.apply([merged('a', 'b', 1, 1), merged('b', 'c', 1, 2)]);
      await aliases.groupsOf(['a']);
      expect(finds).toBe(4);
    });
  });
}
