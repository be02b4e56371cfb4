import { decide, isResidentSpeaking, type Outcome, outcomes, plainPerson, type Subject } from '@resident-graph/policy';
import { PersonAliases } from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VisibleContactDetail } from '../../src/domain/visible-contact-detail.ts';
import type { VisibleDetails } from '../../src/store/visible-details.ts';
import { openObservedDetails } from './contact-books.ts';
import { corpora, knowledge, now, type Run, subjects, toRun } from './corpora.ts';

/** Merges of the three targets: pairs, chains in both orders of telling, and two into one. */
const merges = fc.constantFrom<readonly (readonly [merged: number, survivor: number])[]>(
  [[1, 0]],
  [[0, 1]],
  [
    [0, 1],
    [1, 2],
  ],
  [
    [1, 2],
    [0, 1],
  ],
  [
    [0, 2],
    [1, 2],
  ],
);

/** Callers of every kind, half of them services that speak for somebody. */
const callers: fc.Arbitrary<Subject> = fc
  .tuple(subjects, fc.option(subjects))
  .map(([subject, user]) =>
    user === null || subject.kind === 'resident'
      ? subject
      : { ...subject, kind: 'service' as const, onBehalfOf: { ...user, id: 'subject-2' } },
  );

const toCaller = (run: number, caller: Subject): Subject => ({
  ...caller,
  onBehalfOf:
    caller.onBehalfOf?.personId == null
      ? caller.onBehalfOf
      : { ...caller.onBehalfOf, personId: `run-${run}-${caller.onBehalfOf.personId}` },
});

const rank = (outcome: Outcome): number => outcomes.indexOf(outcome);

const describeRows = (rows: readonly VisibleContactDetail[]): readonly string[] =>
  rows
    .filter(({ access }) => access.row.targetType === 'PERSON')
    .map(({ detail, decision }) => `${detail.targetId} ${detail.id} ${decision.outcome}`)
    .toSorted();

/** What a joined person's rows must be: each judged by what is recorded of its own id, under every restriction of the group. */
const expectedOf = ({ books, facts, subject }: Run, personIds: readonly string[], includeHistoric: boolean): readonly string[] => {
  const restrictions = personIds.flatMap((id) => facts.get(id)?.restriction ?? []);
  return books
    .filter(({ targetType, targetId }) => targetType === 'PERSON' && personIds.includes(targetId))
    .flatMap(({ targetId, targetType, area, details }) =>
      details.flatMap((detail) => {
        const person = { ...(facts.get(targetId) ?? plainPerson([targetId])), restriction: null };
        const judged = (restrictions.length === 0 ? [null] : restrictions).map((restriction) => {
          const context = { includeHistoric, isLegacyTriage: false, now, diagnosticSession: null, person: { ...person, restriction } };
          return decide(subject, 'contact-detail.read', { ...detail, targetId, targetType, area }, context).outcome;
        });
        const outcome = judged.reduce((least, one) => (rank(one) < rank(least) ? one : least));
        return outcome === 'HIDDEN' ? [] : [`${targetId} ${detail.id} ${outcome}`];
      }),
    )
    .toSorted();
};

/** What a caller sees under each id, by target and by the ids of the rows. */
const look = async (visible: VisibleDetails, { targetIds, books, subject }: Run, includeHistoric: boolean) => {
  const reading = { subject, includeHistoric, isLegacyTriage: false, now };
  const detailIds = books.flatMap(({ details }) => details.map(({ id }) => id));
  return {
    byTarget: await Promise.all(targetIds.map(async (id) => describeRows(await visible.findByTarget([id], reading)))),
    byId: describeRows(await visible.findById(detailIds, reading)),
  };
};

describe('merge neutrality over random contact books, consents, objections, restrictions and emergencies (access-model.md T7)', () => {
  test('shows after a merge what was shown before under each id, less what a restriction closes, and the same again after the unmerge', async () => {
    const aliases = await PersonAliases.open(openEmbeddedDatabase());
    await using observed = await openObservedDetails({ groups: aliases });
    const { visible } = observed;
    let run = 0;
    await fc.assert(
      fc.asyncProperty(corpora, knowledge, callers, merges, fc.boolean(), async (corpus, sketch, caller, pairs, includeHistoric) => {
        run += 1;
        const given = toRun(run, corpus, sketch, toCaller(run, caller));
        const { targetIds, subject } = given;
        await observed.write(given.books);
        observed.know(given.facts);
        const idOf = (place: number): string => targetIds[place] ?? '';
        const before = await look(visible, given, includeHistoric);

        await aliases.apply(
          pairs.map(([merged, survivor], day) => ({
            mergedId: idOf(merged),
            survivorId: idOf(survivor),
            version: 1,
            at: `2026-02-0${day + 1}`,
          })),
        );
        const after = await look(visible, given, includeHistoric);
        if (isResidentSpeaking(subject)) expect(after).toEqual(before);
        else {
          const groups = await aliases.groupsOf(targetIds);
          const expected = new Map([...groups.values()].map((joined) => [joined[0], expectedOf(given, joined, includeHistoric)]));
          expect(after.byTarget).toEqual(targetIds.map((id) => expected.get(groups.get(id)?.[0])));
          expect(after.byId).toEqual([...expected.values()].flat().toSorted());
          const isRestricted = targetIds.some((id) => given.facts.get(id)?.restriction != null);
          if (!isRestricted) expect(after.byId).toEqual(before.byId);
        }

        await aliases.apply(pairs.map(([merged]) => ({ mergedId: idOf(merged), survivorId: null, version: 2, at: '2026-03-01' })));
        expect(await look(visible, given, includeHistoric)).toEqual(before);
      }),
      { numRuns: 250 },
    );
  });
});
