import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { createPersonAs, personInput, surnameOf } from '../kit/people.ts';
import { startPlatform } from '../kit/start-platform.ts';

describeStory('SIGTERM', (way) => {
  it('lets requests under way be answered and ends with 0', async () => {
    await using platform = await startPlatform({ way });
    await platform.token('housing-officer');
    for (const path of ['/health/live', '/health/ready']) expect((await fetch(`${platform.url}${path}`)).status).toBe(200);
    const underWay = Array.from({ length: 20 }, (_, number) =>
      createPersonAs(platform, 'housing-officer', personInput('Odalys', surnameOf(number))),
    );
    await underWay[0];
    const [code, settled] = await Promise.all([platform.stop(), Promise.allSettled(underWay)]);
    expect(code).toBe(0);
    const ids = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(ids.length).toBeGreaterThan(0);
    await platform.start();
    const { body } = await platform.ask('housing-officer', 'query ($ids: [ID!]!) { persons(ids: $ids) { id } }', { variables: { ids } });
    expect(body.data.persons.map((person: { id: string } | null) => person?.id)).toStrictEqual(ids);
  });
});
