import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/service-error.ts';
import { errorOf } from '../testing/error-of.ts';
import { ProblemCollector } from './problem-collector.ts';

describe('a problem collector', () => {
  it('throws nothing when nothing was noted', () => {
    expect(() => new ProblemCollector('input').throwIfAny()).not.toThrow();
  });

  it('throws every problem at once, each with its path below the root', () => {
    const problems = new ProblemCollector('input');
    problems.add('forename', 'W15', 'Expected a forename.');
    problems.add('', 'REQUIRED', 'Expected something.');
    const error = errorOf(() => problems.throwIfAny());
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: '2 problems in the input.',
      details: {
        problems: [
          { path: 'input.forename', code: 'W15', message: 'Expected a forename.' },
          { path: 'input', code: 'REQUIRED', message: 'Expected something.' },
        ],
      },
    });
  });

  it('says a single problem in the message', () => {
    const problems = new ProblemCollector('input');
    problems.add('forename', 'W15', 'Expected a forename.');
    expect(errorOf(() => problems.throwIfAny())).toHaveProperty('message', '1 problem in the input: Expected a forename.');
  });
});
