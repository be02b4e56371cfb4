/**
 * What the landing page makes of GraphQL answers: pure functions, no page and no network.
 * A path is written as in GraphQL errors, joined by dots: `data.searchPersons.results.0.person`.
 */

const isContainer = (value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

const childPath = (path, key) => (path === '' ? String(key) : `${path}.${key}`);

/** Every scalar, null and empty list of a value: its path and its JSON. */
export const leavesOf = (value, path = '') =>
  isContainer(value)
    ? Object.entries(value).flatMap(([key, child]) => leavesOf(child, childPath(path, key)))
    : [[path, JSON.stringify(value)]];

/** The paths whose value is not the same, or not there, in each of the answers. */
export const differingPaths = (answers) => {
  const leaves = answers.map((answer) => new Map(leavesOf(answer)));
  const paths = new Set(leaves.flatMap((map) => [...map.keys()]));
  return new Set([...paths].filter((path) => new Set(leaves.map((map) => map.get(path))).size > 1));
};

/** A value as the lines of indented JSON, each leaf with its path. */
export const linesOf = (value, { path = '', depth = 0, prefix = '', suffix = '' } = {}) => {
  const indent = '  '.repeat(depth);
  if (!isContainer(value)) {
    return [{ text: `${indent}${prefix}${JSON.stringify(value)}${suffix}`, path }];
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const entries = Object.entries(value);
  const children = entries.flatMap(([key, child], index) =>
    linesOf(child, {
      path: childPath(path, key),
      depth: depth + 1,
      prefix: Array.isArray(value) ? '' : `${JSON.stringify(key)}: `,
      suffix: index === entries.length - 1 ? '' : ',',
    }),
  );
  return [{ text: `${indent}${prefix}${open}`, path: null }, ...children, { text: `${indent}${close}${suffix}`, path: null }];
};

const describeEquality = (person, errors) => {
  const refusal = errors.find(({ path }) => Array.isArray(path) && path.includes('equalityInformation'));
  if (refusal !== undefined) {
    return `null: ${refusal.extensions?.code ?? 'refused'} at ${refusal.path.join('.')}`;
  }
  return person.equalityInformation === null || person.equalityInformation === undefined ? 'none recorded' : 'shown';
};

/**
 * What matters in the answer to the example operation: `{ problem }` when there is no resident in it, else
 * `{ name, phones, equality }`.
 */
export const summarise = ({ data, errors = [] }) => {
  const person = data?.searchPersons?.results?.[0]?.person;
  if (person === undefined || person === null) {
    const [error] = errors;
    if (error === undefined) {
      return { problem: 'No resident matches the example. Is the sample register loaded?' };
    }
    const code = error.extensions?.code ?? 'error';
    const hint = code === 'UNAUTHENTICATED' ? ' Reload the page for a fresh token.' : '';
    return { problem: `${code}: ${error.message}${hint}` };
  }
  const phones = (person.contactDetails ?? [])
    .filter(({ contactInformation }) => contactInformation?.contactType === 'PHONE')
    .map(({ contactInformation, sourceServiceArea }) => ({
      value: contactInformation.value,
      area: sourceServiceArea?.area ?? 'no area',
    }));
  const name = [person.forename, person.surname].filter(Boolean).join(' ');
  return { name, phones, equality: describeEquality(person, errors) };
};

const quoteForShell = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A curl command that sends an operation as a persona, for a POSIX shell. */
export const curlCommandOf = ({ endpoint, body, headers }) =>
  [
    `curl -sS ${quoteForShell(endpoint)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoteForShell(`${name}: ${value}`)}`),
    `--data-binary ${quoteForShell(body)}`,
  ].join(' \\\n  ');
