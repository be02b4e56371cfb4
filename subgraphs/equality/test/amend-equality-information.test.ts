import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { AmendEqualityInformationInput } from '../src/__generated__/schema-types.ts';
import { createEqualityStage } from './equality-stage.ts';

const officer = signedCallOf({ roles: ['equality:maintain'] });
const resident = signedCallOf({ id: 'resident-1', kind: 'resident', actingArea: null, roles: [], personId: 'p1' });
const first = { disabled: 'NO', gender: { code: 'f' }, nationalInsuranceNumber: 'ab123456c' } as const;

const stage = async () => {
  const parts = await createEqualityStage();
  const { id } = await parts.operations.recordEqualityInformation({ targetId: 'p1', answers: first, source: 'PROXY' }, officer);
  const amend = (change: Partial<AmendEqualityInformationInput>, call = officer) =>
    parts.operations.amendEqualityInformation({ id, expectedVersion: 0, answers: {}, ...change }, call);
  return { ...parts, id, amend };
};

describe('amendEqualityInformation (domain-write.md 5.5, 5.8)', () => {
  it('changes what is named, clears what is null and leaves the rest, with the source of each answer', async () => {
    const { amend, events, pass } = await stage();
    pass(60_000);
    const information = await amend({ answers: { disabled: 'YES', gender: null }, source: 'OBSERVED' });
    expect(information).toMatchObject({ disabled: 'YES', gender: null, nationalInsuranceNumber: 'AB123456C', version: 1 });
    expect(information.sources).toEqual([
      { answer: 'nationalInsuranceNumber', source: 'PROXY', at: '2026-03-10T09:00:00.000Z' },
      { answer: 'disabled', source: 'OBSERVED', at: '2026-03-10T09:01:00.000Z' },
    ]);
    expect((await events()).map(({ type }) => type)).toEqual(['EqualityInformationRecorded', 'EqualityInformationAmended']);
    expect(JSON.stringify(await events())).not.toMatch(/YES|AB123456C/u);
  });

  it.each<[string, Partial<AmendEqualityInformationInput>]>([
    ['nothing', {}],
    ['the same answers of the same source', { answers: first, source: 'PROXY' }],
    ['nulls where nothing was answered', { answers: { ageGroup: null, languages: [], armedForces: null } }],
  ])('with %s is no new version and no event', async (_title, change) => {
    const { amend, events } = await stage();
    expect(await amend(change)).toMatchObject({ version: 0 });
    expect(await events()).toHaveLength(1);
  });

  it('with the same answer of another source is a change', async () => {
    const { amend } = await stage();
    const information = await amend({ answers: { disabled: 'NO' }, source: 'SELF' });
    expect(information.version).toBe(1);
    expect(information.sources.find(({ answer }) => answer === 'disabled')).toMatchObject({ source: 'SELF' });
  });

  it('of another version is VERSION_CONFLICT with both, also for all but one at once', async () => {
    const { amend } = await stage();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => amend({ answers: { disabled: index % 2 === 0 ? 'YES' : 'PREFER_NOT_TO_SAY' } })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await failureOf(amend({ answers: { disabled: 'NO' } }))).toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { expectedVersion: 0, currentVersion: 1 },
    });
  });

  it('of an unknown record is NOT_FOUND, and of a restricted person from outside FORBIDDEN (S4)', async () => {
    const { amend, standings } = await stage();
    expect(await failureOf(amend({ id: 'nothing' }))).toMatchObject({ code: 'NOT_FOUND' });
    standings.set('p1', 'OUTSIDE');
    expect(await failureOf(amend({ answers: { disabled: 'YES' } }))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'S4' } });
  });

  it('without languages is fine, and with one that is not primary is refused (5.5)', async () => {
    const { amend } = await stage();
    const refused = amend({ answers: { disabled: 'YES', languages: [{ language: 'en', isPrimary: false }] } });
    expect(await failureOf(refused)).toMatchObject({ details: { problems: [{ path: 'input.answers.languages', code: 'W24' }] } });
    expect(await amend({ answers: { disabled: 'YES' } })).toMatchObject({ version: 1, disabled: 'YES' });
  });

  it('asks nobody under sixteen for their sexual orientation, as a new record does not (5.7)', async () => {
    const { amend, operations } = await stage();
    const refusal = {
      details: {
        problems: [
          {
            path: 'input.answers.sexualOrientation',
            code: 'CONTRADICTION',
            message: 'Expected no answer: nobody under sixteen is asked for it.',
          },
        ],
      },
    };
    const both = { ageGroup: 'underSixteen', sexualOrientation: { code: 'preferNotToSay' } };
    expect(await failureOf(amend({ answers: both }))).toMatchObject(refusal);
    expect(await failureOf(operations.recordEqualityInformation({ targetId: 'p2', answers: both }, officer))).toMatchObject(refusal);
    await amend({ answers: { ageGroup: 'underSixteen' } });
    const orientation = { sexualOrientation: { code: 'gayMan' } };
    expect(await failureOf(amend({ answers: orientation, expectedVersion: 1 }))).toMatchObject(refusal);
    await amend({ answers: { ...orientation, ageGroup: 'sixteenToSeventeen' }, expectedVersion: 1 });
    expect(await failureOf(amend({ answers: { ageGroup: 'underSixteen' }, expectedVersion: 2 }))).toMatchObject(refusal);
    expect(await amend({ answers: { disabled: 'YES' }, expectedVersion: 2 })).toMatchObject({ version: 3 });
  });

  it('reports every problem at once, never the value', async () => {
    const { amend } = await stage();
    const failure = await failureOf(amend({ answers: { armedForces: 'canary', nationalInsuranceNumber: 'canary' } }));
    expect(failure).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: {
        problems: [
          { path: 'input.answers.nationalInsuranceNumber', code: 'INVALID_FORMAT' },
          { path: 'input.answers.armedForces', code: 'UNKNOWN_CODE' },
        ],
      },
    });
    expect(JSON.stringify(failure)).not.toContain('canary');
  });
});

describe('a resident', () => {
  it('records and changes the own answers, whose source is SELF', async () => {
    const { operations, amend } = await stage();
    expect((await amend({ answers: { disabled: 'YES' } }, resident)).sources).toContainEqual(
      expect.objectContaining({ answer: 'disabled', source: 'SELF' }),
    );
    const own = { ...resident, subject: { ...resident.subject, personId: 'p2' } };
    expect(await operations.recordEqualityInformation({ targetId: 'p2', answers: first }, own)).toMatchObject({ targetId: 'p2' });
    expect(await failureOf(amend({ answers: { disabled: 'NO' }, expectedVersion: 1, source: 'PROXY' }, resident))).toMatchObject({
      details: { problems: [{ path: 'input.source', code: 'CONTRADICTION' }] },
    });
  });

  it('finds no other record to write on', async () => {
    const { operations, amend } = await stage();
    const other = { ...resident, subject: { ...resident.subject, personId: 'p9' } };
    expect(await failureOf(amend({ answers: { disabled: 'YES' } }, other))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await failureOf(operations.recordEqualityInformation({ targetId: 'p1', answers: first }, other))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such person.',
    });
  });
});

describe('a national insurance number (domain-write.md 5.2)', () => {
  it('finds the record in every spelling, until it is taken away', async () => {
    const { operations, amend, store, id } = await stage();
    for (const value of ['AB123456C', 'ab 12 34 56 c']) {
      expect(await operations.findByNationalInsuranceNumber(value, officer)).toMatchObject({ id });
    }
    const [document] = await store.collection.find({}).toArray();
    expect(document?.nationalInsuranceDigest).toMatch(/^[\w-]{43}$/u);
    await amend({ answers: { nationalInsuranceNumber: null } });
    expect(await operations.findByNationalInsuranceNumber('AB123456C', officer)).toBeNull();
  });

  it('of a restricted person finds nothing from outside, as an unknown one; what is none is refused', async () => {
    const { operations, standings } = await stage();
    standings.set('p1', 'OUTSIDE');
    expect(await operations.findByNationalInsuranceNumber('AB123456C', officer)).toBeNull();
    expect(await operations.findByNationalInsuranceNumber('AB123456D', officer)).toBeNull();
    standings.set('p1', 'INSIDE');
    expect(await operations.findByNationalInsuranceNumber('AB123456C', officer)).toMatchObject({ targetId: 'p1' });
    expect(await failureOf(operations.findByNationalInsuranceNumber('AB', officer))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'value', code: 'INVALID_FORMAT' }] },
    });
  });
});
