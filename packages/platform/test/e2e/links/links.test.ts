import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { startPlatform } from '../kit/start-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const linkTo = `mutation ($input: LinkCrossReferenceInput!) {
  linkCrossReference(input: $input) { crossReference { system reference version } }
}`;
const linksOf = 'query ($id: ID!) { person(id: $id) { links { rel href type available } } }';
const restrict = 'mutation ($input: RestrictPersonInput!) { restrictPerson(input: $input) { searchConfirmed } }';

/** The systems of the story: `/up` answers, `/down` says that it is not well, `/silent` never answers. */
let systems: Server;
let folder: string;
let file: string;
beforeAll(async () => {
  systems = createServer(({ url }, response) => {
    if (url !== '/silent') response.writeHead(url === '/up' ? 200 : 503).end();
  });
  await new Promise<void>((resolve) => {
    systems.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(systems.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'linked-systems-'));
  file = join(folder, 'linked-systems.json');
  const at = (path: string | null) => ({
    hrefTemplate: 'https://systems.example/of/{reference}',
    healthUrl: path === null ? null : `${origin}/${path}`,
  });
  const addresses = {
    TENURE: at('down'),
    NOTES: at('up'),
    PATCHES: at('silent'),
    ACTIVITIES: at(null),
    SOCIAL_CARE: at('up'),
    VULNERABILITIES: at('up'),
  };
  await writeFile(file, JSON.stringify(addresses));
});
afterAll(async () => {
  systems.closeAllConnections();
  await new Promise((resolve) => {
    systems.close(resolve);
  });
  await rm(folder, { recursive: true, force: true });
});

interface Link {
  readonly rel: string;
  readonly href: string;
  readonly type: string;
  readonly available: boolean;
}

const linksSeenBy = async (book: StoryBook, persona: string): Promise<readonly Link[]> =>
  (await book.ask(persona, linksOf, { id: book.residentId })).person.links;

const link = async (book: StoryBook, persona: string, [system, reference]: readonly [string, string]): Promise<unknown> => {
  const input = { personId: book.residentId, system, reference };
  return (await book.ask(persona, linkTo, { input })).linkCrossReference.crossReference;
};

describeStory('a person is linked to other systems', (way) => {
  it('leads each caller where they may go and where somebody answers', async () => {
    await using platform = await startPlatform({ way, environment: { PERSON_LINKED_SYSTEMS_FILE: file } });
    const book = await storyBook(platform);
    for (const system of ['TENURE', 'NOTES', 'PATCHES', 'ACTIVITIES', 'HOUSING_REGISTER'])
      await link(book, 'housing-officer', [system, `${system}-1`]);
    for (const system of ['SOCIAL_CARE', 'VULNERABILITIES']) await link(book, 'social-care-officer', [system, `${system}-1`]);

    // A system that is down is left out, one that does not answer is so after its two seconds, and one without an address has no link.
    await book.until(async () => (await linksSeenBy(book, 'housing-officer')).length === 2);
    const href = (system: string): string => `https://systems.example/of/${system}-1`;
    await book.until(async () => (await linksSeenBy(book, 'housing-officer')).some(({ available }) => available));
    expect(await linksSeenBy(book, 'housing-officer')).toStrictEqual([
      { rel: 'activities', href: href('ACTIVITIES'), type: 'GET', available: false },
      { rel: 'notes', href: href('NOTES'), type: 'GET', available: true },
    ]);

    // What is sensitive is there for whoever has the role and the area, and for nobody else.
    await book.until(async () => (await linksSeenBy(book, 'social-care-officer')).filter(({ available }) => available).length === 3);
    const rels = async (persona: string): Promise<readonly string[]> => (await linksSeenBy(book, persona)).map(({ rel }) => rel);
    expect(await rels('social-care-officer')).toStrictEqual(['vulnerabilities', 'activities', 'socialcare', 'notes']);
    expect(await rels('read-only-officer')).toStrictEqual(['activities', 'notes']);
    expect(await rels('resident')).toStrictEqual([]);
    const input = { personId: book.residentId, system: 'SOCIAL_CARE', reference: 'other' };
    expect(await book.refusal('housing-officer', linkTo, { input })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'P6' });
    expect(await book.refusal('read-only-officer', linkTo, { input })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'P6' });

    // The newest reference counts, and telling it again changes nothing.
    for (const _time of [1, 2])
      expect(await link(book, 'housing-officer', ['NOTES', 'N-2'])).toStrictEqual({ system: 'NOTES', reference: 'N-2', version: 1 });
    expect((await linksSeenBy(book, 'housing-officer')).at(-1)?.href).toBe('https://systems.example/of/N-2');

    // Where a person in danger is known is told inside the compartment only.
    await book.ask('safeguarding-lead', restrict, {
      input: { personId: book.residentId, reason: 'She left a violent partner, who is looking for her.' },
    });
    expect(await rels('housing-officer')).toStrictEqual([]);
    expect(await rels('social-care-officer')).toStrictEqual(['vulnerabilities', 'activities', 'socialcare', 'notes']);
    const outside = { input: { personId: book.residentId, system: 'NOTES', reference: 'N-3' } };
    expect(await book.refusal('housing-officer', linkTo, outside)).toMatchObject({ code: 'FORBIDDEN', ruleId: 'S4' });
  });
});
