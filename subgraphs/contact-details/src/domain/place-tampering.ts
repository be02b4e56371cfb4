/** What is wrong with the record of looks. */
export type TamperingKind = 'changed' | 'removed' | 'reordered' | 'inserted' | 'unsealed';

/** Something that is wrong, and where. */
export interface Tampering {
  readonly kind: TamperingKind;
  /** The chain, or the document that stands for one: `anchor:<day>`. */
  readonly chain: string;
  /** The place in the chain; null where it is about all of it. */
  readonly sequence: number | null;
  /** Null where the event is gone. */
  readonly eventId: string | null;
  /** How many events from that place on. */
  readonly count: number;
}

/** A document of a chain as it was found, in the order of the stored places. */
export interface FoundEvent {
  readonly id: string;
  /** The place where it stands; NaN for what is none. */
  readonly sequence: number;
  /** The place that its text says, when seal and hash prove the text to be of this chain; else null. */
  readonly provenSequence: number | null;
  /** Whether everything but the place agrees with the text. */
  readonly isConsistent: boolean;
}

interface Proven extends FoundEvent {
  readonly provenSequence: number;
}

const isProven = (found: FoundEvent): found is Proven => found.provenSequence !== null;

/** Gaps in 1 to `last`, as first place and length. */
const gapsIn = (taken: ReadonlySet<number>, last: number): readonly (readonly [first: number, count: number])[] => {
  const gaps: [number, number][] = [];
  for (let sequence = 1; sequence <= last; sequence += 1) {
    if (taken.has(sequence)) continue;
    const open = gaps.at(-1);
    if (open !== undefined && open[0] + open[1] === sequence) open[1] += 1;
    else gaps.push([sequence, 1]);
  }
  return gaps;
};

/**
 * Says what was done to a chain. An event whose seal holds is known to be genuine wherever it stands; what holds no seal is a changed
 * event where one is missing, and an inserted one where none is.
 * @param last the place of the last event, as head and anchor know it
 */
export const placeTampering = (chain: string, events: readonly FoundEvent[], last: number): readonly Tampering[] => {
  const findings: Tampering[] = [];
  const add = (kind: TamperingKind, sequence: number, eventId: string): void => {
    findings.push({ kind, chain, sequence: Number.isNaN(sequence) ? null : sequence, eventId, count: 1 });
  };
  const genuine = new Map<number, Proven>();
  for (const event of events) {
    if (!isProven(event)) continue;
    if (genuine.has(event.provenSequence)) add('inserted', event.sequence, event.id);
    else genuine.set(event.provenSequence, event);
  }
  const taken = new Set(genuine.keys());
  for (const { id, sequence } of events.filter((event) => !isProven(event))) {
    const isChanged = Number.isInteger(sequence) && sequence >= 1 && sequence <= last && !taken.has(sequence);
    if (isChanged) taken.add(sequence);
    add(isChanged ? 'changed' : 'inserted', sequence, id);
  }
  for (const [sequence, count] of gapsIn(taken, Math.max(last, ...taken))) {
    findings.push({ kind: 'removed', chain, sequence, eventId: null, count });
  }
  const isShifted = findings.some(({ kind }) => kind === 'inserted' || kind === 'removed');
  const inOrder = [...genuine.values()].toSorted((one, other) => one.provenSequence - other.provenSequence);
  for (const [place, event] of [...genuine.values()].entries()) {
    if (inOrder[place] !== event) add('reordered', event.provenSequence, event.id);
    // Whoever puts an event in or takes one out moves the places of those behind it.
    else if (!event.isConsistent || (event.sequence !== event.provenSequence && !isShifted)) add('changed', event.provenSequence, event.id);
  }
  return findings.toSorted((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0));
};
