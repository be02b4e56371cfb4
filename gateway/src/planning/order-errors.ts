type Part = string | number;

/** An error as far as its place goes. */
interface PlacedError {
  readonly message: string;
  readonly path?: readonly Part[] | undefined;
}

const compareTexts = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const isParent = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** Fields stand in the order of the answer, items in that of their list. */
const compareParts = (one: Part, other: Part, parent: unknown): number => {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const keys = isParent(parent) ? Object.keys(parent) : [];
  return keys.indexOf(String(one)) - keys.indexOf(String(other)) || compareTexts(String(one), String(other));
};

const comparePaths = (one: readonly Part[], other: readonly Part[], data: unknown): number => {
  let parent = data;
  for (const [place, part] of one.entries()) {
    const counterpart = other[place];
    if (counterpart === undefined) return 1;
    const order = compareParts(part, counterpart, parent);
    if (order !== 0) return order;
    parent = isParent(parent) ? parent[String(part)] : undefined;
  }
  return one.length - other.length;
};

/**
 * Puts errors in the order of the answer. As they come, they stand in the order in which parts of it happened to be ready, and how long a
 * part takes can depend on what the caller may not see. Source: access-model.md L14 and T1.
 */
export const orderErrors = <Known extends PlacedError>(errors: readonly Known[], data: unknown): Known[] =>
  errors.toSorted((one, other) => comparePaths(one.path ?? [], other.path ?? [], data) || compareTexts(one.message, other.message));
