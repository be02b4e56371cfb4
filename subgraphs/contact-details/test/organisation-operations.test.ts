import { randomUUID } from 'node:crypto';
import { readIdempotency } from '@resident-graph/service-kit';
import { failureOf, openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { CreateOrganisationInput } from '../src/__generated__/schema-types.ts';
import { createOrganisationOperations } from '../src/operations/organisation-operations.ts';
import { type OrganisationDocument, OrganisationStore, organisationsCollection } from '../src/store/organisation-store.ts';
import { storesToTest } from './stores-to-test.ts';

const housing = signedCallOf();
const repairs = signedCallOf({ id: 'officer-2', actingArea: 'repairs' });
const hour = 60 * 60 * 1_000;

const stageOn = (store: OrganisationStore) => {
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  let announced = 0;
  const operations = createOrganisationOperations({
    store,
    now: () => now,
    newId: randomUUID,
    readIdempotency,
    announce: () => {
      announced += 1;
    },
  });
  const create = (change: Partial<CreateOrganisationInput> = {}, call = housing) =>
    operations.createOrganisation({ name: 'Marsh Lane Solicitors', organisationType: 'SOLICITOR', ...change }, call);
  const named = async (...names: readonly string[]) => {
    for (const name of names) await create({ name });
  };
  return {
    store,
    ...operations,
    create,
    named,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    announced: () => announced,
    found: async (name: string) => (await operations.findOrganisations(name)).map((organisation) => organisation.name),
    events: async () => (await store.collection.find({}).toArray()).flatMap(({ outbox }) => outbox),
  };
};

for (const { store, skipped, open } of storesToTest) {
  describe.skipIf(skipped !== false)(`organisations, ${store}${skipped === false ? '' : ` (skipped: ${skipped})`}`, () => {
    const stage = async () => stageOn(new OrganisationStore(await open<OrganisationDocument>(organisationsCollection)));

    it('are recorded with an event that names them by id alone, and found by id', async () => {
      const { create, store: organisations, events, announced } = await stage();
      const created = await create({ name: '  Marsh   Lane Solicitors ' });
      expect(created).toEqual({
        id: created.id,
        name: 'Marsh Lane Solicitors',
        organisationType: 'SOLICITOR',
        version: 0,
        createdAt: '2026-03-10T09:00:00.000Z',
        createdBy: 'officer-1',
        lastModifiedAt: '2026-03-10T09:00:00.000Z',
      });
      expect(await organisations.findByIds([created.id, 'nothing'])).toEqual([created]);
      const [event, ...others] = await events();
      expect(others).toEqual([]);
      expect(event).toEqual({
        id: event?.id,
        type: 'OrganisationRecorded',
        entityId: created.id,
        version: 0,
        at: created.createdAt,
        correlationId: 'correlation-1',
      });
      expect(announced()).toBe(1);
    });

    it('with the same idempotency key are recorded once, within 24 hours', async () => {
      const { create, pass, events } = await stage();
      const idempotencyKey = 'k1';
      const first = await create({ idempotencyKey });
      expect(await create({ idempotencyKey })).toEqual(first);
      expect(await failureOf(create({ idempotencyKey, name: 'Another' }))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      expect((await create({ idempotencyKey }, repairs)).id).not.toBe(first.id);
      pass(24 * hour);
      expect((await create({ idempotencyKey })).id).not.toBe(first.id);
      expect(await events()).toHaveLength(3);
    });

    it('with the same idempotency key at the same time are recorded once', async () => {
      const { create, events } = await stage();
      const answers = await Promise.all(Array.from({ length: 10 }, () => create({ idempotencyKey: 'k1' })));
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(await events()).toHaveLength(1);
    });

    it('are changed at the version that the caller read', async () => {
      const { create, amendOrganisation, pass, events, found } = await stage();
      const { id } = await create();
      pass(hour);
      const changed = await amendOrganisation({ id, expectedVersion: 0, name: 'Marsh Lane Legal' }, repairs);
      expect(changed).toMatchObject({ version: 1, name: 'Marsh Lane Legal', organisationType: 'SOLICITOR', createdBy: 'officer-1' });
      expect(changed.lastModifiedAt).toBe('2026-03-10T10:00:00.000Z');
      expect(await found('legal')).toEqual(['Marsh Lane Legal']);
      expect(await found('solicitors')).toEqual([]);
      expect(await failureOf(amendOrganisation({ id, expectedVersion: 0, name: 'Late' }, housing))).toMatchObject({
        code: 'VERSION_CONFLICT',
        details: { expectedVersion: 0, currentVersion: 1 },
      });
      expect((await events()).map(({ type, version }) => [type, version])).toEqual([
        ['OrganisationRecorded', 0],
        ['OrganisationAmended', 1],
      ]);
    });

    it('changed by many at once are changed by one', async () => {
      const { create, amendOrganisation, store: organisations } = await stage();
      const { id } = await create();
      const changes = Array.from({ length: 10 }, (_, place) =>
        amendOrganisation({ id, expectedVersion: 0, name: `Marsh Lane ${place}` }, housing).then(
          () => 'changed',
          (error: unknown) => (error as { readonly code: string }).code,
        ),
      );
      const outcomes = await Promise.all(changes);
      expect(outcomes.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'VERSION_CONFLICT'), 'changed']);
      expect(await organisations.findById(id)).toMatchObject({ version: 1 });
    });

    it('with a change that changes nothing keep version and events', async () => {
      const { create, amendOrganisation, pass, events } = await stage();
      const created = await create();
      pass(hour);
      const { id, name, organisationType } = created;
      expect(await amendOrganisation({ id, expectedVersion: 0 }, housing)).toEqual(created);
      expect(await amendOrganisation({ id, expectedVersion: 0, name: ` ${name}`, organisationType }, housing)).toEqual(created);
      expect(await events()).toHaveLength(1);
    });

    it.each<[string, readonly string[]]>([
      ['ash', ['Ash & Oak Housing', 'Ashdown Solicitors', 'Young Ashes Trust']],
      ['ASH sol', ['Ashdown Solicitors']],
      ['sol ash', ['Ashdown Solicitors']],
      ['oak ash', ['Ash & Oak Housing']],
      ['st marys', ["St. Mary's Hospice"]],
      ["St Mary's", ["St. Mary's Hospice"]],
      ['cafe', ['Café Zoë']],
      ['CAFÉ zoë', ['Café Zoë']],
      ['down', []],
      ['ash nobody', []],
    ])('for %j are those with a word that begins so for each word, by name', async (text, expected) => {
      const { named, found } = await stage();
      await named('Young Ashes Trust', "St. Mary's Hospice", 'Ashdown Solicitors', 'Café Zoë', 'Ash & Oak Housing');
      expect(await found(text)).toEqual(expected);
    });

    it('found are at most 100, the first by name', async () => {
      const { named, found } = await stage();
      const names = Array.from({ length: 103 }, (_, place) => `Elm Court ${String(place).padStart(3, '0')}`);
      await named(...names.toReversed());
      expect(await found('elm')).toEqual(names.slice(0, 100));
    });
  });
}

describe('organisations', () => {
  const stage = async () => stageOn(await OrganisationStore.open(openEmbeddedDatabase()));

  it.each<
    [string, Partial<CreateOrganisationInput>, readonly { readonly path: string; readonly code: string; readonly message: string }[]]
  >([
    ['without a name', { name: ' ' }, [{ path: 'input.name', code: 'REQUIRED', message: 'Expected a name.' }]],
    ['with a short name', { name: 'A' }, [{ path: 'input.name', code: 'TOO_SHORT', message: 'Expected at least 2 characters.' }]],
    [
      'with a long name',
      { name: 'a'.repeat(201) },
      [{ path: 'input.name', code: 'TOO_LONG', message: 'Expected at most 200 characters.' }],
    ],
    [
      'with markup in the name',
      { name: 'Elm <b>' },
      [{ path: 'input.name', code: 'W42', message: 'Expected text without "<" before a letter and without "&#".' }],
    ],
  ])('%s are refused', async (_title, change, problems) => {
    const { create, events } = await stage();
    expect(await failureOf(create(change))).toMatchObject({ code: 'BAD_USER_INPUT', details: { problems } });
    expect(await events()).toEqual([]);
  });

  it('take names of 2 and of 200 characters', async () => {
    const { create } = await stage();
    for (const name of ['B&', 'é'.repeat(200)]) expect((await create({ name })).name).toBe(name);
  });

  it('keep name and type: clearing them is refused with both problems', async () => {
    const { create, amendOrganisation } = await stage();
    const { id } = await create();
    expect(await failureOf(amendOrganisation({ id, expectedVersion: 0, name: null, organisationType: null }, housing))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.name' }, { path: 'input.organisationType' }] },
    });
  });

  it('that are absent are NOT_FOUND when they are to be changed', async () => {
    const { amendOrganisation } = await stage();
    expect(await failureOf(amendOrganisation({ id: 'nothing', expectedVersion: 0 }, housing))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such organisation.',
    });
  });

  it.each([
    ['without an acting area', { actingArea: null }],
    ['without contact:write', { roles: ['contact:read'] as const }],
    ['as a resident', { kind: 'resident', personId: 'p1' } as const],
  ])('%s are neither recorded nor changed', async (_title, change) => {
    const { create, amendOrganisation } = await stage();
    const { id } = await create();
    const call = signedCallOf(change);
    for (const attempt of [create({}, call), amendOrganisation({ id, expectedVersion: 0, name: 'Elm' }, call)]) {
      expect(await failureOf(attempt)).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'O2' } });
    }
  });

  it.each([
    ['a', 'TOO_SHORT', 'Expected at least 2 letters or digits.'],
    [' .& ', 'TOO_SHORT', 'Expected at least 2 letters or digits.'],
    ['', 'TOO_SHORT', 'Expected at least 2 letters or digits.'],
    ['a'.repeat(201), 'TOO_LONG', 'Expected at most 200 characters.'],
  ])('are not looked for by %j', async (name, code, message) => {
    const { findOrganisations } = await stage();
    expect(await failureOf(findOrganisations(name))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'name', code, message }] },
    });
  });
});
