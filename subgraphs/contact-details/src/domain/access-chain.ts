/**
 * How the record of looks is chained, so that nothing in it can be changed quietly: each event's hash covers the one before it, and
 * without the key nobody can seal an event, move a chain's head or write a day's anchor. Source: access-model.md section 11.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** What stands before the first event of a chain. */
export const genesisOf = (chain: string): string => sha256(chain);

/** The hash of an event. */
export const hashOf = (previousHash: string, text: string): string => sha256(`${previousHash}\n${text}`);

/** The name of a chain: one for each writer and day, and a new one after each write that failed. */
export const chainOf = (day: string, writer: string, segment: number): string => `${day}/${writer}/${segment}`;

const sequenceDigits = 10;

/** A place in a chain as one text that sorts like chain and sequence. */
export const placeOf = (chain: string, sequence: number): string => `${chain}/${String(sequence).padStart(sequenceDigits, '0')}`;

/** Chain and sequence of a place; the sequence is NaN in what no writer of the record has made. */
export const parsePlace = (place: string): { readonly chain: string; readonly sequence: number } => {
  const end = place.lastIndexOf('/');
  const digits = place.slice(end + 1);
  const isPlace = end !== -1 && digits.length === sequenceDigits;
  return { chain: end === -1 ? place : place.slice(0, end), sequence: isPlace ? Number(digits) : Number.NaN };
};

/** Between which two texts all places of a chain sort, and nothing else: `0` is the character behind `/`. */
export const rangeOf = (chain: string): { readonly from: string; readonly to: string } => ({ from: `${chain}/`, to: `${chain}0` });

/** The UTC day of a moment, and so of its chain. */
export const dayOf = (at: string): string => at.slice(0, 10);

/** Where a chain ends. */
export interface ChainEnd {
  readonly chain: string;
  /** The place of its last event; 0 before the first. */
  readonly sequence: number;
  readonly hash: string;
}

/** What an anchor holds together: the chains of one day, and the anchor before. */
export interface AnchorContent {
  readonly day: string;
  /** By name. */
  readonly chains: readonly ChainEnd[];
  /** Null for the first. */
  readonly previousDay: string | null;
  readonly previousHash: string | null;
}

/** The text of an anchor: JSON, fields always in the same order. */
export const anchorTextOf = ({ day, chains, previousDay, previousHash }: AnchorContent): string =>
  JSON.stringify({
    day,
    chains: chains.map(({ chain, sequence, hash: last }) => ({ chain, sequence, hash: last })),
    previousDay,
    previousHash,
  });

/** The hash of an anchor. */
export const anchorHashOf = (text: string): string => sha256(text);

/** Seals what only a writer of the record may say. */
export interface Sealer {
  /** The seal of an event, whose hash covers its chain and place. */
  event(hash: string): string;
  head(end: ChainEnd, at: string): string;
  anchor(hash: string): string;
  /** Whether a seal is the expected one. */
  isEqual(seal: string, expected: string): boolean;
}

/** Makes the sealer of a key of 32 bytes. */
export const createSealer = (key: Uint8Array): Sealer => {
  const seal = (parts: readonly unknown[]): string => createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
  return {
    event: (own) => seal(['event', own]),
    head: ({ chain, sequence, hash: last }, at) => seal(['head', chain, sequence, last, at]),
    anchor: (own) => seal(['anchor', own]),
    isEqual: (one, expected) => one.length === expected.length && timingSafeEqual(Buffer.from(one), Buffer.from(expected)),
  };
};
