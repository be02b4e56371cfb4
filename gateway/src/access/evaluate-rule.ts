import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLError } from 'graphql';
import type { AccessRule, RuleContext } from './rules.ts';
import { refuse } from './rules.ts';

/** `allowed`, or the error that the caller sees at the field. */
export type Verdict = 'allowed' | GraphQLError;

const options = {
  debug: false,
  allowExternalErrors: false,
  fallbackRule: undefined,
  fallbackError: undefined,
  hashFunction: (): string => '',
};

/**
 * Evaluates one rule object. Only a literal `true` opens: an absent rule, a throw, a string, undefined and anything else deny.
 * The context is new for each evaluation, because graphql-shield keeps its cache in it.
 */
export const evaluateRule = async (
  accessRule: AccessRule | undefined,
  args: Readonly<Record<string, unknown>>,
  context: RuleContext,
): Promise<Verdict> => {
  if (accessRule === undefined) return refuse('D0');
  try {
    const result: unknown = await accessRule.resolve(
      {},
      args,
      { ...context, _shield: { cache: {} } },
      {} as GraphQLResolveInfo,
      options as unknown as Parameters<AccessRule['resolve']>[4],
    );
    if (result === true) return 'allowed';
    return result instanceof GraphQLError ? result : refuse('D0');
  } catch {
    return refuse('D0');
  }
};
