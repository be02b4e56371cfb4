import { type DocumentDatabase, findRestrictionsAction, type StoredDocument, type WorkerLink } from '@resident-graph/service-kit';
import type { PlatformOverrides } from '../../src/index.ts';

/** What is found of a collection, given what a filter and more filters of the same kind find. */
type Reread = (found: readonly StoredDocument[], filter: object, find: (filter: object) => Promise<StoredDocument[]>) => Promise<object[]>;

/** The person subgraph reads something else of one collection than what is asked for. */
const reading = (name: string, reread: Reread): PlatformOverrides => ({
  wrapDatabase: (slice, database): DocumentDatabase =>
    slice === 'person'
      ? {
          ping: () => database.ping(),
          close: () => database.close(),
          collection: async <Stored extends StoredDocument>(declaration: Parameters<DocumentDatabase['collection']>[0]) => {
            const collection = await database.collection<Stored>(declaration);
            if (declaration.name !== name) return collection;
            const find = collection.find.bind(collection);
            const findAll = (filter: object): Promise<StoredDocument[]> => find(filter as Parameters<typeof find>[0]).toArray();
            collection.find = (filter, options) => ({
              toArray: async () => (await reread(await find(filter, options).toArray(), filter, findAll)) as Stored[],
            });
            return collection;
          },
        }
      : database,
});

const otherArea = (id: string): string =>
  id.endsWith(':housing') ? id.replace(/housing$/u, 'social-care') : id.replace(/[^:]*$/u, 'housing');

/** Where the acting area holds nothing of a person, it is shown what another area holds. */
export const showForeignExtendedData = (): PlatformOverrides =>
  reading('extendedData', async (found, filter, find) => {
    const { $in: wanted = [] } = (filter as { readonly _id?: { readonly $in?: readonly string[] } })._id ?? {};
    const absent = wanted.filter((id) => found.every(({ _id }) => _id !== id));
    return absent.length === 0 ? [...found] : [...found, ...(await find({ _id: { $in: absent.map(otherArea) } }))];
  });

interface LeakyChange {
  readonly fields: readonly object[];
  readonly identification: { readonly value: string } | null;
}

/** The history tells of a document what stands in it, whole. */
export const tellDocumentsInHistory = (): PlatformOverrides =>
  reading('persons', async (found) =>
    found.map((document) => {
      const { changes = [] } = document as { readonly changes?: readonly LeakyChange[] };
      const told = changes.map((change) =>
        change.identification === null
          ? change
          : { ...change, fields: [...change.fields, { field: 'value', before: null, after: change.identification.value }] },
      );
      return { ...document, ...('changes' in document ? { changes: told } : {}) };
    }),
  );

/** The person subgraph knows of no restriction. */
export const findRestrictedPersons = (): PlatformOverrides => ({
  wrapRestrictionsLink: (link): WorkerLink => ({
    call: (action, input, correlationId) =>
      action === findRestrictionsAction ? Promise.resolve({ restrictions: [] }) : link.call(action, input, correlationId),
  }),
});
