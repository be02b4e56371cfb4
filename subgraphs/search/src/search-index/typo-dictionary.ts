/** Tells whether one inserted, missing or other letter, or two swapped neighbours, make one word of the other. Not so for equal words. */
export const isOneEditApart = (left: string, right: string): boolean => {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  const leftRest = leftEnd - start;
  const rightRest = rightEnd - start;
  if (leftRest <= 1 && rightRest <= 1) return leftRest + rightRest > 0;
  return leftRest === 2 && rightRest === 2 && left[start] === right[start + 1] && left[start + 1] === right[start];
};

/** Which letters a word has, 32 classes of them: one edit changes at most two bits. */
const letterMask = (word: string): number => {
  let mask = 0;
  for (let index = 0; index < word.length; index += 1) mask |= 1 << (word.charCodeAt(index) & 31);
  return mask;
};

const hasAtMostTwoBits = (bits: number): boolean => {
  const rest = bits & (bits - 1);
  return (rest & (rest - 1)) === 0;
};

/**
 * The words of all names, for finding those one typing error away. A scan of words of about the same length with nearly the same letters
 * takes well under a millisecond for 100,000 words, and needs no index of misspellings (embedded-search.md, "Variants").
 */
export class TypoDictionary {
  readonly #wordsByLength = new Map<number, { readonly words: string[]; readonly masks: number[] }>();

  add(word: string): void {
    const bucket = this.#wordsByLength.get(word.length) ?? { words: [], masks: [] };
    bucket.words.push(word);
    bucket.masks.push(letterMask(word));
    this.#wordsByLength.set(word.length, bucket);
  }

  clear(): void {
    this.#wordsByLength.clear();
  }

  /** The words one edit away from the given one, in the order of the alphabet, at most `most`. */
  listOneEditApart(word: string, most: number): readonly string[] {
    const mask = letterMask(word);
    const found: string[] = [];
    for (const length of [word.length - 1, word.length, word.length + 1]) {
      const bucket = this.#wordsByLength.get(length);
      bucket?.masks.forEach((candidateMask, index) => {
        const candidate = bucket.words[index] ?? '';
        if (hasAtMostTwoBits(mask ^ candidateMask) && isOneEditApart(word, candidate)) found.push(candidate);
      });
    }
    return found.sort().slice(0, most);
  }
}
