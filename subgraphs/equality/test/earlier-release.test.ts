import { equalityCodes } from '@resident-graph/schema';
import { startOutbox } from '@resident-graph/service-kit';
import { signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { answersOfToday } from '../src/domain/earlier-answers.ts';
import type { EqualityInformationDocument } from '../src/store/equality-information-store.ts';
import { createEqualityStage } from './equality-stage.ts';

const at = '2025-03-10T09:00:00.000Z';

/** Answers as the releases before languages were codes of ISO 639 wrote them. */
const earlier = {
  ageGroup: null,
  gender: null,
  nationality: 'british',
  ethnicity: null,
  religionOrBelief: null,
  sexualOrientation: null,
  marriageOrCivilPartnership: null,
  languages: ['english', 'britishSignLanguage', 'other'].map((language, index) => ({ language, isPrimary: index === 0 })),
  caringResponsibilities: null,
  disabled: null,
  communicationRequirements: [],
  economicSituation: null,
  homeSituation: null,
  armedForces: null,
} as const;
const today = ['en', 'bfi', 'other'].map((language, index) => ({ language, isPrimary: index === 0 }));

const stageWithEarlierRecord = async () => {
  const stage = await createEqualityStage();
  const event = {
    id: 'e1',
    type: 'EqualityInformationRecorded',
    entityId: 'r1',
    version: 0,
    at,
    correlationId: 'c',
    targetId: 'p1',
  } as const;
  // The document of an earlier release has less than today's type asks of a source.
  const document = {
    ...{ _id: 'r1', targetId: 'p1', version: 0, createdAt: at, lastModifiedAt: at, creation: null },
    ...earlier,
    source: { key: 'register/1', answers: earlier },
    ...startOutbox(event),
  } as unknown as EqualityInformationDocument;
  await stage.store.collection.insertOne(document);
  return stage;
};

const importer = signedCallOf({ id: 'ingest-service', kind: 'service', actingArea: null, roles: ['ingest:equality-information'] });

describe('a record of an earlier release', () => {
  it('shows languages that were recorded as words by their codes, and what was not asked as unanswered', async () => {
    const { store } = await stageWithEarlierRecord();
    const [record] = await store.findByTarget(['p1']);
    expect(record?.information).toMatchObject({ languages: today, pregnancyOrMaternity: [], nationalInsuranceNumber: null, sources: [] });
    expect(equalityCodes.language).toEqual(expect.arrayContaining(today.map(({ language }) => language)));
  });

  it('is as it was when its source says the same again, in words or in codes', async () => {
    const { operations, store } = await stageWithEarlierRecord();
    for (const languages of [earlier.languages, today]) {
      const items = [{ sourceId: '1', targetId: 'p1', answers: { nationality: 'british', languages: [...languages] } }];
      expect(await operations.ingestEqualityInformation({ sourceSystem: 'register', items }, importer)).toMatchObject([
        { outcome: 'UNCHANGED' },
      ]);
    }
    expect(await store.findByTarget(['p1'])).toMatchObject([{ information: { version: 0 } }]);
  });

  it('is written in codes with the next change of another answer', async () => {
    const { operations, store } = await stageWithEarlierRecord();
    await operations.amendEqualityInformation({ id: 'r1', expectedVersion: 0, answers: { disabled: 'NO' } }, signedCallOf());
    expect(await store.collection.findOne({ _id: 'r1' })).toMatchObject({ languages: today, disabled: 'NO', version: 1 });
  });

  it('is the same when it is mended twice', () => {
    const mended = answersOfToday(earlier);
    expect(answersOfToday(mended)).toEqual(mended);
  });
});
