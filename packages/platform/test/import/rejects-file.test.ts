import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRejectsFile, rejectsPathOf } from '../../src/import/rejects-file.ts';
import type { RowProblem } from '../../src/import/row-problem.ts';

const problem: RowProblem = {
  line: 12,
  column: 'date_of_birth',
  kind: 'kept-without',
  valueKind: '8 digits',
  reason: 'not a date, in "any" form',
};

describe('openRejectsFile', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rejects-'));
    path = rejectsPathOf(join(folder, 'register.csv'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes one line for each problem under a header', async () => {
    const rejects = await openRejectsFile(path);
    await rejects.report([problem, { ...problem, line: 13, column: '=SUM(A1)' }]);
    await rejects.report([{ line: 20, column: '', kind: 'rejected', valueKind: 'row', reason: '1 values where the header has 2' }]);
    await rejects.close();
    expect(rejects.isWritten()).toBe(true);
    expect(await readFile(path, 'utf8')).toBe(
      'line,column,kind,value_kind,reason\n' +
        '12,date_of_birth,kept-without,8 digits,"not a date, in ""any"" form"\n' +
        `13,'=SUM(A1),kept-without,8 digits,"not a date, in ""any"" form"\n` +
        '20,,rejected,row,1 values where the header has 2\n',
    );
  });

  it('creates nothing when there is nothing to report, and removes what an earlier run reported', async () => {
    await writeFile(path, 'line,column,kind,value_kind,reason\n1,a,rejected,row,b\n');
    const rejects = await openRejectsFile(path);
    await rejects.report([]);
    await rejects.close();
    expect(rejects.isWritten()).toBe(false);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('never overwrites a file that is no rejects file', async () => {
    const register = join(folder, 'register.csv');
    await writeFile(register, 'id,name\n1,a\n');
    await expect(openRejectsFile(register)).rejects.toMatchObject({
      code: 'REJECTS_UNWRITABLE',
      message: expect.stringContaining('another file is there'),
    });
    expect(await readFile(register, 'utf8')).toBe('id,name\n1,a\n');
  });

  it.each([
    ['none/rejects.csv', 'ENOENT'],
    ['', 'EISDIR'],
  ])('refuses the path %j before anything is imported', async (name, reason) => {
    await expect(openRejectsFile(join(folder, name))).rejects.toMatchObject({
      code: 'REJECTS_UNWRITABLE',
      message: expect.stringContaining(reason),
    });
  });
});
