import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DocumentDatabase } from '../store/document-collection.ts';
import { openSqliteDocumentDatabase } from '../store/sqlite-document-database.ts';

/** Opens an embedded document store in a temporary folder; both are gone when the running test ends. */
export const openEmbeddedDatabase = (): DocumentDatabase => {
  const folder = mkdtempSync(join(tmpdir(), 'resident-graph-'));
  const database = openSqliteDocumentDatabase({ path: join(folder, 'test.db') });
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return database;
};
