import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { CreatePersonInput } from '../src/__generated__/schema-types.ts';
import { createPersonStage } from './person-stage.ts';

const input: CreatePersonInput = {
  title: 'MS',
  forename: 'Katherine',
  surname: 'Quillfeather',
  dateOfBirth: '1980-03-10',
  personTypes: ['TENANT'],
  reason: 'New tenancy',
};
const call = signedCallOf();

const stageWithOne = async () => {
  const stage = await createPersonStage();
  return { ...stage, first: await stage.operations.createPerson(input, call) };
};

describe('possibleDuplicates', () => {
  it.each([
    ['the same', {}, 'CERTAIN', 'EXACT'],
    ['a nickname', { forename: 'Kate' }, 'CERTAIN', 'NICKNAME'],
    ['the same sound', { forename: 'Katharyne' }, 'CERTAIN', 'SOUND'],
    ['one typo', { surname: 'Quillfaether' }, 'CERTAIN', 'ONE_TYPO'],
    ['names in the other order', { forename: 'Quillfeather', surname: 'Katherine' }, 'CERTAIN', 'SWAPPED'],
    ['day and month swapped', { dateOfBirth: '1980-10-03' }, 'CERTAIN', 'DAY_AND_MONTH_SWAPPED'],
    ['one digit of the date', { dateOfBirth: '1981-03-10' }, 'CERTAIN', 'ONE_DIGIT'],
    ['marks and case', { forename: 'KATHÉRINE' }, 'CERTAIN', 'EXACT'],
    ['another date', { dateOfBirth: '1955-11-28' }, 'POSSIBLE', 'DIFFERENT'],
    ['names alone', { dateOfBirth: null }, 'PROBABLE', 'EXACT'],
    ['the date alone', { forename: null, surname: null }, 'POSSIBLE', 'EXACT'],
  ])('finds a person by %s', async (_title, change, band, level) => {
    const { operations, first } = await stageWithOne();
    const { forename, surname, dateOfBirth } = { ...input, ...change };
    const found = await operations.possibleDuplicates({ input: { forename, surname, dateOfBirth } }, call);
    expect(found).toMatchObject([{ person: { id: first.id }, band }]);
    expect(found[0]?.reasons.map((reason) => reason.level)).toContain(level);
  });

  it('finds a person by a name from before', async () => {
    const { operations, first } = await stageWithOne();
    await operations.amendPerson({ id: first.id, expectedVersion: 0, surname: 'Vane' }, call);
    expect(await operations.possibleDuplicates({ input: { forename: 'Katherine', surname: 'Quillfeather' } }, call)).toHaveLength(1);
    expect(await operations.possibleDuplicates({ input: { forename: 'Katherine', surname: 'Vane' } }, call)).toHaveLength(1);
  });

  it.each([
    ['a middle name for the forename', { forename: 'Imogen' }, 'CERTAIN', 'MIDDLE_NAME'],
    ['a forename that is the middle name asked for', { forename: 'Bob', middleName: 'Katherine' }, 'CERTAIN', 'MIDDLE_NAME'],
    ['a twin with the same middle name', { forename: 'Robert', middleName: 'Imogen' }, 'POSSIBLE', 'DIFFERENT'],
  ])('compares %s', async (_title, change, band, level) => {
    const { operations } = await createPersonStage();
    const { id } = await operations.createPerson({ ...input, middleName: 'Imogen' }, call);
    const { title, forename, middleName, surname, dateOfBirth } = { middleName: null, ...input, ...change };
    const found = await operations.possibleDuplicates({ input: { title, forename, middleName, surname, dateOfBirth } }, call);
    expect(found).toMatchObject([{ person: { id }, band }]);
    expect(found[0]?.reasons.map((reason) => reason.level)).toContain(level);
  });

  it('asks for a name or a birth date', async () => {
    const { operations } = await createPersonStage();
    expect(
      await failureOf(operations.possibleDuplicates({ input: { title: 'MX', forename: ' ', middleName: 'Ann' } }, call)),
    ).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input', code: 'REQUIRED' }] },
    });
  });
});

describe('createPerson', () => {
  it('stops at a likely duplicate, with reasons and without values (domain-write.md 2.3)', async () => {
    const { operations, first, count } = await stageWithOne();
    const error = await failureOf(operations.createPerson({ ...input, forename: 'Kate' }, call));
    expect(error).toMatchObject({ code: 'POSSIBLE_DUPLICATE', details: { candidates: [{ id: first.id, band: 'CERTAIN' }] } });
    expect(JSON.stringify(error)).not.toMatch(/Kat|Quillfeather|1980/u);
    expect(await count()).toBe(1);
  });

  it('goes on when the candidates are named as somebody else', async () => {
    const { operations, first, count } = await stageWithOne();
    await operations.createPerson({ ...input, notDuplicateOf: [first.id] }, call);
    expect(await count()).toBe(2);
  });

  it('neither stops at nor shows a restricted person outside the compartment (access-model.md section 11)', async () => {
    const { operations, first, standings, count } = await stageWithOne();
    standings.set(first.id, 'OUTSIDE');
    expect(await operations.possibleDuplicates({ input: { surname: 'Quillfeather' } }, call)).toEqual([]);
    await operations.createPerson(input, call);
    expect(await count()).toBe(2);
  });
});
