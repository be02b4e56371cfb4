/** A question to a store or an index: any JSON. */
type Json = unknown;

/** Names of fields and operators; anything else that stands as a key could be a value. */
const nameForm = /^[\w$.]{1,100}$/u;

/** Most parts of a list that are shown one by one. */
const maximumParts = 20;

const typeOf = (value: Json): string => {
  if (value === null || value === undefined) return '<null>';
  if (typeof value === 'string') return '<text>';
  return `<${typeof value}>`;
};

const isScalar = (value: Json): boolean => value === null || typeof value !== 'object';

const maskList = (values: readonly Json[]): readonly Json[] => {
  if (!values.every(isScalar)) {
    const shown = values.slice(0, maximumParts).map(maskValues);
    return values.length > maximumParts ? [...shown, `<more> x${values.length - maximumParts}`] : shown;
  }
  const counts = new Map<string, number>();
  for (const value of values) counts.set(typeOf(value), (counts.get(typeOf(value)) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${type} x${count}`);
};

const maskValues = (value: Json): Json => {
  if (Array.isArray(value)) return maskList(value);
  if (typeof value !== 'object' || value === null) return typeOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [nameForm.test(key) ? key : '<field>', maskValues(inner)]));
};

/** A filter or a search as JSON in which names and operators stay and values are told by type and count: `{"id":{"$in":["<text> x3"]}}`. */
export const maskFilter = (filter: Readonly<Record<string, Json>>): string => JSON.stringify(maskValues(filter));
