import type { Filter } from './row-statement.ts';

interface NotIn {
  readonly $nin: readonly unknown[];
}
const isNotIn = (value: unknown): value is NotIn => typeof value === 'object' && value !== null && '$nin' in value;

/** All conditions on one element as one. They stand side by side, because `$elemMatch` must begin with a field. */
export const joinElements = (elements: readonly Filter[]): Filter => {
  const joined = new Map<string, unknown>();
  const clashing: Filter[] = [];
  for (const [path, value] of elements.flatMap((element) => Object.entries(element))) {
    const known = joined.get(path);
    if (known === undefined || known === value) joined.set(path, value);
    else if (isNotIn(known) && isNotIn(value)) joined.set(path, { $nin: [...known.$nin, ...value.$nin] });
    else clashing.push({ [path]: value });
  }
  return clashing.length === 0 ? Object.fromEntries(joined) : { ...Object.fromEntries(joined), $and: clashing };
};
