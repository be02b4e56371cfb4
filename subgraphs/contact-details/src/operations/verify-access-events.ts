import type { DocumentDatabase } from '@resident-graph/service-kit';
import { type ChainEnd, createSealer, genesisOf, hashOf, parsePlace, rangeOf, type Sealer } from '../domain/access-chain.ts';
import { type AccessEventColumns, areColumnsOf, parseText } from '../domain/access-event.ts';
import { type FoundEvent, placeTampering, type Tampering } from '../domain/place-tampering.ts';
import {
  type AccessEventCollections,
  type AccessEventDocument,
  type ChainHeadDocument,
  headIdOf,
  openAccessEventCollections,
} from '../store/access-event-documents.ts';
import { auditSealKey } from '../store/access-event-store.ts';
import { checkAnchors } from './check-anchors.ts';

/** What a verification is asked with. */
export interface VerifyOptions {
  /** The secret that the record was sealed with. */
  readonly lookupSecret: Uint8Array;
  /** Told now and then how many of how many documents were read. */
  readonly onProgress?: (read: number, total: number) => void;
}

/** What a verification found. */
export interface VerifyResult {
  readonly events: number;
  readonly chains: number;
  readonly anchors: number;
  readonly findings: readonly Tampering[];
  /** The newest anchor: kept elsewhere, it proves later that nothing before it was taken away. */
  readonly newestAnchor: { readonly day: string; readonly hash: string } | null;
}

/** Events of one read. */
const pageSize = 500;

interface Verification {
  readonly collections: AccessEventCollections;
  readonly sealer: Sealer;
  readonly onRead: (events: number) => void;
}

/** Where a chain has to end at least, and with what. */
interface KnownEnds {
  /** Null when it is gone or its seal does not hold. */
  readonly head: ChainHeadDocument | null;
  readonly anchored: ChainEnd | null;
}

/** A document of a chain with its place. */
interface PlacedDocument {
  readonly document: AccessEventDocument;
  readonly sequence: number;
}

/** The columns of a document, were it in a place. Each named: spreading what was parsed takes longer than hashing it. */
const columnsAt = (document: AccessEventDocument, chain: string, sequence: number): AccessEventColumns => {
  const { _id: id, at, personIds, areas, action, subjectId, breakGlassId, isWithheld } = document;
  return { id, chain, sequence, at, personIds, areas, action, subjectId, breakGlassId, isWithheld };
};

const pagesOf = async function* (events: AccessEventCollections['events'], chain: string): AsyncGenerator<readonly PlacedDocument[]> {
  const { from, to } = rangeOf(chain);
  for (let after = from; ; ) {
    const page = await events.find({ place: { $gt: after, $lt: to } }, { sort: { place: 1 }, limit: pageSize }).toArray();
    if (page.length > 0) yield page.map((document) => ({ document, sequence: parsePlace(document.place).sequence }));
    if (page.length < pageSize) return;
    after = page.at(-1)?.place ?? to;
  }
};

/** The hashes that head and anchor know, by place; null when they contradict each other. */
const expectedHashes = (head: ChainHeadDocument, anchored: ChainEnd | null): ReadonlyMap<number, string> | null => {
  const expected = new Map([[head.lastSequence, head.hash]]);
  if (anchored === null) return expected;
  if ((expected.get(anchored.sequence) ?? anchored.hash) !== anchored.hash) return null;
  return expected.set(anchored.sequence, anchored.hash);
};

/** Tells whether a chain is whole, up to what head and anchor know of it. The seals of its events count behind the head only. */
const isWhole = async ({ collections, sealer, onRead }: Verification, chain: string, { head, anchored }: KnownEnds): Promise<boolean> => {
  if (head === null) return false;
  let last: ChainEnd = { chain, sequence: 0, hash: genesisOf(chain) };
  const expected = expectedHashes(head, anchored);
  if (expected === null) return false;
  const isExpected = ({ sequence, hash }: ChainEnd): boolean => (expected.get(sequence) ?? hash) === hash;
  if (!isExpected(last)) return false;
  for await (const page of pagesOf(collections.events, chain)) {
    for (const { document, sequence } of page) {
      const { text, previousHash, hash, seal } = document;
      if (sequence !== last.sequence + 1 || previousHash !== last.hash || hash !== hashOf(last.hash, text)) return false;
      last = { chain, sequence, hash };
      if (!isExpected(last)) return false;
      if (sequence > head.lastSequence && !sealer.isEqual(seal, sealer.event(hash))) return false;
      if (!areColumnsOf(text, columnsAt(document, chain, sequence))) return false;
    }
    onRead(page.length);
  }
  return last.sequence >= Math.max(...expected.keys());
};

const inspect = (sealer: Sealer, chain: string, { document, sequence }: PlacedDocument): FoundEvent => {
  const { _id: id, previousHash, hash, seal, text } = document;
  const unproven = { id, sequence, provenSequence: null, isConsistent: false };
  if (hashOf(previousHash, text) !== hash || typeof seal !== 'string' || !sealer.isEqual(seal, sealer.event(hash))) return unproven;
  // A text whose seal holds was written by a writer of the record.
  const event = parseText(text);
  if (event.chain !== chain) return unproven;
  const isConsistent = areColumnsOf(text, columnsAt(document, chain, event.sequence));
  return { id, sequence, provenSequence: event.sequence, isConsistent };
};

/** Reads a chain that is not whole once more, to say what was done to it. */
const findTampering = async (verification: Verification, chain: string, { head, anchored }: KnownEnds): Promise<readonly Tampering[]> => {
  const found: FoundEvent[] = [];
  for await (const page of pagesOf(verification.collections.events, chain)) {
    for (const placed of page) found.push(inspect(verification.sealer, chain, placed));
  }
  const findings = placeTampering(chain, found, Math.max(head?.lastSequence ?? 0, anchored?.sequence ?? 0));
  const unsealed: Tampering = { kind: 'unsealed', chain, sequence: null, eventId: null, count: found.length };
  // What head and anchor say and nothing in the events explains is about the head itself.
  return head === null || findings.length === 0 ? [...findings, unsealed] : findings;
};

const readHead = async ({ collections, sealer }: Verification, chain: string): Promise<ChainHeadDocument | null> => {
  const head = await collections.heads.findOne({ _id: headIdOf(chain) });
  if (head === null || head.headOf !== chain) return null;
  const end = { chain, sequence: head.lastSequence, hash: head.hash };
  return typeof head.seal === 'string' && sealer.isEqual(head.seal, sealer.head(end, head.headAt)) ? head : null;
};

/** The first chain that sorts behind a text. */
const nextChain = async ({ events }: AccessEventCollections, after: string): Promise<string | null> => {
  const [next] = await events.find({ place: { $gt: after } }, { sort: { place: 1 }, limit: 1, projection: { place: 1 } }).toArray();
  return next === undefined ? null : parsePlace(next.place).chain;
};

/**
 * Reads the whole record of looks and says what was changed, removed, reordered or inserted, and where. It only reads, and may run
 * beside writers. What it cannot know: that the newest head was put back to an older one together with the loss of the events since,
 * until the next day's anchor stands.
 */
export const verifyAccessEvents = async (database: DocumentDatabase, options: VerifyOptions): Promise<VerifyResult> => {
  const collections = await openAccessEventCollections(database);
  const total = await collections.all.countDocuments({});
  let read = 0;
  const verification: Verification = {
    collections,
    sealer: createSealer(auditSealKey(options.lookupSecret)),
    onRead: (events) => {
      read += events;
      options.onProgress?.(read, total);
    },
  };
  const anchors = await checkAnchors(collections, verification.sealer);
  const findings: Tampering[] = [...anchors.findings];
  const visited = new Set<string>();
  const visit = async (chain: string): Promise<void> => {
    visited.add(chain);
    const ends = { head: await readHead(verification, chain), anchored: anchors.ends.get(chain) ?? null };
    if (!(await isWhole(verification, chain, ends))) findings.push(...(await findTampering(verification, chain, ends)));
  };
  for (let chain = await nextChain(collections, ''); chain !== null; chain = await nextChain(collections, rangeOf(chain).to))
    await visit(chain);
  const heads = await collections.heads.find({ _id: { $gte: headIdOf(''), $lt: 'head;' } }).toArray();
  // Chains that are all gone; and those that began meanwhile.
  for (const chain of new Set([...heads.map(({ headOf }) => headOf), ...anchors.ends.keys()])) if (!visited.has(chain)) await visit(chain);
  const events = await collections.events.countDocuments({ place: { $gte: '' } });
  const unknown = total - events - heads.length - anchors.count;
  if (unknown > 0) findings.push({ kind: 'inserted', chain: '', sequence: null, eventId: null, count: unknown });
  return { events, chains: visited.size, anchors: anchors.count, findings, newestAnchor: anchors.newest };
};
