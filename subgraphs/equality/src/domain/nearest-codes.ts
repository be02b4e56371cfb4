const suggestions = 3;

/** How many letters have to be put in, taken out or changed to make one text of the other, in either case. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from.toLowerCase()].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to.toLowerCase()].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** Longest text that is compared: nothing longer is near a code. */
const comparedLength = 60;

/** The three codes that are nearest to a text, nearest first; among equals in the order of the table. */
export const nearestCodes = (text: string, codes: readonly string[]): readonly string[] => {
  const compared = text.slice(0, comparedLength);
  return codes
    .map((code) => ({ code, distance: distance(compared, code) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, suggestions)
    .map(({ code }) => code);
};
