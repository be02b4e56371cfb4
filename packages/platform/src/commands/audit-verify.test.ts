import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { AccessEventStore } from '@resident-graph/contact-details-subgraph';
import { type AccessEventDraft, openDocumentDatabase, readOrCreateSecretFile } from '@resident-graph/service-kit';
import { createCollectingLogger } from '@resident-graph/service-kit/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lookupKeyFileName } from '../data-folder.ts';
import { auditVerify } from './audit-verify.ts';

const look: AccessEventDraft = {
  requestId: 'request-1',
  operationHash: null,
  subject: { id: 'officer-1', kind: 'officer', area: 'housing', roles: [], onBehalfOfId: null },
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  action: 'contact-detail.read',
  personIds: ['person-1'],
  resourceIds: ['detail-1'],
  resourceAreas: ['housing'],
  fullCount: 1,
  maskCount: 0,
  fieldsReturned: [],
  decisionIds: [],
  codes: [],
  policyRevision: '1',
  consentIds: [],
  breakGlassId: null,
};

const folderOf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-verify-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const openDatabase = (dataDirectory: string) =>
  openDocumentDatabase({ mongodbUri: undefined, dataDirectory, name: 'contact-details', databasePrefix: '', onWarning: () => undefined });

/** A data folder with as many events on record. */
const fillFolder = async (events: number): Promise<string> => {
  const folder = folderOf();
  const lookupSecret = readOrCreateSecretFile(join(folder, 'keys', lookupKeyFileName));
  const database = await openDatabase(folder);
  const { logger } = createCollectingLogger();
  const store = await AccessEventStore.open(database, {
    lookupSecret,
    now: Date.now,
    newId: randomUUID,
    logger,
    deadlineMilliseconds: 60_000,
  });
  await store.append(Array.from({ length: events }, () => look));
  await store.whenIdle();
  await database.close();
  return folder;
};

/** Runs the command; answers what it printed and with what it exits. */
const run = async (folder: string, args: readonly string[] = []) => {
  const [stderr, printed] = [new PassThrough(), [] as string[]];
  let exitCode = 0;
  stderr.on('data', (text: Buffer) => printed.push(text.toString()));
  const left = new Error('The process is left.');
  const port = {
    on: () => undefined,
    exit: (code: number): never => {
      exitCode = code;
      throw left;
    },
    stdout: { write: (text: string) => printed.push(text) },
    stderr,
  };
  await auditVerify(port, { DATA_DIR: folder, MONGODB_URI: undefined, NODE_ENV: 'test' }, args).catch((error: unknown) => {
    if (error !== left) throw error;
  });
  return { exitCode, printed: printed.join('') };
};

describe('audit:verify', () => {
  it('counts a record that is whole, and exits with 0', async () => {
    const { exitCode, printed } = await run(await fillFolder(7));
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^events=7 chains=1 anchors=0 problems=0 seconds=\d+\.\d\d events_per_second=\d+$/mu);
  });

  it('lists what is wrong, and where, and exits with 1', async () => {
    const folder = await fillFolder(3);
    const database = await openDatabase(folder);
    const events = await database.collection({ name: 'accessEvents', indexes: [] });
    const [second] = await events.find({ place: { $gte: '' } }, { sort: { place: 1 }, skip: 1, limit: 1 }).toArray();
    await events.deleteOne({ _id: second?._id });
    await database.close();
    const { exitCode, printed } = await run(folder);
    expect(exitCode).toBe(1);
    expect(printed).toMatch(/^removed {3}chain=\S+ sequence=2$/mu);
    expect(printed).toContain('events=2 chains=1 anchors=0 problems=1 ');
  });

  it('makes neither a record nor a key where there is none', async () => {
    const folder = folderOf();
    expect(await run(folder)).toMatchObject({ exitCode: 78 });
    const filled = await fillFolder(1);
    rmSync(join(filled, 'keys'), { recursive: true });
    expect(await run(filled)).toMatchObject({ exitCode: 78 });
    expect(await run(filled, ['--key', join(folder, 'none.key')])).toMatchObject({ exitCode: 78 });
  });

  it('explains itself', async () => {
    expect(await run(folderOf(), ['--help'])).toMatchObject({ exitCode: 0, printed: expect.stringContaining('npm run audit:verify') });
    expect(await run(folderOf(), ['--nothing'])).toMatchObject({ exitCode: 78 });
  });
});
