import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AccessEventStore, verifyAccessEvents } from '@resident-graph/contact-details-subgraph';
import { type AccessEventDraft, createLogger, openDocumentDatabase } from '@resident-graph/service-kit';
import { inTemporaryFolder, median } from './measure.ts';

const expectedEvents = 20_000;
const eventsOfAnAppend = 100;
const rounds = 3;

/** A look of an officer at two contact details of one person. */
const createLook = (person: number): AccessEventDraft => ({
  requestId: randomUUID(),
  operationHash: '0'.repeat(64),
  subject: { id: 'officer-1', kind: 'officer', area: 'housing', roles: ['contact:read', 'person:read'], onBehalfOfId: null },
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  action: 'contact-detail.read',
  personIds: [`person-${person}`],
  resourceIds: [randomUUID(), randomUUID()],
  resourceAreas: ['housing', 'benefits'],
  fullCount: 1,
  maskCount: 1,
  fieldsReturned: ['ContactDetail.id', 'ContactDetail.information', 'ContactInformation.value'],
  decisionIds: [randomUUID(), randomUUID()],
  codes: ['CONSENT', 'OWN_AREA'],
  policyRevision: '1',
  consentIds: [randomUUID()],
  breakGlassId: null,
});

/** Measures how many events a second are verified on the embedded store: the median of three readings of 20,000. */
export const measureVerify = (): Promise<number> =>
  inTemporaryFolder(async (folder) => {
    const database = await openDocumentDatabase({
      mongodbUri: undefined,
      dataDirectory: join(folder, 'data'),
      name: 'contact-details',
      databasePrefix: 'bench',
      onWarning: () => undefined,
    });
    const lookupSecret = new Uint8Array(32).fill(1);
    const logger = createLogger({ service: 'bench', level: 'error' });
    const store = await AccessEventStore.open(database, {
      lookupSecret,
      now: Date.now,
      newId: randomUUID,
      logger,
      deadlineMilliseconds: 60_000,
    });
    for (let begun = 0; begun < expectedEvents; begun += eventsOfAnAppend) {
      await store.append(Array.from({ length: eventsOfAnAppend }, (_, index) => createLook((begun + index) % 1_000)));
    }
    await store.whenIdle();
    const rates: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      const { events, findings } = await verifyAccessEvents(database, { lookupSecret });
      const seconds = (performance.now() - startedAt) / 1_000;
      if (events !== expectedEvents || findings.length > 0) throw new Error('Expected a record that is whole.');
      rates.push(Math.round(events / seconds));
    }
    await database.close();
    return median(rates);
  });
