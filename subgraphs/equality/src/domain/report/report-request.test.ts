import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import type { EqualityReportInput } from '../../__generated__/schema-types.ts';
import { readReportRequest } from './report-request.ts';

const problemsOf = (input: EqualityReportInput): readonly (readonly [string, string])[] => {
  const problems = new ProblemCollector('input');
  readReportRequest(input, problems);
  return problems.problems.map(({ path, code }) => [path, code]);
};

const yes = { dimension: 'DISABLED', codes: ['YES'] } as const;
const cases: readonly (readonly [string, EqualityReportInput, readonly (readonly [string, string])[]])[] = [
  ['one dimension', { dimensions: ['GENDER'] }, []],
  ['a filter on a dimension of the table', { dimensions: ['DISABLED', 'GENDER'], filters: [yes] }, []],
  ['three dimensions with a filter among them', { dimensions: ['GENDER', 'AGE_GROUP'], filters: [yes] }, []],
  ['no dimension', { dimensions: [] }, [['input.dimensions', 'REQUIRED']]],
  ['a dimension twice', { dimensions: ['GENDER', 'GENDER'] }, [['input.dimensions', 'DUPLICATE_ITEM']]],
  ['four dimensions', { dimensions: ['GENDER', 'DISABLED', 'CARING', 'ARMED_FORCES'] }, [['input', 'TOO_MANY']]],
  ['four with those of filters', { dimensions: ['GENDER', 'ARMED_FORCES', 'CARING'], filters: [yes] }, [['input', 'TOO_MANY']]],
  ['a filter twice', { dimensions: ['GENDER'], filters: [yes, yes] }, [['input.filters', 'DUPLICATE_ITEM']]],
  ['no code', { dimensions: ['GENDER'], filters: [{ ...yes, codes: [] }] }, [['input.filters.0.codes', 'REQUIRED']]],
  ['a code twice', { dimensions: ['GENDER'], filters: [{ ...yes, codes: ['NO', 'NO'] }] }, [['input.filters.0.codes', 'DUPLICATE_ITEM']]],
  ['an unknown code', { dimensions: ['GENDER'], filters: [{ ...yes, codes: ['maybe'] }] }, [['input.filters.0.codes', 'UNKNOWN_CODE']]],
  ['too many cells', { dimensions: ['NATIONALITY', 'ETHNIC_GROUP', 'AGE_GROUP'] }, [['input.dimensions', 'TOO_MANY']]],
];

describe('a request for a report', () => {
  it.each(cases)('with %s', (_name, input, expected) => expect(problemsOf(input)).toEqual(expected));
});
