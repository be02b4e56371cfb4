import type { InputProblem } from '@resident-graph/schema';
import { GraphQLError } from 'graphql';

const placeOf = /^Variable "\$([^"]+)" (?:.* at "([^"]+)"$)?/su;

const readProblem = (error: GraphQLError): InputProblem | null => {
  const { originalError, message } = error;
  // What follows the place repeats the value, unless it is the words of one of our scalars.
  const words = originalError instanceof GraphQLError ? originalError.message : '';
  const isOurs = originalError instanceof GraphQLError && originalError.extensions['code'] === 'BAD_USER_INPUT';
  const place = placeOf.exec(words !== '' && message.endsWith(`; ${words}`) ? message.slice(0, -words.length - 2) : message);
  if (place === null) return null;
  const path = (place[2] ?? place[1] ?? '').replaceAll(/\[(\d+)\]/gu, '.$1');
  return { path, code: isOurs ? 'INVALID_FORMAT' : 'INVALID_VALUE', message: isOurs ? words : 'Expected a value that fits the schema.' };
};

/**
 * The problems in the variables of a request, from graphql's errors before execution; empty when these are about something else. The
 * library's own messages repeat the value.
 */
export const readVariableProblems = (errors: readonly GraphQLError[]): readonly InputProblem[] =>
  errors.flatMap((error) => readProblem(error) ?? []);
