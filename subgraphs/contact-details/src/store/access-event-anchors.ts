import { isDuplicateKey } from '@resident-graph/service-kit';
import { type AnchorContent, anchorHashOf, anchorTextOf, type ChainEnd, dayOf, type Sealer } from '../domain/access-chain.ts';
import { type AccessEventCollections, type AnchorDocument, anchorIdOf, findNewestAnchor } from './access-event-documents.ts';

const byChain = (one: ChainEnd, other: ChainEnd): number => (one.chain < other.chain ? -1 : 1);

const toDocument = (content: AnchorContent, sealer: Sealer): AnchorDocument => {
  const text = anchorTextOf(content);
  const hash = anchorHashOf(text);
  return { _id: anchorIdOf(content.day), anchorOf: content.day, text, hash, seal: sealer.anchor(hash) };
};

/**
 * Writes the anchors of all days before `today` that have none. Another process may do so at the same time: both write the same days in
 * the same order, and whoever is second goes on behind the first.
 */
export const writeAnchors = async (collections: AccessEventCollections, sealer: Sealer, today: string): Promise<void> => {
  let newest = await findNewestAnchor(collections);
  // The day after the newest anchor's: everything up to its end sorts below `~`.
  const since = newest === null ? '' : `${newest.anchorOf}~`;
  const heads = await collections.heads.find({ headAt: { $gt: since, $lt: today } }).toArray();
  const endsByDay = new Map<string, ChainEnd[]>();
  for (const { headOf, lastSequence, hash, headAt } of heads) {
    const day = dayOf(headAt);
    endsByDay.set(day, [...(endsByDay.get(day) ?? []), { chain: headOf, sequence: lastSequence, hash }]);
  }
  for (const day of [...endsByDay.keys()].toSorted()) {
    const chains = (endsByDay.get(day) ?? []).toSorted(byChain);
    const anchor = toDocument({ day, chains, previousDay: newest?.anchorOf ?? null, previousHash: newest?.hash ?? null }, sealer);
    try {
      await collections.anchors.insertOne(anchor);
      newest = anchor;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      newest = await collections.anchors.findOne({ _id: anchor._id });
    }
  }
};
