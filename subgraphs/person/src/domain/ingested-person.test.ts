import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { createIngestedIdReader, readIngestedPerson } from './ingested-person.ts';
import type { LoosePersonInput } from './read-person-facts.ts';

const now = Date.parse('2026-03-10T09:00:00.000Z');

const readIds = (ids: readonly (string | null)[]) => {
  const readId = createIngestedIdReader();
  return ids.map((id) => {
    const problems = new ProblemCollector('input');
    return [readId(id, problems), ...problems.problems.map(({ code }) => code)];
  });
};

describe('the id of an imported person (domain-write.md 1.1, 2.1)', () => {
  const id = '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02';

  it.each<[string, readonly (string | null)[], readonly unknown[]]>([
    ['left out is made', [null], [[null]]],
    ['is read in small letters', [id.toUpperCase()], [[id]]],
    ['of zeros is refused', ['00000000-0000-0000-0000-000000000000'], [[expect.any(String), 'INVALID_FORMAT']]],
    ['that is no UUID is refused', ['TWVoZGk='], [[expect.any(String), 'INVALID_FORMAT']]],
    ['twice in a batch is refused', [id, id], [[id], [id, 'DUPLICATE_ITEM']]],
  ])('%s', (_title, ids, expected) => {
    expect(readIds(ids)).toEqual(expected);
  });
});

describe('the facts of an imported person (domain-write.md 2.1)', () => {
  it.each<[string, LoosePersonInput, readonly string[]]>([
    ['with a surname alone is taken', { surname: 'Quill' }, []],
    ['with a forename alone is taken', { forename: 'Imogen' }, []],
    ['without a name is refused', { placeOfBirth: 'Leeds' }, ['surname REQUIRED']],
    ['who was born on a day that does not exist is refused (W9)', { surname: 'Quill', dateOfBirth: '1980-02-30' }, ['dateOfBirth W9']],
    ['who was born today is refused (W10)', { surname: 'Quill', dateOfBirth: '2026-03-10' }, ['dateOfBirth W10']],
    ['who dies tomorrow is refused', { surname: 'Quill', dateOfDeath: '2026-03-11' }, ['dateOfDeath INVALID_VALUE']],
    [
      'who died before birth is refused',
      { surname: 'Quill', dateOfBirth: '1980-01-02', dateOfDeath: '1980-01-01' },
      ['dateOfDeath CONTRADICTION'],
    ],
    [
      'with markup in a preferred middle name is refused (W42)',
      { surname: 'Quill', preferredMiddleName: '<i>' },
      ['preferredMiddleName W42'],
    ],
  ])('%s', (_title, input, expected) => {
    const problems = new ProblemCollector('input');
    readIngestedPerson(input, problems, now);
    expect(problems.problems.map(({ path, code }) => `${path.replace('input.', '')} ${code}`)).toEqual(expected);
  });

  it('makes a tenant of whose type is not told', () => {
    expect(readIngestedPerson({ surname: 'Quill' }, new ProblemCollector('input'), now).personTypes).toEqual(['TENANT']);
  });
});
