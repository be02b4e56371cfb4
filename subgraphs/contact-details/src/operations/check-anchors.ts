import { type AnchorContent, anchorHashOf, type ChainEnd, type Sealer } from '../domain/access-chain.ts';
import type { Tampering, TamperingKind } from '../domain/place-tampering.ts';
import { type AccessEventCollections, type AnchorDocument, anchorIdOf } from '../store/access-event-documents.ts';

/** What the anchors say. */
export interface CheckedAnchors {
  readonly count: number;
  /** Where each chain of past days ended when its day was anchored. */
  readonly ends: ReadonlyMap<string, ChainEnd>;
  readonly findings: readonly Tampering[];
  readonly newest: { readonly day: string; readonly hash: string } | null;
}

/** What an anchor holds; null when it is not as it was written. */
const readAnchor = ({ _id, anchorOf, text, hash, seal }: AnchorDocument, sealer: Sealer): AnchorContent | null => {
  if (typeof text !== 'string' || typeof seal !== 'string') return null;
  if (anchorHashOf(text) !== hash || !sealer.isEqual(seal, sealer.anchor(hash))) return null;
  // A text whose seal holds was written by a writer of the record.
  const content = JSON.parse(text) as AnchorContent;
  return content.day === anchorOf && anchorIdOf(content.day) === _id ? content : null;
};

/** Reads all anchors and holds each against the one before it. */
export const checkAnchors = async ({ anchors }: AccessEventCollections, sealer: Sealer): Promise<CheckedAnchors> => {
  const documents = await anchors.find({ _id: { $gte: anchorIdOf(''), $lt: 'anchor;' } }, { sort: { _id: 1 } }).toArray();
  const findings: Tampering[] = [];
  const add = (kind: TamperingKind, anchor: string): void => {
    findings.push({ kind, chain: anchor, sequence: null, eventId: null, count: 1 });
  };
  const ends = new Map<string, ChainEnd>();
  let before: AnchorDocument | null = null;
  let newest: CheckedAnchors['newest'] = null;
  for (const document of documents) {
    const content = readAnchor(document, sealer);
    if (content === null) add('changed', document._id);
    else {
      for (const end of content.chains) ends.set(end.chain, end);
      // A changed anchor before this one was told of already.
      if (content.previousDay !== null && content.previousDay !== before?.anchorOf) add('removed', anchorIdOf(content.previousDay));
      newest = { day: content.day, hash: document.hash };
    }
    before = document;
  }
  return { count: documents.length, ends, findings, newest };
};
