import type { ApolloServerPlugin } from '@apollo/server';

/**
 * Takes an empty operation name for none, by POST and by GET, before anything looks at the request: graphql-js would look for an operation
 * without letters in its name, and find nothing to run.
 */
export const emptyOperationNamePlugin: ApolloServerPlugin = {
  requestDidStart: async ({ request }) => {
    if (request.operationName === '') delete request.operationName;
  },
};
