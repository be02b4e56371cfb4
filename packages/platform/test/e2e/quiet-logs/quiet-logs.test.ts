import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { createPersonAs, personInput } from '../kit/people.ts';
import { startPlatform } from '../kit/start-platform.ts';

const canaries = [
  'Canarina',
  'Quetzalby',
  '+442079460777',
  '020 7946 0777',
  'canary@example.org',
  String(personInput('Canarina', 'Quetzalby')['dateOfBirth']),
  'Lantern Canary Row',
  'canaryNote',
];

describeStory('the log', (way) => {
  it('has request and correlation ids and none of the values that went through', async () => {
    await using platform = await startPlatform({ way, environment: { LOG_LEVEL: 'trace' } });
    const id = await createPersonAs(platform, 'housing-officer', personInput('Canarina', 'Quetzalby'));
    const record = 'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }';
    const inputs = [
      { targetId: id, contactType: 'PHONE', subType: 'HOME', value: '020 7946 0777', description: 'canaryNote' },
      { targetId: id, contactType: 'EMAIL', subType: 'HOME', value: 'canary@example.org' },
      { targetId: id, contactType: 'PHONE', subType: 'HOME', value: 'Canarina <b' },
      {
        targetId: id,
        contactType: 'ADDRESS',
        subType: 'CORRESPONDENCE_ADDRESS',
        address: { line1: 'Lantern Canary Row', postcode: 'E8 1AA', uprn: '1' },
      },
    ];
    for (const input of inputs)
      await platform.ask('housing-officer', record, { variables: { input }, headers: { 'x-correlation-id': 'story-4711' } });
    await platform.ask('housing-officer', '{ searchPersons(searchText: "Canarina Quetzalby") { total } }');
    await platform.post('{"query": "Canarina', { 'content-type': 'application/json' });
    const answer = await platform.ask('housing-officer', '{ person(id: "Canarina") { surname } }');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/u);
    await platform.stop();
    for (const canary of canaries) expect(platform.output).not.toContain(canary);
    const lines = platform.output
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
    const requests = lines.filter(({ msg }) => msg === 'request');
    expect(requests.filter(({ correlationId }) => correlationId === 'story-4711')).toHaveLength(inputs.length);
    expect(
      requests.every(
        ({ requestId, route, status }) => typeof requestId === 'string' && typeof route === 'string' && typeof status === 'number',
      ),
    ).toBe(true);
    expect(requests.map(({ requestId }) => requestId)).toContain(answer.headers.get('x-request-id'));
  });
});
