import { type FieldNode, type GraphQLField, Kind, type ValueNode } from 'graphql';

/** How a selection says whether historic rows were asked for. */
export type HistoryQuestion =
  | { readonly kind: 'answered'; readonly includes: boolean }
  | { readonly kind: 'variable'; readonly name: string };

/** How the rows of a selection were asked for. */
export interface RowQuestion {
  readonly history: HistoryQuestion;
  /** Whether they are the answer of legacy triage. */
  readonly isLegacyTriage: boolean;
}

/** A field where it stands: by its name in the schema, which no alias can change. */
export interface AskedField {
  readonly parentType: string;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** Current rows, which nobody has to ask for. */
export const currentRows: RowQuestion = { history: { kind: 'answered', includes: false }, isLegacyTriage: false };
/** A row that was just written, or that a notice or a change is about, is shown even when it is historic now. */
const writtenRow: RowQuestion = { history: { kind: 'answered', includes: true }, isLegacyTriage: false };

/** The one field that makes a read legacy triage. Source: access-model.md section 6, detail "Triage". */
const triageCoordinate = 'Query.legacyTriage';
const historyArgument = 'includeHistoric';

const readHistory = (value: ValueNode | undefined): HistoryQuestion => {
  if (value?.kind === Kind.VARIABLE) return { kind: 'variable', name: value.name.value };
  return { kind: 'answered', includes: value?.kind === Kind.BOOLEAN && value.value };
};

const isPage = (typeName: string): boolean => typeName.endsWith('Connection') || typeName.endsWith('Edge');

const tellsOfWrites = (typeName: string): boolean =>
  typeName.endsWith('Payload') || typeName === 'Notice' || typeName === 'ContactDetailChange';

/**
 * How the rows of a field were asked for: by the field's own argument; as the page that it belongs to; as the row that it is the former
 * value of; or as a written row. Anywhere else only current rows were.
 */
export const askedBy = ({ parentType, node, definition }: AskedField, around: RowQuestion): RowQuestion => {
  if (definition.args.some(({ name }) => name === historyArgument)) {
    const given = node.arguments?.find(({ name }) => name.value === historyArgument);
    return { history: readHistory(given?.value), isLegacyTriage: `${parentType}.${node.name.value}` === triageCoordinate };
  }
  if (isPage(parentType)) return around;
  if (`${parentType}.${node.name.value}` === 'ContactDetail.supersedes') return { history: around.history, isLegacyTriage: false };
  return tellsOfWrites(parentType) ? writtenRow : currentRows;
};

/** Tells whether historic rows were asked for, with the variables of a fetch. */
export const readsHistory = ({ history }: RowQuestion, variables: Readonly<Record<string, unknown>>): boolean =>
  history.kind === 'answered' ? history.includes : variables[history.name] === true;

/** Two questions under one response key: rows were asked for only as both say. */
export const both = (a: RowQuestion, b: RowQuestion): RowQuestion => ({
  history: JSON.stringify(a.history) === JSON.stringify(b.history) ? a.history : currentRows.history,
  isLegacyTriage: a.isLegacyTriage && b.isLegacyTriage,
});
