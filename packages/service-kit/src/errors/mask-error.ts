import { isErrorCode } from '@resident-graph/schema';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { toServiceError } from './to-service-error.ts';

/** The only keys of `extensions` that leave a service. */
export const allowedExtensions = [
  'problems',
  'expectedVersion',
  'currentVersion',
  'existingId',
  'candidates',
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
  const origin = findOrigin(error);
  const { code } = origin instanceof GraphQLError ? origin.extensions : {};
  if (origin instanceof GraphQLError && isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') {
    return {
      formatted: { message: origin.message, ...place(error), extensions: { code, ...pickAllowed(origin.extensions) } },
      defect: null,
    };
  }
  const known = toServiceError(origin);
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

/** The error that was thrown first: graphql wraps what a resolver or a lock throws, and wraps it again when it adds the path. */
const findOrigin = (error: GraphQLError): Error => {
  const { originalError } = error;
  if (originalError === undefined || !(originalError instanceof Error)) return error;
  return originalError instanceof GraphQLError ? findOrigin(originalError) : originalError;
};
