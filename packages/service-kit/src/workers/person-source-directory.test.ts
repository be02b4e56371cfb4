import { describe, expect, it } from 'vitest';
import { DependencyError } from '../errors/service-error.ts';
import { failureOf } from '../testing/document-samples.ts';
import { createPersonSourceDirectory } from './person-source-directory.ts';

const stage = (answer: () => unknown) => {
  const asked: unknown[] = [];
  const directory = createPersonSourceDirectory({
    call: async (action, input) => {
      asked.push([action, input]);
      return answer();
    },
  });
  return { directory, asked };
};

describe('the directory of persons by source', () => {
  it('asks once for each id, and tells who was brought in', async () => {
    const { directory, asked } = stage(() => ({ found: [{ sourceId: '1', id: 'p1' }] }));
    expect(await directory.findBySource('register', ['1', '2', '1'], '')).toEqual(new Map([['1', 'p1']]));
    expect(asked).toEqual([['persons.find-by-source', { sourceSystem: 'register', sourceIds: ['1', '2'] }]]);
  });

  it('asks nobody about nobody', async () => {
    const { directory, asked } = stage(() => expect.fail('asked'));
    expect(await directory.findBySource('register', [], '')).toEqual(new Map());
    expect(asked).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['is down', () => Promise.reject(new DependencyError('SUBGRAPH_UNAVAILABLE', 'person does not answer now.', { service: 'person' }))],
    ['answers something else', () => ({ found: 'all' })],
  ])('is STORE_UNAVAILABLE when the person subgraph %s', async (_title, answer) => {
    const { directory } = stage(answer);
    expect(await failureOf(directory.findBySource('register', ['1'], ''))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
