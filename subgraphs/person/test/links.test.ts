import { failureOf, officerSample, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { type Asker, createLinkStage, type LinkStage } from './link-stage.ts';

const housing: Asker = { roles: ['person:read', 'person:write', 'contact:read', 'contact:write', 'tenancy:read'] };
const socialCare: Asker = { ...housing, actingArea: 'social-care', roles: [...(housing.roles ?? []), 'confidential'] };

const link = (stage: LinkStage, system: string, reference: string, asker: Asker = housing) =>
  stage.operations.linkCrossReference({ personId: stage.personId, system, reference }, signedCallOf(asker));

const relsFor = async (stage: LinkStage, asker: Asker = housing): Promise<readonly string[]> =>
  (await stage.loadersOf(asker).linksByPerson.load(stage.personId)).map(({ rel }) => rel);

/** Links of every kind: two that housing may follow, one of social care, one for a role that housing lacks. */
const linkedStage = async () => {
  const stage = await createLinkStage();
  await link(stage, 'NOTES', 'N-1');
  await link(stage, 'TENURE', 'T-1');
  await link(stage, 'SOCIAL_CARE', 'S-1', socialCare);
  await link(stage, 'VULNERABILITIES', 'V-1', socialCare);
  return stage;
};

describe('linkCrossReference', () => {
  it('keeps one reference for each system, the newest, and those before it', async () => {
    const stage = await createLinkStage();
    await link(stage, 'TENURE', 'T-1');
    stage.pass(1_000);
    expect(await link(stage, 'TENURE', 'T-2')).toMatchObject({ reference: 'T-2', version: 1, linkedAt: '2026-03-10T09:00:01.000Z' });
    await link(stage, 'NOTES', 'N-1');
    const { personId } = stage;
    expect(await stage.crossReferences.findRecord({ personId, system: 'TENURE' })).toMatchObject({
      reference: 'T-2',
      earlier: [{ reference: 'T-1', linkedAt: '2026-03-10T09:00:00.000Z', by: { subjectId: 'officer-1', area: 'housing' } }],
    });
    expect(await relsFor(stage)).toEqual(['tenure', 'notes']);
  });

  it('of the same reference changes nothing, however often and at once', async () => {
    const stage = await createLinkStage();
    const first = await link(stage, 'TENURE', 'T-1');
    stage.pass(1_000);
    expect(await Promise.all([1, 2, 3].map(() => link(stage, 'TENURE', 'T-1')))).toEqual([first, first, first]);
  });

  it('at the same time with different references loses none of them', async () => {
    const stage = await createLinkStage();
    const references = ['T-1', 'T-2', 'T-3', 'T-4', 'T-5'];
    await Promise.all(references.map((reference) => link(stage, 'TENURE', reference)));
    const record = await stage.crossReferences.findRecord({ personId: stage.personId, system: 'TENURE' });
    expect(new Set([record?.reference, ...(record?.earlier ?? []).map(({ reference }) => reference)])).toEqual(new Set(references));
    expect(record?.version).toBe(4);
  });

  it.each([
    ['PARKS', 'T-1', [['input.system', 'UNKNOWN_CODE']]],
    ['TENURE', '../T-1', [['input.reference', 'INVALID_FORMAT']]],
    [
      'PARKS',
      '',
      [
        ['input.system', 'UNKNOWN_CODE'],
        ['input.reference', 'INVALID_FORMAT'],
      ],
    ],
  ])('of %j %j is BAD_USER_INPUT', async (system, reference, expected) => {
    const stage = await createLinkStage();
    const error = await failureOf(link(stage, system, reference));
    expect(error).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: expected.map(([path, code]) => expect.objectContaining({ path, code }) as unknown) },
    });
  });

  it('more than a hundred times over is refused', async () => {
    const stage = await createLinkStage();
    for (let number = 0; number <= 100; number += 1) await link(stage, 'TENURE', `T-${number}`);
    expect(await failureOf(link(stage, 'TENURE', 'T-101'))).toMatchObject({ details: { problems: [{ code: 'TOO_MANY' }] } });
    expect(await link(stage, 'TENURE', 'T-100')).toMatchObject({ version: 100 });
  });

  it('of nobody is NOT_FOUND', async () => {
    const stage = { ...(await createLinkStage()), personId: 'nobody' };
    expect(await failureOf(link(stage, 'TENURE', 'T-1'))).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such person.' });
  });

  it.each(['SOCIAL_CARE', 'VULNERABILITIES'])('of a system whose links the caller may not follow is FORBIDDEN: %s', async (system) => {
    const stage = await linkedStage();
    for (const personId of [stage.personId, 'nobody'])
      expect(await failureOf(link({ ...stage, personId }, system, 'X-1'))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'P6' } });
  });

  it('of a restricted person is FORBIDDEN S4 outside, whatever is sent, and done inside', async () => {
    const stage = await createLinkStage();
    stage.standings.set(stage.personId, 'OUTSIDE');
    for (const reference of ['T-1', '']) {
      expect(await failureOf(link(stage, 'TENURE', reference))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'S4' } });
    }
    stage.standings.set(stage.personId, 'INSIDE');
    expect(await link(stage, 'TENURE', 'T-1')).toMatchObject({ version: 0 });
  });
});

describe('Person.links (domain-write.md 2.3)', () => {
  it('are those of systems that know the person, in the order of the registry', async () => {
    const stage = await linkedStage();
    expect(await stage.loadersOf(housing).linksByPerson.load(stage.personId)).toEqual([
      { rel: 'tenure', href: 'https://tenure.example/T-1', type: 'GET', available: true },
      { rel: 'notes', href: 'https://notes.example/N-1', type: 'GET', available: true },
    ]);
    expect(await stage.loadersOf(housing).linksByPerson.loadMany(['nobody', stage.personId])).toMatchObject([[], [{}, {}]]);
  });

  it.each<[string, Asker, readonly string[]]>([
    ['social care', socialCare, ['vulnerabilities', 'socialcare', 'tenure', 'notes']],
    ['a role less', { ...socialCare, roles: ['person:read'] }, ['socialcare', 'notes']],
    ['a reader of another area', { actingArea: 'benefits', roles: ['person:read'] }, ['notes']],
    ['nobody in an area', { actingArea: null, roles: ['person:read', 'tenancy:read'] }, []],
    ['the resident', { kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST' }, []],
    ['a service for a user without roles', { ...housing, kind: 'service', onBehalfOf: { ...officerSample, roles: [] } }, []],
  ])('are those that the caller may follow: %s', async (_title, asker, expected) => {
    const stage = await linkedStage();
    expect(await relsFor(stage, asker)).toEqual(expected);
    // That a system is asked whether it is up would tell that it knows the person.
    expect(new Set(stage.probed).size).toBe(expected.length);
  });

  it('leave out a system that is down, and say of one that nobody knows of that it is not available', async () => {
    const stage = await linkedStage();
    stage.verdicts.set('TENURE', 'DOWN').set('NOTES', 'UNKNOWN');
    expect(await stage.loadersOf(housing).linksByPerson.load(stage.personId)).toMatchObject([{ rel: 'notes', available: false }]);
  });

  it('leave out a system without an address', async () => {
    const stage = await linkedStage();
    stage.addresses.delete('NOTES');
    expect(await relsFor(stage)).toEqual(['tenure']);
  });

  it('of a restricted person are none outside and all of them inside', async () => {
    const stage = await linkedStage();
    stage.standings.set(stage.personId, 'OUTSIDE');
    expect(await relsFor(stage)).toEqual([]);
    stage.standings.set(stage.personId, 'INSIDE');
    expect(await relsFor(stage)).toEqual(['tenure', 'notes']);
  });
});
