import { tmpdir } from 'node:os';
import { type DocumentDatabase, openDocumentDatabase } from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { afterAll, describe, expect, it } from 'vitest';
import {
  captureInRegister,
  confirmInRegister,
  objectInRegister,
  revokeInRegister,
  withdrawInRegister,
} from '../src/domain/change-consent-register.ts';
import { type Consent, type ConsentRegister, type ConsentTerms, emptyRegister } from '../src/domain/consent.ts';
import { ConsentStore } from '../src/store/consent-store.ts';
import { circumstances } from './book-samples.ts';

const terms: ConsentTerms = {
  types: ['PHONE'],
  contactDetailIds: null,
  sourceArea: 'housing',
  recipientArea: 'repairs',
  purpose: 'SERVICE_DELIVERY',
  grantedBy: 'SELF',
  authority: null,
  method: 'IN_PERSON',
  noticeId: 'n',
  noticeVersion: '1',
  noticeTextSha256: '0',
  language: 'en',
  validFrom: '2026-03-10T09:00:00.000Z',
  validUntil: '2027-03-10T09:00:00.000Z',
  evidenceRef: 'form',
  supersedesId: null,
};

const capture = (register: ConsentRegister, isPending = false) =>
  captureInRegister(
    register,
    { terms, personIds: [register.personId], area: 'housing', isPending, idempotency: { scope: 'scope-1', inputDigest: 'digest' } },
    circumstances,
  );

/** The contract of the consent store on a database; it finds none of its documents there. */
const defineConsentStoreContract = (name: string, openDatabase: () => Promise<DocumentDatabase>): void => {
  const createStage = async () => {
    const database = await openDatabase();
    const store = await ConsentStore.open(database);
    await store.collection.deleteMany({});
    /** Writes a consent of a person and answers it. */
    const fill = async (personId: string, isPending = false): Promise<Consent> => {
      const change = capture(await store.getRegister(personId), isPending);
      expect(await store.save(change)).toBe(true);
      return change.changed;
    };
    return { database, store, fill };
  };

  describe(`the consent store: ${name}`, () => {
    it('gives back what was written, by person, consent, objection and idempotency key', async () => {
      const { store, fill } = await createStage();
      const consent = await fill('p1');
      await fill('p2');
      const objected = objectInRegister(
        await store.getRegister('p1'),
        { recipientArea: 'repairs', area: null, personIds: ['p1'], consents: [] },
        circumstances,
      );
      expect(await store.save(objected)).toBe(true);
      const register = await store.getRegister('p1');
      expect(register).toEqual(objected.register);
      expect(await store.getRegisters(['p3', 'p1', 'p1'])).toEqual([emptyRegister('p3'), register, register]);
      expect(await store.findConsent(consent.id)).toEqual({ register, consent });
      expect(await store.findObjection(objected.changed.id)).toEqual({ register, objection: objected.changed });
      expect((await store.findMarked('scope-1')).map(({ personId }) => personId).toSorted()).toEqual(['p1', 'p2']);
      expect([await store.findConsent('nothing'), await store.findObjection('nothing'), await store.findMarked('nothing')]).toEqual([
        null,
        null,
        [],
      ]);
    });

    it('tells for whom an objection to monitoring holds until it is withdrawn', async () => {
      const { store, fill } = await createStage();
      await fill('p1');
      const entry = { recipientArea: null, area: null, personIds: ['p1', 'p2'], consents: [] };
      const objected = objectInRegister(await store.getRegister('p1'), entry, circumstances);
      expect(await store.findMonitoringObjected(['p1', 'p2'])).toEqual(new Set());
      await store.save(objected);
      expect(await store.findMonitoringObjected(['p3', 'p2', 'p2'])).toEqual(new Set(['p2']));
      await store.save(withdrawInRegister(objected.register, objected.changed, circumstances));
      expect(await store.findMonitoringObjected(['p1', 'p2'])).toEqual(new Set());
    });

    it('finds what waits for an area until it waits no longer', async () => {
      const { store, fill } = await createStage();
      await fill('p1');
      const [first, second] = [await fill('p1', true), await fill('p2', true)];
      expect((await store.findPending('housing')).map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted());
      expect(await store.findPending('repairs')).toEqual([]);
      expect(
        await store.save(confirmInRegister(await store.getRegister('p1'), { consent: first, personIds: first.personIds }, circumstances)),
      ).toBe(true);
      await store.save(revokeInRegister(await store.getRegister('p2'), { which: 'all', method: null }, circumstances));
      expect(await store.findPending('housing')).toEqual([]);
    });

    it('tells facts as they stand now, of all persons in one read, and leaves out those of whom nothing is recorded', async () => {
      const { database, store, fill } = await createStage();
      const { id } = await fill('p1');
      await fill('p2');
      const elsewhere = await ConsentStore.open(database);
      const before = await elsewhere.find(['p1', 'p2', 'p3', 'p1'], 'repairs');
      expect([...before.keys()].toSorted()).toEqual(['p1', 'p2']);
      expect(before.get('p1')).toMatchObject({ personIds: ['p1'], restriction: null, consents: [{ id, isRevoked: false }] });
      await store.save(revokeInRegister(await store.getRegister('p1'), { which: [id], method: null }, circumstances));
      expect((await elsewhere.find(['p1'], 'repairs')).get('p1')?.consents).toMatchObject([{ id, isRevoked: true }]);
    });

    it('fails when somebody else wrote first, a new register or an old one', async () => {
      const { store, fill } = await createStage();
      const fresh = [capture(emptyRegister('p1')), capture(emptyRegister('p1'))];
      expect((await Promise.all(fresh.map((change) => store.save(change)))).filter(Boolean)).toHaveLength(1);
      const register = await store.getRegister('p1');
      const late = [capture(register), capture(register)];
      expect((await Promise.all(late.map((change) => store.save(change)))).filter(Boolean)).toHaveLength(1);
      expect((await store.getRegister('p1')).consents).toHaveLength(2);
      await fill('p1');
    });

    it('keeps the events of a write in the document until they are delivered', async () => {
      const { store, fill } = await createStage();
      const { id } = await fill('p1');
      await store.save(revokeInRegister(await store.getRegister('p1'), { which: [id], method: null }, circumstances));
      const [document] = await store.collection.find({ outboxPendingAt: { $ne: null } }).toArray();
      expect(document?.outbox.map(({ type }) => type)).toEqual(['ConsentCaptured', 'ConsentRevoked']);
      expect(document).toMatchObject({ _id: 'p1', version: 1, outboxPendingAt: circumstances.at });
    });

    it('writes nothing where nothing changed', async () => {
      const { store, fill } = await createStage();
      const consent = await fill('p1');
      const register = await store.getRegister('p1');
      expect(await store.save(confirmInRegister(register, { consent, personIds: consent.personIds }, circumstances))).toBe(true);
      expect(await store.getRegister('p1')).toEqual(register);
    });
  });
};

defineConsentStoreContract('embedded', async () => openEmbeddedDatabase());

const mongodbUri = process.env['TEST_MONGODB_URI'];
if (mongodbUri === undefined) {
  describe.skip('the consent store: MongoDB (skipped: TEST_MONGODB_URI names no server)', () => {
    it('runs on a server', () => undefined);
  });
} else {
  const opened: DocumentDatabase[] = [];
  afterAll(async () => {
    for (const database of opened) {
      await (await ConsentStore.open(database)).collection.deleteMany({});
      await database.close();
    }
  });
  defineConsentStoreContract('MongoDB', async () => {
    const choice = { mongodbUri, dataDirectory: tmpdir(), name: 'consents', databasePrefix: 'contract', onWarning: () => undefined };
    const database = await openDocumentDatabase(choice);
    opened.push(database);
    return database;
  });
}
