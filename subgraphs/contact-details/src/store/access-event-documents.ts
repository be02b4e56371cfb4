import type { CollectionDeclaration, DocumentCollection, DocumentDatabase, StoredDocument } from '@resident-graph/service-kit';
import type { AccessEventColumns } from '../domain/access-event.ts';

/** An event as stored; `_id` is its id. */
export interface AccessEventDocument extends StoredDocument, Omit<AccessEventColumns, 'id' | 'chain' | 'sequence'> {
  /** Chain and sequence as one text that sorts: the stores compare texts exactly and fast, numbers not. */
  readonly place: string;
  readonly previousHash: string;
  readonly hash: string;
  readonly seal: string;
  /** The whole event, as it was hashed. */
  readonly text: string;
}

/** Where a chain ends, so that the loss of its last events is seen; `_id` is `head:` and the chain. */
export interface ChainHeadDocument extends StoredDocument {
  readonly headOf: string;
  readonly lastSequence: number;
  readonly hash: string;
  /** The moment of the last event. */
  readonly headAt: string;
  readonly seal: string;
}

/** What holds the chains of a day together; `_id` is `anchor:` and the day. */
export interface AnchorDocument extends StoredDocument {
  readonly anchorOf: string;
  readonly text: string;
  readonly hash: string;
  readonly seal: string;
}

/** That residents may see an event that was withheld from them; `_id` is the event's id. */
export interface AccessEventReleaseDocument extends StoredDocument {
  readonly releasedAt: string;
  readonly releasedBy: string;
  readonly reason: string;
}

export const accessEventsCollection: CollectionDeclaration = {
  name: 'accessEvents',
  indexes: [
    { name: 'place', key: { place: 1 }, isUnique: true, whereExists: 'place' },
    { name: 'person', key: { personIds: 1 }, isMultikey: true },
    { name: 'break-glass', key: { breakGlassId: 1 }, whereExists: 'breakGlassId' },
    { name: 'head-at', key: { headAt: 1 }, whereExists: 'headAt' },
  ],
};

const accessEventReleasesCollection: CollectionDeclaration = { name: 'accessEventReleases', indexes: [] };

/** The id of a chain's head. */
export const headIdOf = (chain: string): string => `head:${chain}`;

/** The id of a day's anchor. */
export const anchorIdOf = (day: string): string => `anchor:${day}`;

/** The documents of one collection by their kinds, and the releases. */
export interface AccessEventCollections {
  /** For writes of all kinds at once. */
  readonly all: DocumentCollection<AccessEventDocument | ChainHeadDocument>;
  readonly events: DocumentCollection<AccessEventDocument>;
  readonly heads: DocumentCollection<ChainHeadDocument>;
  readonly anchors: DocumentCollection<AnchorDocument>;
  readonly releases: DocumentCollection<AccessEventReleaseDocument>;
}

/** Opens them. */
export const openAccessEventCollections = async (database: DocumentDatabase): Promise<AccessEventCollections> => ({
  all: await database.collection(accessEventsCollection),
  events: await database.collection(accessEventsCollection),
  heads: await database.collection(accessEventsCollection),
  anchors: await database.collection(accessEventsCollection),
  releases: await database.collection(accessEventReleasesCollection),
});

/** The newest anchor; null before the first. */
export const findNewestAnchor = async ({ anchors }: AccessEventCollections): Promise<AnchorDocument | null> => {
  const [newest] = await anchors.find({ _id: { $gte: anchorIdOf(''), $lt: 'anchor;' } }, { sort: { _id: -1 }, limit: 1 }).toArray();
  return newest ?? null;
};
