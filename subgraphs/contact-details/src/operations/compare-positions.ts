const compareTexts = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Compares two places in a list, text by text in the order of code units; what a position lacks counts as empty. */
export const comparePositions = (one: readonly string[], other: readonly string[]): number => {
  for (const [place, text] of one.entries()) {
    const difference = compareTexts(text, other[place] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
};
