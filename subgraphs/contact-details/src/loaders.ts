import type { Subject } from '@resident-graph/policy';
import { groupBy } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { ContactDetailInBook } from './domain/contact-book.ts';
import type { Reading } from './domain/read-rule.ts';
import type { ContactBookStore } from './store/contact-book-store.ts';

/** Most details of one target in one answer. Source: design.md, "Names of the public operations". */
const maximumDetails = 100;

/** The newest of a target's details, oldest first. */
export const newest = (details: readonly ContactDetailInBook[]): readonly ContactDetailInBook[] => details.slice(-maximumDetails);

/** The loaders of one request, each in two kinds: current rows only, and historic rows too. */
export interface Loaders {
  readonly detailsByTarget: (includeHistoric: boolean) => DataLoader<string, readonly ContactDetailInBook[]>;
  readonly detailById: (includeHistoric: boolean) => DataLoader<string, ContactDetailInBook | null>;
}

const oldestFirst = (a: ContactDetailInBook, b: ContactDetailInBook): number =>
  a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1;

const createDetailsByTarget = (store: ContactBookStore, reading: Reading): DataLoader<string, readonly ContactDetailInBook[]> =>
  new DataLoader(async (targetIds) => {
    const rows = await store.findVisibleByTarget(targetIds, reading);
    const byTarget = groupBy(rows, ({ targetId }) => targetId);
    return targetIds.map((targetId) => (byTarget.get(targetId) ?? []).toSorted(oldestFirst));
  });

const createDetailById = (store: ContactBookStore, reading: Reading): DataLoader<string, ContactDetailInBook | null> =>
  new DataLoader(async (ids) => {
    const byId = new Map((await store.findVisibleById(ids, reading)).map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });

/** Makes the loaders of one request for its subject. */
export const createLoaders = (store: ContactBookStore, subject: Subject): Loaders => {
  const inTwoKinds = <Loader>(create: (reading: Reading) => Loader): ((includeHistoric: boolean) => Loader) => {
    const current = create({ subject, includeHistoric: false });
    const all = create({ subject, includeHistoric: true });
    return (includeHistoric) => (includeHistoric ? all : current);
  };
  return {
    detailsByTarget: inTwoKinds((reading) => createDetailsByTarget(store, reading)),
    detailById: inTwoKinds((reading) => createDetailById(store, reading)),
  };
};
