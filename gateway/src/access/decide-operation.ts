import type { Subject } from '@resident-graph/policy';
import { type GraphQLError, type GraphQLSchema, getArgumentValues } from 'graphql';
import { type FlatField, type FlatOperation, type FlatSelection, possibleTypeNames } from '../planning/flat-operation.ts';
import { evaluateRule, type Verdict } from './evaluate-rule.ts';
import type { RuleTable } from './rule-table.ts';
import type { AccessRule } from './rules.ts';

/** The fields of an operation that are denied, each with the error for its place. */
export type DeniedFields = ReadonlyMap<FlatField, GraphQLError>;

/** What the rules are judged against. */
export interface DecisionParts {
  readonly schema: GraphQLSchema;
  readonly rules: RuleTable;
}

const isIntrospection = (field: FlatField): boolean => field.node.name.value.startsWith('__');

/**
 * Evaluates the rule of every schema coordinate that an operation touches, before anything is planned. A field of an interface is denied
 * when the rule of any type behind it denies. Below a denied field nothing is judged, for nothing there is fetched.
 */
export const decideOperation = async (
  operation: FlatOperation,
  request: { readonly subject: Subject; readonly variables: Readonly<Record<string, unknown>> },
  { schema, rules }: DecisionParts,
): Promise<DeniedFields> => {
  const denied = new Map<FlatField, GraphQLError>();
  // A rule without arguments to look at says the same for every field that it stands for.
  const verdicts = new Map<AccessRule | undefined, Verdict>();
  const context = { subject: request.subject };

  const judgeRule = async (accessRule: AccessRule | undefined, field: FlatField): Promise<Verdict> => {
    const { definition, node } = field;
    if (definition !== undefined && definition.args.length > 0) {
      return evaluateRule(accessRule, getArgumentValues(definition, node, request.variables), context);
    }
    const known = verdicts.get(accessRule) ?? (await evaluateRule(accessRule, {}, context));
    verdicts.set(accessRule, known);
    return known;
  };

  const judgeField = async (field: FlatField): Promise<void> => {
    if (isIntrospection(field)) return;
    for (const typeName of possibleTypeNames(schema, field.parentType)) {
      const verdict = await judgeRule(rules.get(`${typeName}.${field.node.name.value}`), field);
      if (verdict === 'allowed') continue;
      denied.set(field, verdict);
      return;
    }
    if (field.selections !== null) await judgeAll(field.selections);
  };

  const judgeAll = async (selections: readonly FlatSelection[]): Promise<void> => {
    for (const selection of selections) {
      if (selection.kind === 'field') await judgeField(selection);
      else await judgeAll(selection.selections);
    }
  };

  await judgeAll(operation.selections);
  return denied;
};
