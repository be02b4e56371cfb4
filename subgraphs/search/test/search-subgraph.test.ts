import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonEvent, PersonSnapshot } from '@resident-graph/schema';
import {
  applyEventsAction,
  applyRestrictionsAction,
  createIdentitySigner,
  createIdentityVerifier,
  createServiceKeyRing,
  type FoundRestrictions,
  type IdentityIssuer,
  type WorkerLink,
  workerSubject,
} from '@resident-graph/service-kit';
import { createCollectingLogger, failureOf, officerSample, openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSearchSubgraph } from '../src/create-search-subgraph.ts';
import { SqliteSearchIndex } from '../src/search-index/sqlite-search-index.ts';

const ring = await createServiceKeyRing();
const officer = await createIdentitySigner(ring.keys.gateway).sign(officerSample, 'search');
const workerOf = (issuer: Exclude<IdentityIssuer, 'gateway'>): Promise<string> =>
  createIdentitySigner(ring.keys[issuer]).sign(workerSubject(issuer), 'search');

const nobody: PersonSnapshot = {
  forename: null,
  middleName: null,
  surname: null,
  preferredForename: null,
  preferredMiddleName: null,
  preferredSurname: null,
  dateOfBirth: null,
  personTypes: ['TENANT'],
};
const eventOf = (entityId: string, version: number, snapshot: Partial<PersonSnapshot>): PersonEvent => ({
  id: `${entityId}-${version}`,
  type: version === 0 ? 'PersonCreated' : 'PersonAmended',
  entityId,
  version,
  at: '2026-03-10T09:00:00.000Z',
  correlationId: 'correlation-1',
  snapshot: { ...nobody, ...snapshot },
});

/** The search subgraph over an embedded store and index that end with the test. */
const createStage = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'resident-graph-'));
  const index = SqliteSearchIndex.open({ path: join(folder, 'index.db') });
  const { logger, lines } = createCollectingLogger();
  const database = openEmbeddedDatabase();
  const restrictions: FoundRestrictions['restrictions'][number][] = [];
  let isDown = false;
  const contactDetails: WorkerLink = {
    call: async () => {
      if (isDown) throw new Error('canary');
      return { restrictions };
    },
  };
  const loseContactDetails = (): void => {
    isDown = true;
  };
  const { handler, background } = await createSearchSubgraph({
    database,
    index,
    contactDetails,
    logger,
    verifier: createIdentityVerifier('search', ring.trusted),
  });
  onTestFinished(async () => {
    await background.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await background.start();
  const tell = async (events: readonly unknown[], identityToken?: string) =>
    handler.callWorkerAction(
      applyEventsAction,
      { events },
      { identityToken: identityToken ?? (await workerOf('person')), correlationId: '' },
    );
  const ask = (selection: string, variables: Record<string, unknown>) =>
    handler.execute(
      { query: `query ($text: String!, $page: Int) { searchPersons(searchText: $text, page: $page) ${selection} }`, variables },
      { identityToken: officer, correlationId: '' },
    );
  const find = async (text: string) => {
    const { data } = await ask('{ results { person { id } } }', { text });
    const found = data as { readonly searchPersons: { readonly results: readonly { readonly person: { readonly id: string } }[] } };
    return found.searchPersons.results.map(({ person }) => person.id);
  };
  return { tell, ask, find, restrictions, loseContactDetails, index, lines, handler, background };
};

describe('the search subgraph (design.md, "Events")', () => {
  it('finds persons once it was told of them, and by their newest name only', async () => {
    const { tell, find } = await createStage();
    await tell([eventOf('a', 0, { forename: 'Ann', surname: 'Lovelace' }), eventOf('b', 0, { surname: 'Byron' })]);
    expect(await find('Ann Lovelace')).toEqual(['a']);
    await tell([eventOf('a', 1, { forename: 'Ann', surname: 'King' })]);
    expect([await find('Lovelace'), await find('King')]).toEqual([[], ['a']]);
  });

  it('ignores replays and what comes out of order', async () => {
    const { tell, find } = await createStage();
    const events = [eventOf('a', 0, { surname: 'Lovelace' }), eventOf('a', 1, { surname: 'King' }), eventOf('a', 2, { surname: 'Noel' })];
    await tell([...events].reverse());
    for (const event of events) await tell([event]);
    await Promise.all(events.map((event) => tell([event])));
    expect([await find('Lovelace'), await find('King'), await find('Noel')]).toEqual([[], [], ['a']]);
  });

  it('keeps nothing of an event but what may be indexed (access-model.md L8)', async () => {
    const { tell, find } = await createStage();
    const event = eventOf('a', 0, { surname: 'Lovelace' });
    await tell([{ ...event, snapshot: { ...event.snapshot, email: 'canary', placeOfBirth: 'canary' } }]);
    expect(await find('canary')).toEqual([]);
    expect(await find('Lovelace')).toEqual(['a']);
  });

  it('is told of persons by the person subgraph alone', async () => {
    const { tell, find } = await createStage();
    for (const token of [await workerOf('equality'), officer]) {
      expect(await failureOf(tell([eventOf('a', 0, { surname: 'Lovelace' })], token))).toMatchObject({
        code: 'UNAUTHENTICATED',
        message: 'Only the person subgraph tells of persons.',
        details: { reason: 'not-entitled' },
      });
    }
    expect(await find('Lovelace')).toEqual([]);
  });

  it('takes all of a delivery or, with a malformed event in it, nothing', async () => {
    const { tell, find } = await createStage();
    await failureOf(tell([eventOf('a', 0, { surname: 'Lovelace' }), { type: 'PersonCreated' }]));
    expect(await find('Lovelace')).toEqual([]);
    await tell([]);
  });

  it('fills an emptied index from its projection when it starts', async () => {
    const { tell, find, index, background, lines } = await createStage();
    await tell([eventOf('a', 0, { surname: 'Lovelace' }), eventOf('b', 0, { surname: 'Byron' })]);
    await index.clear();
    await background.start();
    expect([await find('Lovelace'), await find('Byron')]).toEqual([['a'], ['b']]);
    expect(lines.join('')).toContain('"indexed":2');
  });

  it('pages with a total', async () => {
    const { tell, ask } = await createStage();
    await tell(Array.from({ length: 13 }, (_, place) => eventOf(`p${place}`, 0, { surname: 'Lovelace' })));
    expect(
      await ask('{ total results { person { id } } pageInfo { page pageSize totalPages hasNextPage } }', { text: 'lovelace', page: 2 }),
    ).toMatchObject({
      data: { searchPersons: { total: 13, results: [{}], pageInfo: { page: 2, pageSize: 12, totalPages: 2, hasNextPage: false } } },
    });
  });

  describe('of restricted persons', () => {
    const selection = '{ total results { person { id } locationWithheld } }';
    const compartmentOf = (area: string) => [{ area, role: 'contact:read' }];
    const applied = async (stage: Awaited<ReturnType<typeof createStage>>, issuer: IdentityIssuer, isRestricted = true) =>
      stage.handler.callWorkerAction(
        applyRestrictionsAction,
        { restrictions: [{ personId: 'a', version: isRestricted ? 1 : 2, isRestricted }] },
        { identityToken: issuer === 'gateway' ? officer : await workerOf(issuer), correlationId: '' },
      );
    const withheld = (locationWithheld: boolean) => ({
      data: { searchPersons: { total: 1, results: [{ person: { id: 'a' }, locationWithheld }] } },
    });

    it('withholds location outside the compartment, and not inside', async () => {
      const stage = await createStage();
      await stage.tell([eventOf('a', 0, { surname: 'Lovelace' })]);
      expect(await stage.ask(selection, { text: 'lovelace' })).toMatchObject(withheld(false));
      stage.restrictions.push({ personId: 'a', version: 1, compartment: compartmentOf('repairs') });
      expect(await stage.ask(selection, { text: 'lovelace' })).toMatchObject(withheld(true));
      stage.restrictions.splice(0, 1, { personId: 'a', version: 1, compartment: compartmentOf('housing') });
      expect(await stage.ask(selection, { text: 'lovelace' })).toMatchObject(withheld(false));
    });

    it('withholds location as long as it was not told that a restriction is lifted', async () => {
      const stage = await createStage();
      await stage.tell([eventOf('a', 0, { surname: 'Lovelace' })]);
      expect(await applied(stage, 'contact-details')).toEqual({ applied: true });
      expect(await stage.ask(selection, { text: 'lovelace' })).toMatchObject(withheld(true));
      await applied(stage, 'contact-details', false);
      expect(await stage.ask(selection, { text: 'lovelace' })).toMatchObject(withheld(false));
    });

    it('is told of restrictions by contact-details alone', async () => {
      const stage = await createStage();
      for (const issuer of ['person', 'gateway'] as const) {
        expect(await failureOf(applied(stage, issuer))).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'not-entitled' } });
      }
    });

    it('shows no hit while contact-details does not answer', async () => {
      const stage = await createStage();
      await stage.tell([eventOf('a', 0, { surname: 'Lovelace' })]);
      stage.loseContactDetails();
      expect(await stage.ask(selection, { text: 'lovelace' })).toMatchObject({
        data: { searchPersons: null },
        errors: [{ extensions: { code: 'SEARCH_UNAVAILABLE', retryable: true } }],
      });
    });
  });

  it('refuses a text of one letter with its path (domain-write.md 4.3)', async () => {
    const { ask } = await createStage();
    expect(await ask('{ total }', { text: 'a' })).toMatchObject({
      data: { searchPersons: null },
      errors: [{ path: ['searchPersons'], extensions: { code: 'BAD_USER_INPUT', problems: [{ path: 'searchText', code: 'TOO_SHORT' }] } }],
    });
  });

  it('is SEARCH_UNAVAILABLE and not healthy when the index does not answer', async () => {
    const { ask, index, handler } = await createStage();
    await expect(handler.checkHealth()).resolves.toBeUndefined();
    await index.close();
    expect(await ask('{ total }', { text: 'lovelace' })).toMatchObject({
      data: { searchPersons: null },
      errors: [{ message: 'The search index does not answer now.', extensions: { code: 'SEARCH_UNAVAILABLE', retryable: true } }],
    });
    await expect(handler.checkHealth()).rejects.toThrow();
  });
});
