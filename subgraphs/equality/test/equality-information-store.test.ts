import { randomUUID } from 'node:crypto';
import type { EqualityInformationEvent } from '@resident-graph/schema';
import { createKeyedDigest } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import type { EqualityInformation } from '../src/domain/equality-information.ts';
import { EqualityInformationStore, type EqualityRecord } from '../src/store/equality-information-store.ts';
import { type StoreToTest, storesToTest } from './stores-to-test.ts';

const at = '2026-03-10T09:00:00.000Z';

const recordOf = (targetId: string, change: Partial<EqualityInformation> = {}): EqualityRecord => ({
  information: {
    id: randomUUID(),
    targetId,
    ageGroup: null,
    gender: null,
    nationality: null,
    ethnicity: { code: 'other', otherText: 'Invented' },
    religionOrBelief: null,
    sexualOrientation: null,
    marriageOrCivilPartnership: null,
    pregnancyOrMaternity: [],
    nationalInsuranceNumber: null,
    languages: [],
    caringResponsibilities: null,
    disabled: 'NO',
    communicationRequirements: [],
    economicSituation: null,
    homeSituation: null,
    armedForces: null,
    sources: [{ answer: 'disabled', source: 'SELF', at }],
    version: 0,
    createdAt: at,
    lastModifiedAt: at,
    ...change,
  },
  source: null,
  creation: { scope: `scope-${targetId}`, inputDigest: 'digest', resultId: 'result', at },
});

const withEvent = (record: EqualityRecord, type: EqualityInformationEvent['type']) => {
  const { id: entityId, targetId, version } = record.information;
  return { ...record, event: { id: randomUUID(), type, entityId, version, at, correlationId: 'c', targetId } };
};
const recorded = (record: EqualityRecord) => withEvent(record, 'EqualityInformationRecorded');

const open = async ({ open: openDatabase }: StoreToTest): Promise<EqualityInformationStore> =>
  EqualityInformationStore.open(await openDatabase('equality-information-store'), createKeyedDigest(new Uint8Array(32)));

for (const store of storesToTest) {
  const { skipped } = store;
  const title = `the equality information store, ${store.store}${skipped === false ? '' : ` (skipped: ${skipped})`}`;
  describe.skipIf(skipped !== false)(title, () => {
    it('gives back what was written, by id, target, idempotency key and national insurance number', async () => {
      const records = await open(store);
      const [one, two] = [recordOf('p1', { nationalInsuranceNumber: 'QQ123456C' }), recordOf('p2')];
      for (const record of [one, two]) expect(await records.insert(recorded(record))).toBe(true);
      expect(await records.findRecords([one.information.id, 'nothing'])).toEqual([one]);
      expect(await records.findByTarget(['p2', 'p3'])).toEqual([two]);
      expect(await records.findByCreation('scope-p1')).toEqual([one]);
      expect(await records.findByNationalInsuranceNumber('QQ123456C')).toEqual([one.information]);
      expect(await records.findByNationalInsuranceNumber('QQ123456D')).toEqual([]);
    });

    it('keeps one record for a target when many write at once', async () => {
      const records = await open(store);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => records.insert(recorded(recordOf('p1')))));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await records.collection.countDocuments({ targetId: 'p1' })).toBe(1);
    });

    it('takes one of two changes of the same version, with the events of what was written', async () => {
      const records = await open(store);
      const { information, ...rest } = recordOf('p1');
      await records.insert(recorded({ information, ...rest }));
      const changeTo = (disabled: 'YES' | 'PREFER_NOT_TO_SAY') =>
        records.amend(withEvent({ ...rest, information: { ...information, disabled, version: 1 } }, 'EqualityInformationAmended'));
      const outcomes = await Promise.all([changeTo('YES'), changeTo('PREFER_NOT_TO_SAY')]);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      const [document] = await records.collection.find({ outboxPendingAt: { $ne: null } }).toArray();
      expect(document).toMatchObject({ version: 1, disabled: outcomes[0] ? 'YES' : 'PREFER_NOT_TO_SAY' });
      expect(document?.outbox.map(({ type }) => type)).toEqual(['EqualityInformationRecorded', 'EqualityInformationAmended']);
    });
  });
}
