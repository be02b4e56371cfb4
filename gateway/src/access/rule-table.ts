import { type GraphQLSchema, isObjectType } from 'graphql';
import { accountabilityRules } from './accountability-rules.ts';
import { consentRules } from './consent-rules.ts';
import { contactDetailsRules } from './contact-details-rules.ts';
import { equalityRules } from './equality-rules.ts';
import { organisationRules } from './organisation-rules.ts';
import { personRules } from './person-rules.ts';
import { type AccessRule, type AccessRules, mayDo } from './rules.ts';
import { searchRules } from './search-rules.ts';

/** All rules by schema coordinate, `Type.field`. */
export type RuleTable = ReadonlyMap<string, AccessRule>;

/** The rules of the four subgraphs. */
export const publishedRules: readonly AccessRules[] = [
  personRules,
  contactDetailsRules,
  consentRules,
  organisationRules,
  accountabilityRules,
  equalityRules,
  searchRules,
];

const isAccessRule = (value: unknown): value is AccessRule =>
  typeof value === 'object' && value !== null && 'resolve' in value && typeof value.resolve === 'function';

/**
 * Joins the rules of the subgraphs.
 * @throws Error for anything that is not a rule (graphql-shield would switch off the whole type without a word), for a coordinate with
 * two rules and for one that the schema does not have or that belongs to an interface or union, where rules mean nothing
 */
export const createRuleTable = (schema: GraphQLSchema, parts: readonly AccessRules[] = publishedRules): RuleTable => {
  const table = new Map<string, AccessRule>();
  for (const [typeName, fields] of parts.flatMap((part) => Object.entries(part))) {
    for (const [fieldName, accessRule] of Object.entries(fields)) {
      const coordinate = `${typeName}.${fieldName}`;
      assertRuleIsUsable(schema, { typeName, fieldName, accessRule });
      if (table.has(coordinate)) throw new Error(`There are two rules for ${coordinate}.`);
      table.set(coordinate, accessRule);
    }
  }
  return table;
};

const assertRuleIsUsable = (
  schema: GraphQLSchema,
  entry: { readonly typeName: string; readonly fieldName: string; readonly accessRule: unknown },
): void => {
  const { typeName, fieldName, accessRule } = entry;
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`Rules are for object types; ${typeName} is none.`);
  if (type.getFields()[fieldName] === undefined) {
    throw new Error(`There is a rule for ${typeName}.${fieldName}, which the schema does not have.`);
  }
  if (!isAccessRule(accessRule)) throw new Error(`The rule for ${typeName}.${fieldName} is not a rule.`);
};

/** The rule of a coordinate that must deny whoever asks: the canary of the boot self-test. */
export const canaryRule: AccessRule = mayDo('equality.read');
