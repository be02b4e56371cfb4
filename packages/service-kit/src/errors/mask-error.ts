import { isErrorCode } from '@resident-graph/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { toServiceError } from './to-service-error.ts';

/** The only keys of `extensions` that leave a service. */
export const allowedExtensions = [
  'problems',
  'expectedVersion',
  'currentVersion',
  'existingId',
  'reason',
  'ruleId',
  'service',
  'retryable',
  'limit',
  'maximum',
  'serviceAreas',
  'requestId',
] as const;

const pickAllowed = (extensions: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(allowedExtensions.filter((key) => extensions[key] !== undefined).map((key) => [key, extensions[key]]));

/** An error in the shape of the wire, and what to log about it: null when the error was foreseen. */
export interface MaskedError {
  readonly formatted: GraphQLFormattedError;
  readonly defect: unknown;
}

const place = (error: GraphQLError): Pick<GraphQLFormattedError, 'path' | 'locations'> => ({
  ...(error.path === undefined ? {} : { path: error.path }),
});

/**
 * The one mask at the edge of a service. A code of the table keeps its message and the allow-listed extensions; everything else,
 * a driver's error with a host in its text above all, becomes INTERNAL_SERVER_ERROR with the request id alone.
 */
export const maskError = (error: GraphQLError, requestId: string): MaskedError => {
  const { code } = error.extensions;
  const isFromGraphql = error.originalError === undefined || error.originalError instanceof GraphQLError;
  if (isFromGraphql && isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') {
    return {
      formatted: { message: error.message, ...place(error), extensions: { code, ...pickAllowed(error.extensions) } },
      defect: null,
    };
  }
  const known = toServiceError(error.originalError ?? error);
  const isDefect = known.code === 'INTERNAL_SERVER_ERROR';
  return {
    formatted: {
      message: known.message,
      ...place(error),
      extensions: { code: known.code, ...pickAllowed(known.details), ...(isDefect ? { requestId } : {}) },
    },
    defect: isDefect ? (known.cause ?? known) : null,
  };
};
