import { describe, expect, it } from 'vitest';
import { failureOf } from '../testing/document-samples.ts';
import { signedCallOf } from '../testing/signed-call-sample.ts';
import { assertInsideCompartment, createRestrictionDirectory, findRestrictionsAction } from './restriction-directory.ts';
import type { WorkerLink } from './worker-link.ts';

const housing = { personId: 'a', version: 1, compartment: [{ area: 'housing', role: 'contact:read' }] };
const repairs = { personId: 'b', version: 2, compartment: [{ area: 'repairs', role: 'contact:read' }, { subjectId: 'officer-9' }] };

/** A directory before a contact-details subgraph that answers this. */
const directoryOf = (answer: () => Promise<unknown>) => {
  const calls: unknown[] = [];
  const link: WorkerLink = {
    call: (...call) => {
      calls.push(call);
      return answer();
    },
  };
  return { directory: createRestrictionDirectory(link), calls };
};

describe('the restriction directory', () => {
  it('tells where a caller stands, with one question for all persons', async () => {
    const { directory, calls } = directoryOf(async () => ({ restrictions: [housing, repairs] }));
    expect(await directory.findStandings(['a', 'b', 'c', 'a'], signedCallOf())).toEqual(
      new Map([
        ['a', 'INSIDE'],
        ['b', 'OUTSIDE'],
      ]),
    );
    expect((await directory.findStandings(['b'], signedCallOf({ id: 'officer-9' }))).get('b')).toBe('INSIDE');
    expect(calls[0]).toEqual([findRestrictionsAction, { personIds: ['a', 'b', 'c'] }, 'correlation-1']);
  });

  it('takes for inside only who is inside every restriction of a person', async () => {
    const both = [
      { ...housing, personId: 'a' },
      { ...repairs, personId: 'a' },
    ];
    for (const restrictions of [both, both.toReversed()]) {
      const { directory } = directoryOf(async () => ({ restrictions }));
      expect((await directory.findStandings(['a'], signedCallOf())).get('a')).toBe('OUTSIDE');
      expect((await directory.findStandings(['a'], signedCallOf({ id: 'officer-9' }))).get('a')).toBe('INSIDE');
    }
  });

  it('asks nobody about nobody', async () => {
    const { directory, calls } = directoryOf(() => Promise.reject(new Error('canary')));
    expect(await directory.findStandings([], signedCallOf())).toEqual(new Map());
    expect(calls).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['nobody answers', () => Promise.reject(new Error('canary'))],
    ['the answer is another one', async () => ({})],
    [
      'an entry cannot be understood',
      async () => ({ restrictions: [{ ...housing, compartment: [{ area: 'moon', role: 'contact:read' }] }] }),
    ],
  ])('fails closed with STORE_UNAVAILABLE when %s', async (_title, answer) => {
    const { directory } = directoryOf(answer);
    const unavailable = {
      code: 'STORE_UNAVAILABLE',
      message: 'Whether the person is restricted cannot be known now; nothing was done.',
      details: { retryable: true },
    };
    expect(await failureOf(directory.findStandings(['a'], signedCallOf()))).toMatchObject(unavailable);
    expect(await failureOf(assertInsideCompartment(directory, 'a', signedCallOf()))).toMatchObject(unavailable);
  });

  it('lets a write pass from inside and on persons who are not restricted', async () => {
    const { directory } = directoryOf(async () => ({ restrictions: [housing] }));
    await assertInsideCompartment(directory, 'a', signedCallOf());
    await assertInsideCompartment(directory, 'c', signedCallOf());
  });

  it('has one answer to a write from outside', async () => {
    const { directory } = directoryOf(async () => ({ restrictions: [repairs] }));
    expect(await failureOf(assertInsideCompartment(directory, 'b', signedCallOf()))).toMatchObject({
      code: 'FORBIDDEN',
      message: 'Not allowed.',
      details: { ruleId: 'S4' },
    });
  });
});
