import { isInsideCompartment, type PersonFacts, plainPerson } from '@resident-graph/policy';
import { officerSample } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { joinGroupFacts } from './join-group-facts.ts';

const opening = { area: 'housing', startedBy: 'officer-1', startedAt: '2026-03-10T09:00:00.000Z', endedAt: null, approvedBy: null };
const openingOf = (id: string, personIds: readonly string[]) => ({ ...opening, id, personIds });
const objection = { recipientArea: 'housing', capturedAt: '2026-03-10T09:00:00.000Z', isWithdrawn: false };
const restrictedTo = (id: string, subjectIds: readonly string[]): readonly [string, PersonFacts] => [
  id,
  { ...plainPerson([id]), restriction: { compartment: subjectIds.map((subjectId) => ({ subjectId })) } },
];

describe('the facts of one id of a joined person', () => {
  it('are what covers this id, and nothing where nothing is recorded', () => {
    const recorded = new Map<string, PersonFacts>([
      ['a', { ...plainPerson(['a']), breakGlass: [openingOf('both', ['a', 'b']), openingOf('first', ['a'])], objections: [objection] }],
      ['b', { ...plainPerson(['b']), breakGlass: [openingOf('second', ['b'])] }],
    ]);
    const factsOf = (id: string) => joinGroupFacts({ id, personIds: ['a', 'b', 'c'] }, recorded, officerSample);
    expect(factsOf('a')?.breakGlass.map(({ id }) => id)).toEqual(['both', 'first']);
    expect(factsOf('b')?.breakGlass.map(({ id }) => id)).toEqual(['both', 'second']);
    expect(factsOf('c')).toEqual(plainPerson(['c']));
    expect(factsOf('b')?.objections).toEqual([]);
    expect(joinGroupFacts({ id: 'c', personIds: ['c', 'd'] }, recorded, officerSample)).toBeNull();
    expect(joinGroupFacts({ id: 'd', personIds: ['d'] }, recorded, officerSample)).toBeNull();
  });

  it.each([
    ['inside both', ['officer-1'], ['officer-1', 'officer-2'], null, true],
    ['outside the first', ['officer-2'], ['officer-1'], null, false],
    ['outside the second', ['officer-1'], ['officer-2'], null, false],
    ['inside both, for a user inside both', ['officer-1', 'user-1'], ['officer-1', 'user-1'], 'user-1', true],
    ['inside both, for a user outside one', ['officer-1', 'user-1'], ['officer-1'], 'user-1', false],
    ['outside one, for a user inside both', ['user-1'], ['officer-1', 'user-1'], 'user-1', false],
  ])('of two restrictions: a caller %s', (_title, first, second, userId, isInside) => {
    const recorded = new Map([restrictedTo('a', first), restrictedTo('b', second)]);
    const subject = { ...officerSample, onBehalfOf: userId === null ? null : { ...officerSample, id: userId } };
    for (const id of ['a', 'b', 'c']) {
      const restriction = joinGroupFacts({ id, personIds: ['a', 'b', 'c'] }, recorded, subject)?.restriction;
      expect(isInsideCompartment(subject, restriction?.compartment ?? [])).toBe(isInside);
    }
  });
});
