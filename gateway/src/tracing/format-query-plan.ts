/** A part of a query plan, as far as it is shown. */
interface PlanPart {
  readonly kind: string;
  readonly serviceName?: string;
  readonly operation?: string;
  readonly path?: readonly (string | number)[];
  readonly nodes?: readonly PlanPart[];
  readonly node?: PlanPart;
  readonly ifClause?: PlanPart;
  readonly elseClause?: PlanPart;
}

/** What a plan is written with. */
interface PlanWriting {
  readonly maskText: (query: string) => string;
  /** Tells whether a name is one of the schema's fields; anything else in a path is the caller's alias. */
  readonly isFieldName: (name: string) => boolean;
}

const indent = (text: string): string => text.replaceAll(/^/gmu, '  ');

const block = (head: string, parts: readonly string[]): string => `${head} {\n${parts.map(indent).join('\n')}\n}`;

/** In paths lists are `@`, and conditions on types stand in brackets. */
const writePath = (path: PlanPart['path'], isFieldName: PlanWriting['isFieldName']): string =>
  (path ?? []).map((part) => (part === '@' || (typeof part === 'string' && isFieldName(part)) ? part : '<alias>')).join('.');

const writePart = (part: PlanPart, writing: PlanWriting): string => {
  const { kind, serviceName, operation, path, nodes = [], node, ifClause, elseClause } = part;
  const inner = [...nodes, ...[node, ifClause, elseClause].filter((each) => each !== undefined)].map((each) => writePart(each, writing));
  if (kind === 'Fetch') return block(`Fetch(${serviceName ?? ''})`, [operation === undefined ? '' : writing.maskText(operation)]);
  return block(kind === 'Flatten' ? `Flatten(${writePath(path, writing.isFieldName)})` : kind, inner);
};

/** A query plan as text, its values, aliases and variables masked. */
export const formatQueryPlan = (plan: { readonly node?: unknown }, writing: PlanWriting): string | null =>
  plan.node === undefined ? null : writePart(plan.node as PlanPart, writing);
