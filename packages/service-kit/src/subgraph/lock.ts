import { type Action, actions, permit } from '@resident-graph/policy';
import { GraphQLError } from 'graphql';
import { rule, shield } from 'graphql-shield';
import { AuthorityError, ServiceError } from '../errors/service-error.ts';
import { toServiceError } from '../errors/to-service-error.ts';
import type { SignedCall } from './signed-call.ts';

export type LockRule = ReturnType<ReturnType<typeof rule>>;

/** The lock of a subgraph: a rule for a type or for each of its fields. What is not named is denied. */
export type LockRules = Readonly<Record<string, LockRule | Readonly<Record<string, LockRule>>>>;

/** A refusal with the code that graphql-shield alone would lose. */
const refuse = (ruleId: string): GraphQLError => {
  const error = new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId });
  return new GraphQLError(error.message, { extensions: { code: error.code, ruleId } });
};

/** Opens to calls of the gateway on a caller's behalf. */
export const calledByGateway: LockRule = rule('called-by-gateway', { cache: 'no_cache' })(
  (_parent: unknown, _args: unknown, call: SignedCall) => (call.identity.issuer === 'gateway' ? true : refuse('S1')),
);

const createActionRule = (action: Action): LockRule =>
  rule(`may-do-${action}`, { cache: 'no_cache' })((_parent: unknown, _args: unknown, call: SignedCall) => {
    const permission = permit(call.subject, action);
    return call.identity.issuer === 'gateway' && permission.isPermitted ? true : refuse(permission.ruleId);
  });

// graphql-shield refuses two rules of one name, so each action has one rule object.
const actionRules = new Map(Object.keys(actions).map((action) => [action, createActionRule(action as Action)]));

/** Opens to callers who may do the action at all. */
export const mayDo = (action: Action): LockRule => actionRules.get(action) ?? createActionRule(action);

/** Opens to rows that a predicate accepts; a row is judged once, not once for each field. */
export const rowPasses = <Row extends object, Call extends SignedCall>(
  name: string,
  passes: (row: Row, call: Call) => boolean,
): LockRule => {
  const verdicts = new WeakMap<object, WeakMap<Row, boolean>>();
  return rule(name, { cache: 'no_cache' })((row: Row, _args: unknown, call: Call) => {
    const ofCall = verdicts.get(call) ?? new WeakMap<Row, boolean>();
    verdicts.set(call, ofCall);
    const verdict = ofCall.get(row) ?? passes(row, call);
    ofCall.set(row, verdict);
    return verdict === true ? true : refuse(name);
  });
};

const isLockRule = (value: unknown): value is LockRule =>
  typeof value === 'object' && value !== null && 'resolve' in value && typeof value.resolve === 'function';

/**
 * One `undefined` in a type's map makes graphql-shield drop the map of the whole type, without a word.
 * @throws Error naming every place that is not a rule
 */
export const assertEveryRuleIsARule = (rules: LockRules): void => {
  const wrong = Object.entries(rules).flatMap(([type, ofType]) =>
    isLockRule(ofType)
      ? []
      : Object.entries(ofType ?? { '*': undefined })
          .filter(([, fieldRule]) => !isLockRule(fieldRule))
          .map(([field]) => `${type}.${field}`),
  );
  if (wrong.length > 0) throw new Error(`Not a rule: ${wrong.join(', ')}.`);
};

/**
 * The second lock of a subgraph as a middleware. What it denies the first lock (the gateway, the store's filter) should have denied, so
 * the handler logs a denial as an alarm.
 */
export const createLock = (rules: LockRules): ReturnType<typeof shield> => {
  assertEveryRuleIsARule(rules);
  return shield(rules as Parameters<typeof shield>[0], {
    fallbackRule: rule('not-mentioned', { cache: 'no_cache' })(() => refuse('S0')),
    allowExternalErrors: false,
    // Without this function graphql-shield turns every error of a resolver into "Not Authorised!".
    fallbackError: (thrown: unknown) => {
      if (thrown === null || thrown === undefined) return refuse('S0');
      if (thrown instanceof GraphQLError) return thrown;
      const known = thrown instanceof ServiceError ? thrown : toServiceError(thrown);
      return new GraphQLError(known.message, { originalError: known });
    },
  });
};
