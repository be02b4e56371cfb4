import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { readCompartment } from './read-compartment.ts';

const read = (entries: Parameters<typeof readCompartment>[0]) => {
  const problems = new ProblemCollector('input');
  const compartment = readCompartment(entries, problems);
  return { compartment, problems: problems.problems.map(({ path, code }) => [path, code]) };
};

describe('the compartment of an input', () => {
  it('has areas with roles, and subjects', () => {
    const entries = [{ area: 'housing', role: 'contact:read' }, { subjectId: 'officer-1' }];
    expect(read(entries)).toEqual({ compartment: entries, problems: [] });
  });

  it.each([null, undefined, []])('may be left out', (entries) => {
    expect(read(entries)).toEqual({ compartment: [], problems: [] });
  });

  it.each([
    ['with nothing in it', {}, [['input.compartment.0', 'REQUIRED']]],
    ['of both kinds', { area: 'housing', role: 'contact:read', subjectId: 'officer-1' }, [['input.compartment.0', 'CONTRADICTION']]],
    ['of an unknown area', { area: 'moon', role: 'contact:read' }, [['input.compartment.0.area', 'UNKNOWN_CODE']]],
    ['of an unknown role', { area: 'housing', role: 'contact:guess' }, [['input.compartment.0.role', 'UNKNOWN_CODE']]],
    ['of an area without a role', { area: 'housing' }, [['input.compartment.0.role', 'UNKNOWN_CODE']]],
    ['of a role without an area', { role: 'contact:read' }, [['input.compartment.0.area', 'UNKNOWN_CODE']]],
    ['of a blank subject', { subjectId: ' ' }, [['input.compartment.0.subjectId', 'INVALID_FORMAT']]],
    ['of a subject with too long an id', { subjectId: 'x'.repeat(101) }, [['input.compartment.0.subjectId', 'INVALID_FORMAT']]],
  ])('has no entry %s', (_title, entry, problems) => {
    expect(read([entry])).toEqual({ compartment: [], problems });
  });

  it('has at most 20 entries', () => {
    const entries = Array.from({ length: 21 }, (_, place) => ({ subjectId: `officer-${place}` }));
    expect(read(entries)).toEqual({ compartment: [], problems: [['input.compartment', 'TOO_MANY']] });
    expect(read(entries.slice(1)).compartment).toHaveLength(20);
  });
});
