/** The most that noise adds or takes away. Source: issue 7. */
export const mostNoise = 5;

/** A cell as it is counted: never leaves the subgraph. */
export interface CountedCell {
  readonly count: number;
  /** The sum of its records' keys modulo 2^32: the same records, the same key, whatever was asked. */
  readonly key: number;
}

const turned = (value: number, bits: number): number => value ^ (value >>> bits);

/**
 * Spreads a key over all 32 bits, so that the noise of a total is not the sum of the noises of its parts, as the keys' sums are.
 * The constants are those of MurmurHash3's finalizer.
 */
const scatter = (key: number): number =>
  turned(Math.imul(turned(Math.imul(turned(key | 0, 16), 0x85_eb_ca_6b), 13), 0xc2_b2_ae_35), 16) >>> 0;

/** The bound of the noise on a count: a cell never goes below none, and a cell without anybody stays so. */
export const noiseBound = (count: number): number => Math.min(mostNoise, count);

/**
 * The noise of a cell: each whole number from minus the bound to the bound is as likely as the others, so the mean is zero and the two
 * counts n and n + 1 differ only in the ends of what they can become. It depends on nothing but who is in the cell. `salt` is secret: a
 * key that became known would not tell the noise. Source: access-model.md section 8.
 */
export const noiseOf = ({ count, key }: CountedCell, salt: number): number => {
  const bound = noiseBound(count);
  return Math.floor((scatter(key ^ salt) / 2 ** 32) * (2 * bound + 1)) - bound;
};
