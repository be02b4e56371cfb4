import { signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { PersonStore, personsCollection } from '../src/store/person-store.ts';
import { databasesToTest } from './databases-to-test.ts';
import { createPersonStage } from './person-stage.ts';

const facts = { title: 'MS', surname: 'Lovelace', dateOfBirth: '1980-12-10', personTypes: ['TENANT'], reason: 'New tenancy' } as const;
/** Nobody is taken for one of the others. */
const unlike = (place: number) => ({
  forename: 'Ann',
  surname: 'abcdefghijklmnopqrst'.charAt(place).repeat(6),
  dateOfBirth: `${1920 + 3 * place}-12-10`,
});
const call = signedCallOf();

describe.each(databasesToTest)('personRef over $name (domain-write.md 2.1)', ({ skipped, open }) => {
  const stage = async () => {
    const database = await open([personsCollection.name, 'counters']);
    // Two stores stand for two processes on one database.
    return [await createPersonStage(await PersonStore.open(database)), await createPersonStage(await PersonStore.open(database))] as const;
  };

  it.skipIf(skipped)('starts at 1 and no two persons share one, created at the same time by two processes', async () => {
    const stages = await stage();
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        stages[place % 2 === 0 ? 0 : 1].operations.createPerson({ ...facts, ...unlike(place) }, call),
      ),
    );
    const numbers = created.map(({ personRef }) => personRef ?? 0).toSorted((one, other) => one - other);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, place) => place + 1));
  });

  it.skipIf(skipped)('is given to a whole batch in a row, and kept when the person comes again or is changed', async () => {
    const [{ operations, store }] = await stage();
    await operations.createPerson({ ...facts, forename: 'Ann' }, call);
    const items = ['a', 'b', 'c'].map((sourceId) => ({ sourceId, surname: 'Quill', forename: sourceId }));
    const first = await operations.ingestPersons({ sourceSystem: 'old', items }, call);
    await operations.ingestPersons({ sourceSystem: 'old', items: items.map((item) => ({ ...item, placeOfBirth: 'Leeds' })) }, call);
    const persons = await store.findPersons(first.flatMap(({ id }) => id ?? []));
    expect(persons.map(({ personRef }) => personRef ?? 0).toSorted((one, other) => one - other)).toEqual([2, 3, 4]);
    expect(persons.map(({ version }) => version)).toEqual([1, 1, 1]);
    expect(await operations.createPerson({ ...facts, forename: 'Eve' }, call)).toMatchObject({ personRef: 5 });
  });
});
