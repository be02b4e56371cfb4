import type { ProblemCode } from '@resident-graph/schema';
import type { ProblemCollector } from '@resident-graph/service-kit';
import type { ErrorObject } from 'ajv';

/** Most problems that are told of one input. */
const maximumProblems = 100;

/** What is wrong in the words of the API. Messages name what the schema says and never what was sent. */
const describe = ({ keyword, params }: ErrorObject): readonly [ProblemCode, string] => {
  switch (keyword) {
    case 'required':
      return ['REQUIRED', 'Expected a value.'];
    case 'type':
      return ['INVALID_VALUE', `Expected the type ${String(params['type'])}.`];
    case 'enum':
      return ['INVALID_VALUE', `Expected one of ${(params['allowedValues'] as readonly unknown[]).map(String).join(', ')}.`];
    case 'additionalProperties':
      return ['INVALID_VALUE', 'Expected only properties that the schema of the area has.'];
    case 'maxLength':
      return ['TOO_LONG', `Expected at most ${String(params['limit'])} characters.`];
    case 'minLength':
      return ['TOO_SHORT', `Expected at least ${String(params['limit'])} characters.`];
    case 'maxItems':
      return ['TOO_MANY', `Expected at most ${String(params['limit'])} items.`];
    case 'uniqueItems':
      return ['DUPLICATE_ITEM', 'Expected each item once.'];
    case 'minimum':
    case 'maximum':
      return ['INVALID_VALUE', `Expected a number ${String(params['comparison'])} ${String(params['limit'])}.`];
    case 'format':
      return params['format'] === 'date'
        ? ['INVALID_FORMAT', 'Expected a date that exists, YYYY-MM-DD.']
        : ['W42', 'Expected text without markup and control characters.'];
    default:
      return ['INVALID_VALUE', 'Expected what the schema of the area says.'];
  }
};

/** The steps to a place in the data. A schema without other properties lets no unknown name become one of them. */
const stepsOf = ({ instancePath, keyword, params }: ErrorObject): readonly string[] => [
  'data',
  ...instancePath.split('/').slice(1),
  ...(keyword === 'required' ? [String(params['missingProperty'])] : []),
];

/** Notes what is wrong with extended data as a problem of the input, with its place. */
export const addProblemOf = (error: ErrorObject, problems: ProblemCollector): void => {
  if (problems.problems.length >= maximumProblems) return;
  problems.add(stepsOf(error).join('.'), ...describe(error));
};
