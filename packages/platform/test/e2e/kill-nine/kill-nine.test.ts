import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { forenameOf, personInput, surnameOf } from '../kit/people.ts';
import { type RunningPlatform, startPlatform } from '../kit/start-platform.ts';

const writes = 500;
const writers = 8;
const searchers = 8;

const createWithPhone = 'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { person { id } } }';

interface Acknowledged {
  readonly id: string;
  readonly surname: string;
}

/** Writes persons until 500 were asked for, and kills every process at a moment that differs from round to round. */
const writeAndKill = async (
  platform: RunningPlatform,
  round: { readonly number: number; readonly killAfter: number },
): Promise<readonly Acknowledged[]> => {
  const acknowledged: Acknowledged[] = [];
  let next = 0;
  let isDead = false;
  const write = async (): Promise<void> => {
    while (next < writes && !isDead) {
      const number = round.number * writes + next++;
      const surname = surnameOf(number);
      const input = personInput(forenameOf(number), surname);
      try {
        const { body } = await platform.ask('housing-officer', createWithPhone, { variables: { input } });
        const id: unknown = body.data?.createPerson?.person?.id;
        if (typeof id === 'string') acknowledged.push({ id, surname });
      } catch {
        return;
      }
      if (acknowledged.length >= round.killAfter && !isDead) {
        isDead = true;
        await platform.kill();
      }
    }
  };
  await platform.token('housing-officer');
  await Promise.all(Array.from({ length: writers }, write));
  return acknowledged;
};

const countLost = async (platform: RunningPlatform, written: readonly Acknowledged[]): Promise<number> => {
  let lost = 0;
  for (let start = 0; start < written.length; start += 100) {
    const ids = written.slice(start, start + 100).map(({ id }) => id);
    const { body } = await platform.ask('housing-officer', 'query ($ids: [ID!]!) { persons(ids: $ids) { id } }', { variables: { ids } });
    lost += (body.data.persons as unknown[]).filter((person) => person === null).length;
  }
  return lost;
};

const countMissingInSearch = async (platform: RunningPlatform, written: readonly Acknowledged[]): Promise<number> => {
  const search = 'query ($text: String!) { searchPersons(searchText: $text) { total results { person { id } matchedOn } } }';
  let missing = 0;
  const toFind = written.values();
  const find = async ({ id, surname }: Acknowledged): Promise<void> => {
    const answer = await platform.askUntil(
      () => platform.ask('housing-officer', search, { variables: { text: surname } }),
      ({ body }) => body.data?.searchPersons?.results?.some((hit: { person: { id: string } }) => hit.person.id === id) === true,
    );
    const isFound = (answer.body.data?.searchPersons?.results as { person: { id: string } }[] | undefined)?.some(
      (hit) => hit.person.id === id,
    );
    if (isFound !== true) missing += 1;
  };
  const findAll = async (): Promise<void> => {
    for (const person of toFind) await find(person);
  };
  await Promise.all(Array.from({ length: searchers }, findAll));
  return missing;
};

describeStory('kill -9 during 500 writes', (way) => {
  // Ten for each way that users run; one process on MongoDB differs from both in its composition only.
  const rounds = way === 'one process on MongoDB' ? 3 : 10;
  it(`loses no acknowledged write and no event, ${rounds} times`, { timeout: 2_400_000 }, async () => {
    await using platform = await startPlatform({ way, environment: { LOG_LEVEL: 'error' } });
    const written: Acknowledged[] = [];
    for (let number = 0; number < rounds; number += 1) {
      const killAfter = Math.floor(((number + 1) * writes) / (rounds + 1));
      const acknowledged = await writeAndKill(platform, { number, killAfter });
      expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter);
      written.push(...acknowledged);
      await platform.start();
      expect(await countMissingInSearch(platform, acknowledged)).toBe(0);
    }
    expect(await countLost(platform, written)).toBe(0);
  });
});
