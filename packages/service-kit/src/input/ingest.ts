import type { InputProblem } from '@resident-graph/schema';
import { badUserInput } from '../errors/service-error.ts';
import type { ProblemCollector } from './problem-collector.ts';

/** What became of one item of a batch, in the shape of the API. */
export interface IngestItemResult {
  readonly sourceId: string;
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REJECTED';
  readonly id: string | null;
  readonly problems: readonly InputProblem[];
}

/** Most items in one batch. */
export const maximumBatch = 1_000;

const systemName = /^[a-z0-9][a-z0-9.-]{0,49}$/iu;

/** @throws InputError when the batch as a whole cannot be taken: its size or the name of the source system. */
export const assertIngestBatch = (input: { readonly sourceSystem: string; readonly items: readonly unknown[] }): void => {
  const problems: InputProblem[] = [];
  if (!systemName.test(input.sourceSystem)) {
    problems.push({
      path: 'input.sourceSystem',
      code: 'INVALID_FORMAT',
      message: 'Expected 1 to 50 letters, digits, dots and hyphens, a letter or digit first.',
    });
  }
  if (input.items.length > maximumBatch) {
    problems.push({ path: 'input.items', code: 'TOO_MANY', message: `Expected at most ${maximumBatch} items in a batch.` });
  }
  if (problems.length > 0) throw badUserInput(problems);
};

const sourceIdLength = 200;

/** Checks the id of each item of a batch: 1 to 200 characters, and no id twice. Problems: INVALID_FORMAT, DUPLICATE_ITEM. */
export const createSourceIdCheck = (): ((sourceId: string, problems: ProblemCollector) => void) => {
  const seen = new Set<string>();
  return (sourceId, problems) => {
    if (sourceId.trim() === '' || sourceId.length > sourceIdLength) {
      problems.add('sourceId', 'INVALID_FORMAT', `Expected an id of 1 to ${sourceIdLength} characters.`);
    }
    if (seen.has(sourceId)) problems.add('sourceId', 'DUPLICATE_ITEM', 'Expected each id once in a batch.');
    seen.add(sourceId);
  };
};

/** The result of an item that cannot be taken. */
export const rejectedItem = (sourceId: string, problems: readonly InputProblem[]): IngestItemResult => ({
  sourceId,
  outcome: 'REJECTED',
  id: null,
  problems,
});
