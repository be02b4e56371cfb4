import { type Action, permit, type Subject } from '@resident-graph/policy';
import { AuthorityError } from '@resident-graph/service-kit';
import { GraphQLError } from 'graphql';
import { rule } from 'graphql-shield';

/** A rule object of graphql-shield. It is evaluated by this gateway before planning; shield itself never runs on a gateway's schema. */
export type AccessRule = ReturnType<ReturnType<typeof rule>>;

/** What a rule sees. There is no parent and no row yet: rules here judge caller, purpose and arguments. */
export interface RuleContext {
  readonly subject: Subject;
}

/** The rules of one subgraph's fields, by type and field. A field that is not here is denied. */
export type AccessRules = Readonly<Record<string, Readonly<Record<string, AccessRule>>>>;

/** A refusal that callers see at the field. */
export const refuse = (ruleId: string): GraphQLError => {
  const error = new AuthorityError('FORBIDDEN', 'You may not see or do this.', { ruleId });
  return new GraphQLError(error.message, { extensions: { code: error.code, ruleId } });
};

/** Opens to callers who may do all of the actions; the first that they may not do is named. */
export const mayDoAll = (first: Action, ...others: readonly Action[]): AccessRule => {
  const asked = [first, ...others];
  return rule(`may-do-${asked.join('-and-')}`, { cache: 'no_cache' })((_parent: unknown, _args: unknown, { subject }: RuleContext) => {
    const refused = asked.map((action) => permit(subject, action)).find(({ isPermitted }) => !isPermitted);
    return refused === undefined ? true : refuse(refused.ruleId);
  });
};

/** Opens to callers who may do the action. */
export const mayDo = (action: Action): AccessRule => mayDoAll(action);

/** Opens to callers who may do any of the actions; the first is named to others. */
export const mayDoAny = (first: Action, ...others: readonly Action[]): AccessRule => {
  const offered = [first, ...others];
  return rule(`may-do-${offered.join('-or-')}`, { cache: 'no_cache' })((_parent: unknown, _args: unknown, { subject }: RuleContext) =>
    offered.some((action) => permit(subject, action).isPermitted) ? true : refuse(permit(subject, first).ruleId),
  );
};

/** For fields that are reached only through a field with a rule of its own, and so may be non-null. */
export const reached: AccessRule = rule('reached', { cache: 'no_cache' })(() => true);

/** One rule for several fields. Fields are named one by one, so that a new field is denied until somebody decides. */
export const each = (accessRule: AccessRule, fields: readonly string[]): Readonly<Record<string, AccessRule>> =>
  Object.fromEntries(fields.map((field) => [field, accessRule]));
