import { readOperation } from '@resident-graph/schema';

/** One of the three callers of the example and what the answer must show. */
export interface ExampleCaller {
  /** The persona's name. */
  readonly persona: string;
  /** What a reader should find in the answer. */
  readonly expectation: string;
}

/** The callers of the example, in the order of their columns. Source: access-model.md section 2. */
export const exampleCallers: readonly ExampleCaller[] = [
  { persona: 'housing-officer', expectation: 'The phone that housing recorded, and the equality answers.' },
  {
    persona: 'social-care-officer',
    expectation: 'Another phone of the same resident, the one that social care recorded, and the equality answers.',
  },
  {
    persona: 'read-only-officer',
    expectation:
      'Housing’s phone again. Of the equality answers languages and communication needs; the others are null, with the error FORBIDDEN and their paths.',
  },
];

/** The example operation as text. */
export const readExampleOperation = (): string => readOperation('three-callers');
