import { signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { blockingFillsCollection } from '../src/store/blocking-index.ts';
import { creationClaimsCollection } from '../src/store/creation-claims.ts';
import { PersonStore, personsCollection } from '../src/store/person-store.ts';
import { databasesToTest } from './databases-to-test.ts';
import { createPersonStage, letters } from './person-stage.ts';

const collections = [personsCollection.name, 'counters', creationClaimsCollection.name, blockingFillsCollection.name];

describe.each(databasesToTest)('persons by blocking keys over $name', ({ skipped, open }) => {
  /** A register of persons who share a forename, each with a surname of their own. */
  const stageWithMaples = async (count: number) => {
    const { store, operations } = await createPersonStage(await PersonStore.open(await open(collections)));
    const items = Array.from({ length: count }, (_, place) => ({
      sourceId: String(place),
      forename: 'Maple',
      surname: `Quill${letters(place)}`,
    }));
    await operations.ingestPersons({ sourceSystem: 'old', items }, signedCallOf());
    return (...keys: string[]) => store.blocking.findByKeys(keys);
  };
  const surnamesOf = (found: readonly { readonly record: { readonly surname: string | null } }[]) =>
    found.map(({ record }) => record.surname);

  it.skipIf(skipped)('are everybody who has one of the keys while 500 share it', async () => {
    const find = await stageWithMaples(500);
    expect(await find('name:maple', `name:quill${letters(7)}`)).toHaveLength(500);
    expect(new Set(surnamesOf(await find(`name:quill${letters(7)}`, `name:quill${letters(8)}`)))).toEqual(
      new Set([`Quill${letters(7)}`, `Quill${letters(8)}`]),
    );
    expect(await find('name:nobody')).toEqual([]);
    expect(await find()).toEqual([]);
  });

  it.skipIf(skipped)('are those of the other keys once more than 500 share one, and 500 of them where there is no other', async () => {
    const find = await stageWithMaples(501);
    expect(surnamesOf(await find('name:maple', `name:quill${letters(7)}`))).toEqual([`Quill${letters(7)}`]);
    expect(await find('name:maple')).toHaveLength(500);
    expect(await find('name:maple', 'name:nobody')).toHaveLength(500);
  });
});
