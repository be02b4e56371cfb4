import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';
import { notAnswered, reportDimensions } from '../domain/report/report-dimension.ts';
import type { Snapshot } from '../domain/report/snapshot.ts';

/** Tells that a snapshot is whole; `_id` is its day. */
interface SnapshotHeader extends StoredDocument {
  /** What the ids of its chunks begin with. */
  readonly snapshotId: string;
  readonly chunks: number;
  /** What the numbers of each column stood for when it was made. */
  readonly codes: readonly { readonly dimension: string; readonly codes: readonly string[] }[];
}

/** Some rows of a snapshot, as base64 of little-endian numbers; `_id` is `<snapshotId>/<number>`. */
interface SnapshotChunk extends StoredDocument {
  readonly snapshotId: string;
  readonly keys: string;
  readonly columns: readonly string[];
}

const headersCollection: CollectionDeclaration = { name: 'equalitySnapshots', indexes: [] };
const chunksCollection: CollectionDeclaration = {
  name: 'equalitySnapshotChunks',
  indexes: [{ name: 'snapshot', key: { snapshotId: 1 } }],
};

const rowsOfChunk = 10_000;
/** Another process may be reading the one before the newest. */
const keptSnapshots = 2;

const encode32 = (numbers: Uint32Array): string => {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((value, place) => void bytes.writeUInt32LE(value, place * 4));
  return bytes.toString('base64');
};

const decode32 = (text: string): Uint32Array => {
  const bytes = Buffer.from(text, 'base64');
  return Uint32Array.from({ length: bytes.length / 4 }, (_, place) => bytes.readUInt32LE(place * 4));
};

const encode16 = (numbers: Uint16Array): string => {
  const bytes = Buffer.alloc(numbers.length * 2);
  numbers.forEach((value, place) => void bytes.writeUInt16LE(value, place * 2));
  return bytes.toString('base64');
};

const decode16 = (text: string): Uint16Array => {
  const bytes = Buffer.from(text, 'base64');
  return Uint16Array.from({ length: bytes.length / 2 }, (_, place) => bytes.readUInt16LE(place * 2));
};

const joined = <Numbers extends Uint16Array | Uint32Array>(whole: Numbers, parts: readonly Numbers[]): Numbers => {
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
};

/** The snapshots that reports are computed from, the same for every process. Source: access-model.md section 8. */
export class SnapshotStore {
  readonly #headers: DocumentCollection<SnapshotHeader>;
  readonly #chunks: DocumentCollection<SnapshotChunk>;
  #latest: { readonly snapshotId: string; readonly snapshot: Promise<Snapshot> } | undefined;

  constructor(headers: DocumentCollection<SnapshotHeader>, chunks: DocumentCollection<SnapshotChunk>) {
    this.#headers = headers;
    this.#chunks = chunks;
  }

  static async open(database: DocumentDatabase): Promise<SnapshotStore> {
    return new SnapshotStore(
      await database.collection<SnapshotHeader>(headersCollection),
      await database.collection<SnapshotChunk>(chunksCollection),
    );
  }

  /** The newest whole snapshot; null when there is none. It is kept in memory until there is a newer one. */
  async findLatest(): Promise<Snapshot | null> {
    const [header] = await this.#headers.find({}, { sort: { _id: -1 }, limit: 1 }).toArray();
    if (header === undefined) return null;
    if (this.#latest?.snapshotId !== header.snapshotId) {
      const snapshot = this.#load(header);
      this.#latest = { snapshotId: header.snapshotId, snapshot };
      // One that could not be read is read again by the next who asks.
      snapshot.catch(() => {
        this.#latest = undefined;
      });
    }
    return this.#latest.snapshot;
  }

  async #load({ _id: day, snapshotId, chunks, codes }: SnapshotHeader): Promise<Snapshot> {
    const parts: { readonly keys: Uint32Array; readonly columns: readonly Uint16Array[] }[] = [];
    for (let number = 0; number < chunks; number += 1) {
      const chunk = await this.#chunks.findOne({ _id: `${snapshotId}/${number}` });
      if (chunk === null) throw new Error('A snapshot of equality answers is not whole.');
      parts.push({ keys: decode32(chunk.keys), columns: chunk.columns.map(decode16) });
    }
    const rows = parts.reduce((sum, { keys }) => sum + keys.length, 0);
    const columns = reportDimensions.map((dimension) => {
      // Reference data may have changed since: what a number stood for then decides.
      const place = codes.findIndex(({ dimension: name }) => name === dimension.name);
      const absent = dimension.codes.indexOf(notAnswered);
      const now = codes[place]?.codes.map((code) => (dimension.codes.includes(code) ? dimension.codes.indexOf(code) : absent)) ?? [];
      const column = joined(
        new Uint16Array(rows),
        parts.map((part) => part.columns[place] ?? new Uint16Array(part.keys.length)),
      );
      return column.map((code) => now[code] ?? absent);
    });
    return {
      day,
      keys: joined(
        new Uint32Array(rows),
        parts.map(({ keys }) => keys),
      ),
      columns,
    };
  }

  /** Publishes a snapshot: all of it, or nothing when its day has one already. Older ones are deleted. */
  async publish(snapshotId: string, { day, keys, columns }: Snapshot): Promise<void> {
    const chunks = Math.ceil(keys.length / rowsOfChunk);
    for (let number = 0; number < chunks; number += 1) {
      const [start, end] = [number * rowsOfChunk, (number + 1) * rowsOfChunk];
      await this.#chunks.insertOne({
        _id: `${snapshotId}/${number}`,
        snapshotId,
        keys: encode32(keys.subarray(start, end)),
        columns: columns.map((column) => encode16(column.subarray(start, end))),
      });
    }
    const codes = reportDimensions.map((dimension) => ({ dimension: dimension.name, codes: dimension.codes }));
    try {
      await this.#headers.insertOne({ _id: day, snapshotId, chunks, codes });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    await this.#deleteOld();
  }

  /** Deletes what no header names any more: older snapshots, and what a crash left of one. */
  async #deleteOld(): Promise<void> {
    const headers = await this.#headers.find({}, { sort: { _id: -1 } }).toArray();
    const kept = headers.slice(0, keptSnapshots).map(({ snapshotId }) => snapshotId);
    await this.#headers.deleteMany({ snapshotId: { $nin: kept } });
    await this.#chunks.deleteMany({ snapshotId: { $nin: kept } });
  }
}
