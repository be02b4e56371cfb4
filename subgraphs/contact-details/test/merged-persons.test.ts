import { failureOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createMergeStage, readers } from './merge-stage.ts';

const { housing, colleague, repairs, survivor, merged } = readers;

interface Shown {
  readonly contactDetail: { readonly id: string; readonly sourceServiceArea: { readonly isDefault: boolean | null } } | null;
}

const oneRow = (id: string): string => `{ contactDetail(id: "${id}") { id sourceServiceArea { isDefault } } }`;
const objectTo = 'mutation ($input: RecordObjectionInput!) { recordObjection(input: $input) { objection { id } } }';
const restrict = 'mutation ($input: RestrictPersonInput!) { restrictPerson(input: $input) { searchConfirmed } }';
const proposeLift = 'mutation ($input: LiftRestrictionInput!) { liftRestriction(input: $input) { restriction { version } } }';
const confirmLift = 'mutation ($input: ConfirmLiftRestrictionInput!) { confirmLiftRestriction(input: $input) { isLifted } }';
const breakGlass = 'mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { breakGlass { id } } }';
const setPreference =
  'mutation ($input: SetContactPreferenceInput!) { setContactPreference(input: $input) { contactPreference { version } } }';
const ofPerson = (id: string, fields: string): string =>
  `{ _entities(representations: [{ __typename: "Person", id: "${id}" }]) { ... on Person { ${fields} } } }`;
const emergency = {
  personId: 'p2',
  reasonCode: 'RISK_TO_LIFE',
  narrative: 'Neighbours have not seen her for three days.',
  caseReference: 'CASE-1',
  lawfulBasis: 'VITAL_INTERESTS',
};
const reason = { reason: 'Somebody has threatened to come to the door.' };

describe('the details of a joined person (access-model.md W11)', () => {
  it('are found under every id by officers, and under the own id alone by residents', async () => {
    const { record, rowsOf, merge, unmerge } = await createMergeStage();
    const [first, second] = [await record(housing, 'p1', '020 7946 0001'), await record(housing, 'p2', '020 7946 0002')];
    await merge('p2', 'p1');
    for (const id of ['p1', 'p2']) expect(await rowsOf(housing, id)).toEqual([first, second].toSorted());
    expect([await rowsOf(survivor, 'p1'), await rowsOf(survivor, 'p2')]).toEqual([[first], []]);
    expect([await rowsOf(merged, 'p2'), await rowsOf(merged, 'p1')]).toEqual([[second], []]);
    const written = await record(housing, 'p2', '020 7946 0003');
    await unmerge('p2');
    expect([await rowsOf(housing, 'p1'), await rowsOf(housing, 'p2')]).toEqual([[first, written].toSorted(), [second]]);
  });

  it('show the default of the survivor as the default, in the list as by id, and each its own again after the unmerge', async () => {
    const { ask, record, merge, unmerge } = await createMergeStage();
    const [first, second] = [await record(housing, 'p1', '020 7946 0001', true), await record(housing, 'p2', '020 7946 0002', true)];
    const isDefault = async (id: string): Promise<boolean | null | undefined> =>
      (await ask<Shown>(housing, oneRow(id))).contactDetail?.sourceServiceArea.isDefault;
    await merge('p2', 'p1');
    expect([await isDefault(first), await isDefault(second)]).toEqual([true, false]);
    const preferred = ofPerson('p2', 'preferredContact(contactType: PHONE) { id } contactDetails { id sourceServiceArea { isDefault } }');
    expect(await ask(housing, preferred)).toMatchObject({
      _entities: [
        {
          preferredContact: { id: first },
          contactDetails: [{ sourceServiceArea: { isDefault: true } }, { id: second, sourceServiceArea: { isDefault: false } }],
        },
      ],
    });
    await unmerge('p2');
    expect([await isDefault(first), await isDefault(second)]).toEqual([true, true]);
  });

  it('keep how the area contacts them until the survivor has a preference of its own', async () => {
    const { ask, merge, unmerge } = await createMergeStage();
    const preferenceOf = async (id: string): Promise<unknown> =>
      ask(housing, ofPerson(id, 'contactPreference { preferredChannel version }')).then(
        (data) => (data as { _entities: readonly unknown[] })._entities[0],
      );
    await ask(housing, setPreference, { personId: 'p2', preferredChannel: 'PHONE' });
    await merge('p2', 'p1');
    expect(await preferenceOf('p1')).toEqual({ contactPreference: { preferredChannel: 'PHONE', version: 0 } });
    await ask(housing, setPreference, { personId: 'p2', preferredChannel: 'EMAIL', expectedVersion: 0 });
    expect(await preferenceOf('p2')).toEqual({ contactPreference: { preferredChannel: 'EMAIL', version: 1 } });
    await unmerge('p2');
    expect(await preferenceOf('p2')).toEqual({ contactPreference: { preferredChannel: 'PHONE', version: 0 } });
  });
});

describe('consents, objections and emergencies of a joined person (access-model.md section 4)', () => {
  it('cover what was joined when they were recorded: a later merge widens no consent, and an unmerge ends it for the other id', async () => {
    const { record, rowsOf, consent, merge, unmerge } = await createMergeStage();
    const ids = await Promise.all(['p1', 'p2', 'p3'].map((id, index) => record(housing, id, `020 7946 000${index}`)));
    const [first = '', second = ''] = ids;
    await merge('p2', 'p1');
    await consent(housing, 'p2');
    expect(await rowsOf(repairs, 'p2')).toEqual([first, second].toSorted());
    await merge('p3', 'p1');
    expect(await rowsOf(housing, 'p3')).toEqual(ids.toSorted());
    expect(await rowsOf(repairs, 'p3')).toEqual([first, second].toSorted());
    await unmerge('p2');
    expect([await rowsOf(repairs, 'p2'), await rowsOf(repairs, 'p1')]).toEqual([[], [first]]);
  });

  it('are listed and revoked under every id', async () => {
    const { ask, record, rowsOf, consent, merge } = await createMergeStage();
    await record(housing, 'p2', '020 7946 0002');
    await consent(housing, 'p2');
    await consent(housing, 'p1');
    await merge('p2', 'p1');
    expect(await ask(housing, '{ consents(personId: "p1") { personId } }')).toEqual({ consents: [{ personId: 'p1' }, { personId: 'p2' }] });
    await ask(housing, 'mutation { revokeConsent(input: { personId: "p1" }) { consents { status } } }');
    expect(await rowsOf(repairs, 'p1')).toEqual([]);
  });

  it('take the place of one that stands under another id', async () => {
    const { ask, record, rowsOf, consent, merge } = await createMergeStage();
    await record(housing, 'p2', '020 7946 0002');
    const old = await consent(housing, 'p2');
    await merge('p2', 'p1');
    await consent(housing, 'p1', { supersedesId: old, purpose: 'SAFEGUARDING' });
    expect(await ask(housing, '{ consents(personId: "p2") { status purpose } }')).toMatchObject({
      consents: expect.arrayContaining([
        { status: 'ACTIVE', purpose: 'SAFEGUARDING' },
        { status: 'REVOKED', purpose: 'SERVICE_DELIVERY' },
      ]),
    });
    expect(await rowsOf(repairs, 'p2')).toEqual([]);
  });

  it('an objection that was recorded while joined goes on holding for both', async () => {
    const { ask, record, rowsOf, consent, merge, unmerge } = await createMergeStage();
    await record(housing, 'p2', '020 7946 0002');
    await consent(housing, 'p2');
    await merge('p2', 'p1');
    expect(await rowsOf(repairs, 'p1')).toHaveLength(1);
    await ask(housing, objectTo, { personId: 'p1', kind: 'RECIPIENT_AREA', recipientArea: 'repairs' });
    expect(await rowsOf(repairs, 'p1')).toEqual([]);
    await unmerge('p2');
    expect(await rowsOf(repairs, 'p2')).toEqual([]);
  });

  it('are opened and given up by a resident for the own id alone', async () => {
    const { ask, record, rowsOf, consent, merge } = await createMergeStage();
    const [first] = [await record(housing, 'p1', '020 7946 0001'), await record(housing, 'p2', '020 7946 0002')];
    await merge('p2', 'p1');
    const pending = await consent(repairs, 'p1');
    await ask(survivor, `mutation { confirmConsent(input: { id: "${pending}" }) { consent { status } } }`);
    expect(await rowsOf(repairs, 'p1')).toEqual([first]);
    await consent(housing, 'p1');
    expect(await rowsOf(repairs, 'p1')).toHaveLength(2);
    const { recordObjection } = await ask<{ recordObjection: { objection: { id: string } } }>(repairs, objectTo, {
      personId: 'p1',
      kind: 'RECIPIENT_AREA',
      recipientArea: 'repairs',
    });
    expect(await rowsOf(repairs, 'p1')).toEqual([]);
    await ask(survivor, `mutation { withdrawObjection(input: { id: "${recordObjection.objection.id}" }) { objection { id } } }`);
    expect(await rowsOf(repairs, 'p2')).toEqual([first]);
  });

  it('an emergency opening opens what was joined at its start', async () => {
    const { ask, record, rowsOf, merge } = await createMergeStage();
    const ids = await Promise.all(['p1', 'p2', 'p3'].map((id, index) => record(housing, id, `020 7946 000${index}`)));
    await merge('p2', 'p1');
    await ask(repairs, breakGlass, emergency);
    await merge('p3', 'p1');
    expect(await rowsOf(repairs, 'p1')).toEqual(ids.slice(0, 2).toSorted());
  });
});

describe('the restriction of a joined person (access-model.md section 5, W11)', () => {
  it('closes the rows of every id to whoever is outside one of them, also for writes', async () => {
    const { ask, record, rowsOf, merge, unmerge } = await createMergeStage();
    const [first, second] = [await record(repairs, 'p1', '020 7946 0001'), await record(repairs, 'p2', '020 7946 0002')];
    await ask(housing, restrict, { personId: 'p2', ...reason });
    await merge('p2', 'p1');
    for (const id of ['p1', 'p2']) {
      expect(await rowsOf(repairs, id)).toEqual([]);
      expect(await failureOf(record(repairs, id, '020 7946 0003'))).toMatchObject({ code: 'FORBIDDEN' });
      expect(await failureOf(ask(repairs, restrict, { personId: id, ...reason }))).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await ask(repairs, oneRow(first))).toEqual({ contactDetail: null });
    expect(await ask(housing, ofPerson('p1', 'restricted restriction { reason }'))).toEqual({
      _entities: [{ restricted: true, restriction: reason }],
    });
    expect(await rowsOf(survivor, 'p1')).toEqual([first]);
    await unmerge('p2');
    expect([await rowsOf(repairs, 'p1'), await rowsOf(repairs, 'p2')]).toEqual([[first], []]);
    expect(second).not.toBe(first);
  });

  it('stays with each id when it was made while they were joined, and is lifted for all of them at once', async () => {
    const { ask, record, rowsOf, merge, unmerge } = await createMergeStage();
    await record(repairs, 'p1', '020 7946 0001');
    await record(repairs, 'p2', '020 7946 0002');
    await merge('p2', 'p1');
    expect(await ask(housing, restrict, { personId: 'p2', ...reason })).toEqual({ restrictPerson: { searchConfirmed: true } });
    await unmerge('p2');
    expect([await rowsOf(repairs, 'p1'), await rowsOf(repairs, 'p2')]).toEqual([[], []]);
    await merge('p2', 'p1');
    await ask(housing, proposeLift, { personId: 'p1', ...reason });
    expect(await failureOf(ask(housing, confirmLift, { personId: 'p1' }))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask(colleague, confirmLift, { personId: 'p1' })).toEqual({ confirmLiftRestriction: { isLifted: true } });
    expect(await rowsOf(repairs, 'p1')).toHaveLength(2);
  });
});
