import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { type Identification, type LooseIdentification, readIdentification, showIdentification } from './identification.ts';

const made = { id: 'id-1', at: '2026-03-10T09:00:00.000Z' };
const passport: LooseIdentification = { type: 'PASSPORT', value: ' 123 456789 ' };

const read = (change: Partial<LooseIdentification>) => {
  const problems = new ProblemCollector('input');
  const identification = readIdentification({ ...passport, ...change }, made, problems);
  return { identification, problems: problems.problems.map(({ path, code }) => `${path} ${code}`) };
};

describe('a document that identifies a person (domain-write.md 2.2)', () => {
  it('is read trimmed, its original unseen unless said', () => {
    const { identification, problems } = read({});
    expect(problems).toEqual([]);
    expect(identification).toEqual({
      id: 'id-1',
      type: 'PASSPORT',
      value: '123 456789',
      originalSeen: false,
      documentLink: null,
      recordedAt: made.at,
    });
  });

  it.each<[string, Partial<LooseIdentification>, string]>([
    ['of a national insurance number has its place elsewhere', { type: 'NI', value: 'QQ123456C' }, 'input.type RECORDED_ELSEWHERE'],
    ['without a value is refused', { value: '  ' }, 'input.value REQUIRED'],
    ['whose value would be told by its last three characters is refused', { value: 'A123' }, 'input.value TOO_SHORT'],
    ['with a value over 50 characters is refused', { value: 'A'.repeat(51) }, 'input.value TOO_LONG'],
    ['with markup in the value is refused', { value: 'AB<b>12' }, 'input.value W42'],
    ['with a link that is not https is refused', { documentLink: 'http://papers.example/1' }, 'input.documentLink INVALID_FORMAT'],
    ['with a link that is a script is refused', { documentLink: 'javascript:alert(1)' }, 'input.documentLink INVALID_FORMAT'],
    ['with a password in the link is refused', { documentLink: 'https://me:word@papers.example/1' }, 'input.documentLink INVALID_FORMAT'],
    ['with a link that is no address is refused', { documentLink: 'papers' }, 'input.documentLink INVALID_FORMAT'],
    [
      'with a link over 500 characters is refused',
      { documentLink: `https://papers.example/${'a'.repeat(500)}` },
      'input.documentLink TOO_LONG',
    ],
  ])('%s', (_title, change, problem) => {
    expect(read(change).problems).toEqual([problem]);
  });

  it('has everything that is wrong told at once, with the pointer to the equality information and without a value', () => {
    const problems = new ProblemCollector('input');
    readIdentification({ type: 'NI', value: 'Q1', documentLink: 'ftp://papers.example' }, made, problems);
    expect(problems.problems.map(({ code }) => code)).toEqual(['RECORDED_ELSEWHERE', 'TOO_SHORT', 'INVALID_FORMAT']);
    expect(problems.problems[0]?.message).toContain('recordEqualityInformation');
    expect(JSON.stringify(problems.problems)).not.toMatch(/Q1|papers/u);
  });

  it.each([
    ['whole with identity:read', true, '123456789', false],
    ['but for its last three characters in a mask of one length without it', false, '•••789', true],
  ])('is shown %s', (_title, isWhole, value, isMasked) => {
    const identification: Identification = {
      ...made,
      recordedAt: made.at,
      type: 'OTHER',
      value: '123456789',
      originalSeen: true,
      documentLink: null,
    };
    expect(showIdentification(identification, isWhole)).toMatchObject({ value, isMasked, originalSeen: true });
  });
});
