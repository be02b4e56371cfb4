import { describe, expect, it } from 'vitest';
import { DependencyError } from '../errors/service-error.ts';
import { failureOf } from '../testing/document-samples.ts';
import { openEmbeddedDatabase } from '../testing/open-embedded-database.ts';
import { createPersonDirectory, type KnownPersonDocument, knownPersonsCollection } from './person-directory.ts';
import type { WorkerLink } from './worker-link.ts';

/** A directory before a person subgraph that knows some persons and can be down. */
const createStage = async (persons: readonly string[]) => {
  const asked: unknown[] = [];
  let isDown = false;
  const link: WorkerLink = {
    call: async (_action, input) => {
      if (isDown) throw new DependencyError('SUBGRAPH_UNAVAILABLE', 'person does not answer now.', { service: 'person' });
      const { ids } = input as { readonly ids: readonly string[] };
      asked.push(ids);
      return { existing: ids.filter((id) => persons.includes(id)) };
    },
  };
  const known = await openEmbeddedDatabase().collection<KnownPersonDocument>(knownPersonsCollection);
  const setDown = (): void => {
    isDown = true;
  };
  return { directory: createPersonDirectory(known, link, () => 0), asked, setDown };
};

describe('the person directory (design.md, "Parts")', () => {
  it('tells existing persons from others, and asks for each once', async () => {
    const { directory, asked } = await createStage(['a', 'b']);
    expect(await directory.findExisting(['a', 'x', 'a', 'b'], '')).toEqual(new Set(['a', 'b']));
    expect(await directory.findExisting(['a', 'b'], '')).toEqual(new Set(['a', 'b']));
    expect(asked).toEqual([['a', 'x', 'b']]);
  });

  it('asks again for who did not exist', async () => {
    const persons = ['a'];
    const { directory, asked } = await createStage(persons);
    await directory.findExisting(['a', 'b'], '');
    persons.push('b');
    expect(await directory.findExisting(['a', 'b'], '')).toEqual(new Set(['a', 'b']));
    expect(asked).toEqual([['a', 'b'], ['b']]);
  });

  it('is STORE_UNAVAILABLE for unknown persons while the person subgraph is down, and knows the others', async () => {
    const { directory, setDown } = await createStage(['a']);
    await directory.findExisting(['a'], '');
    setDown();
    expect(await directory.findExisting(['a'], '')).toEqual(new Set(['a']));
    expect(await failureOf(directory.findExisting(['a', 'b'], ''))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'Whether the person exists cannot be known now; nothing was written.',
      details: { retryable: true },
    });
  });

  it('asks nobody about nobody', async () => {
    const { directory, asked } = await createStage([]);
    expect(await directory.findExisting([], '')).toEqual(new Set());
    expect(asked).toEqual([]);
  });
});
