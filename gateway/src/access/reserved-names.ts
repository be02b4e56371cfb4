import { GraphQLError, type ValidationRule } from 'graphql';

/** Begins every name that the gateway adds to a document; a caller who could use one could forge what rows are judged by. */
export const reservedPrefix = 'rg__';

/** Refuses documents that use the reserved prefix anywhere: aliases, fields, variables, fragments, operation names. */
export const noReservedNames: ValidationRule = (context) => ({
  VariableDefinition(node) {
    // The planner's fetches of entities have a variable of this name.
    if (node.variable.name.value === 'representations') {
      context.reportError(
        new GraphQLError('The variable name representations is reserved.', {
          nodes: node,
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        }),
      );
    }
  },
  Name(node) {
    if (!node.value.startsWith(reservedPrefix) && node.value !== '__proto__') return;
    context.reportError(
      new GraphQLError(`__proto__ and names that begin with ${reservedPrefix} are reserved.`, {
        nodes: node,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      }),
    );
  },
});
