import { plainPerson } from '@resident-graph/policy';
import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { callers, consentOf, createConsentStage } from './consent-stage.ts';
import { createContactStage, rowOf } from './contact-stage.ts';

const inside = signedCallOf({ id: 'inside', actingArea: 'housing', teams: ['north'] });
const outside = signedCallOf({ id: 'outside', actingArea: 'repairs', teams: ['north'] });
const importer = signedCallOf({ id: 'ingest-service', kind: 'service', actingArea: null, roles: ['ingest:contact-details'] });
const restriction = { compartment: [{ area: 'housing', role: 'contact:read' }] } as const;
const forbidden = { code: 'FORBIDDEN', message: 'Not allowed.', details: { ruleId: 'S4' } };

const phoneOf = (value: string) =>
  ({ targetId: 'p1', targetType: 'PERSON', contactType: 'PHONE', subType: 'MOBILE', value, isDefault: true }) as const;

const preference = { personId: 'p1', timesToAvoid: [], doNotUseFor: [] };

/** A stage on which repairs has a phone and a preference of p1, who is then restricted to housing. */
const createRestrictedStage = async () => {
  const stage = await createContactStage();
  const id = rowOf(await stage.operations.recordContactDetail(phoneOf('020 7946 0001'), outside)).id;
  await stage.operations.setContactPreference(preference, outside);
  stage.know({ ...plainPerson(['p1']), restriction });
  const written = JSON.stringify(await stage.books());
  const isUnwritten = async (): Promise<boolean> => JSON.stringify(await stage.books()) === written;
  return { ...stage, id, isUnwritten };
};

describe('a write on a restricted person from outside the compartment (access-model.md section 5)', () => {
  it.each(['020 7946 0001', '020 7946 0002'])('is one FORBIDDEN whatever rows exist: recording %s', async (value) => {
    const { operations, isUnwritten } = await createRestrictedStage();
    expect(await failureOf(operations.recordContactDetail(phoneOf(value), outside))).toMatchObject(forbidden);
    expect(await isUnwritten()).toBe(true);
  });

  it('is FORBIDDEN for a preference, whatever version is expected', async () => {
    const { operations, isUnwritten } = await createRestrictedStage();
    for (const expectedVersion of [0, 7]) {
      const input = { ...preference, expectedVersion };
      expect(await failureOf(operations.setContactPreference(input, outside))).toMatchObject(forbidden);
    }
    expect(await isUnwritten()).toBe(true);
  });

  it('by the id of a row is NOT_FOUND, as for a row that does not exist: the row is hidden', async () => {
    const { operations, id, isUnwritten } = await createRestrictedStage();
    const failures = await Promise.all(
      [id, 'absent'].flatMap((which) => [
        failureOf(operations.retireContactDetail({ id: which }, outside)),
        failureOf(operations.amendContactDetail({ id: which, expectedVersion: 0, description: 'Office' }, outside)),
      ]),
    );
    for (const failure of failures) expect(failure).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such contact detail.' });
    expect(await isUnwritten()).toBe(true);
  });

  it('is rejected in an import, item by item', async () => {
    const { operations } = await createRestrictedStage();
    const itemOf = (sourceId: string, targetId: string) => ({
      ...phoneOf('020 7946 0003'),
      sourceId,
      targetId,
      area: 'repairs',
      isActive: true,
    });
    const items = [itemOf('1', 'p1'), itemOf('2', 'p2')];
    expect(await operations.ingestContactDetails({ sourceSystem: 'register', items }, importer)).toMatchObject([
      { outcome: 'REJECTED', problems: [{ path: 'input.items.0.targetId', code: 'FORBIDDEN' }] },
      { outcome: 'CREATED' },
    ]);
  });

  it('is done inside', async () => {
    const { operations } = await createRestrictedStage();
    expect(rowOf(await operations.recordContactDetail(phoneOf('020 7946 0001'), inside)).area).toBe('housing');
  });

  it('tells of a broken input first, which tells nothing of the person', async () => {
    const { operations } = await createRestrictedStage();
    expect(await failureOf(operations.recordContactDetail(phoneOf('nothing'), outside))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('what is kept of a restricted person', () => {
  it('is hidden outside: rows, default, history, contactability and preference', async () => {
    const { reads, readerOf } = await createRestrictedStage();
    const reader = readerOf(outside);
    expect(await reader.loaders.detailsByTarget(true).load('p1')).toEqual([]);
    expect(await reader.loaders.preferenceByPerson.load('p1')).toBeNull();
    expect(await reads.preferredContact('p1', { contactType: 'PHONE' }, reader)).toBeNull();
    expect((await reads.contactDetailHistory('p1', { first: 10 }, reader)).edges).toEqual([]);
    const asked = { personId: 'p1', contactType: 'PHONE' } as const;
    const unknown = { personId: 'p9', contactType: 'PHONE' } as const;
    expect(await reads.contactability(asked, reader)).toEqual(await reads.contactability(unknown, reader));
  });
});

describe('consents of a restricted person', () => {
  const createStage = async () => {
    const stage = await createConsentStage();
    stage.compartments.set('p1', { compartment: [{ area: 'housing', role: 'contact:read' }] });
    return stage;
  };

  it('are captured and objected to inside and by the resident only', async () => {
    const { operations, rows } = await createStage();
    rows.length = 0;
    const objection = { personId: 'p1', recipientArea: 'benefits', kind: 'RECIPIENT_AREA' } as const;
    expect(await failureOf(operations.captureConsent(consentOf(), callers.recipient))).toMatchObject(forbidden);
    expect(await failureOf(operations.recordObjection(objection, callers.recipient))).toMatchObject(forbidden);
    expect(await operations.captureConsent(consentOf(), callers.owner)).toMatchObject({ personId: 'p1' });
    expect(await operations.recordObjection(objection, callers.resident)).toMatchObject({ personId: 'p1' });
  });

  it('answer the same to a caller outside whichever rows are named', async () => {
    const { operations } = await createStage();
    const named = consentOf({ contactDetailIds: ['absent'], sourceArea: 'repairs', recipientArea: 'housing' });
    expect(await failureOf(operations.captureConsent(named, callers.recipient))).toMatchObject(forbidden);
  });

  it('are revoked from outside too', async () => {
    const { operations } = await createStage();
    const { id } = await operations.captureConsent(consentOf(), callers.owner);
    expect(await operations.revokeConsent({ id }, callers.recipient)).toMatchObject([{ id }]);
  });

  it('are confirmed, and objections withdrawn, inside only', async () => {
    const { operations, compartments } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), callers.recipient);
    const objection = await operations.recordObjection(
      { personId: 'p1', recipientArea: 'benefits', kind: 'RECIPIENT_AREA' },
      callers.owner,
    );
    compartments.set('p1', { compartment: [{ area: 'social-care', role: 'contact:read' }] });
    expect(await failureOf(operations.confirmConsent({ id }, callers.owner))).toMatchObject(forbidden);
    expect(await failureOf(operations.withdrawObjection({ id: objection.id }, callers.owner))).toMatchObject(forbidden);
  });
});
