import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegister, readRegister } from '../../src/import/read-register.ts';
import { allRowsOf, registerOf } from './register-of.ts';

describe('readRegister', () => {
  it('reads past a byte order mark, blanks around headers and values, CRLF and empty lines', async () => {
    const register = await registerOf('\uFEFFid, name ,town\r\n1, Zoë , Łódź\r\n\r\n2,b,c');
    expect(register.header).toEqual(['id', 'name', 'town']);
    expect(await allRowsOf(register)).toEqual([
      { kind: 'record', line: 2, record: { id: '1', name: 'Zoë', town: 'Łódź' } },
      { kind: 'record', line: 4, record: { id: '2', name: 'b', town: 'c' } },
    ]);
    expect(register.bytesRead()).toBe(register.totalBytes === null ? 0 : register.totalBytes - 3);
  });

  it('reads quoted values with commas, quotation marks and line ends, and counts lines on', async () => {
    const register = await registerOf('id,name\n1,"a, ""b""\nc"\n2,d\n');
    expect(await allRowsOf(register)).toEqual([
      { kind: 'record', line: 2, record: { id: '1', name: 'a, "b"\nc' } },
      { kind: 'record', line: 4, record: { id: '2', name: 'd' } },
    ]);
  });

  it.each([
    ['too few values', 'id,name\n1\n2,b\n', [2, '1 values where the header has 2']],
    ['too many values', 'id,name\n1,a,x\n2,b\n', [2, '3 values where the header has 2']],
    ['an opening quotation mark that never closes', 'id,name\n1,"a\n2,b\n', [2, 'quotation marks are not in pairs']],
    ['one that only the next row would close', 'id,name\n1,"a\n2,"b"\n', [2, 'quotation marks are not in pairs']],
    ['text after a closing quotation mark', 'id,name\n1,"a"b\n2,b\n', [2, 'quotation marks are not in pairs']],
  ])('loses only the line with %s', async (_, text, [line, reason]) => {
    const rows = await allRowsOf(await registerOf(text));
    expect(rows[0]).toMatchObject({ kind: 'malformed', line, reason });
    expect(rows.slice(1)).toEqual([{ kind: 'record', line: 3, record: { id: '2', name: 'b' } }]);
  });

  it('reports a row that is not UTF-8 with its column', async () => {
    const bytes = Buffer.concat([Buffer.from('id,name\n1,Zo'), Buffer.from([0xeb]), Buffer.from('\n2,b\n')]);
    const rows = await allRowsOf(await registerOf(bytes));
    expect(rows.map(({ kind }) => kind)).toEqual(['malformed', 'record']);
    expect(rows[0]).toMatchObject({ column: 'name', line: 2 });
  });

  it('reports a line without end instead of keeping it', async () => {
    const rows = await allRowsOf(await registerOf(`id,name\n1,${'x'.repeat(3_000_000)}\n2,b\n`, 65_536));
    expect(rows.map(({ kind, line }) => [kind, line])).toEqual([
      ['malformed', 2],
      ['record', 3],
    ]);
  });

  it.each([
    ['an empty file', '', 'is empty'],
    ['blank lines only', '\n \n', 'is empty'],
    ['a column without a name', 'id,,name\n', 'one has none'],
    ['a column twice', 'id,name,id\n', 'one occurs twice'],
  ])('refuses %s', async (_, text, message) => {
    await expect(registerOf(text)).rejects.toMatchObject({ code: 'HEADER_MISSING', message: expect.stringContaining(message) });
  });

  it('takes no more of its source than its reader takes of it', async () => {
    const chunk = Buffer.from('1,a\n'.repeat(1_000));
    let taken = 0;
    const endless = async function* (): AsyncGenerator<Uint8Array, void> {
      yield Buffer.from('id,name\n');
      for (;;) {
        taken += 1;
        yield chunk;
      }
    };
    const register = await readRegister({ name: 'endless.csv', chunks: endless(), totalBytes: null });
    let rows = 0;
    for await (const row of register.rows()) {
      rows += 1;
      if (row.kind !== 'record' || taken > Math.ceil(rows / 1_000)) expect.fail(`row ${rows}: ${row.kind}, ${taken} chunks taken`);
      if (rows === 200_000) break;
    }
    expect(taken).toBe(200);
  });
});

describe('openRegister', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'register-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads a file and knows its size', async () => {
    const path = join(folder, 'a.csv');
    await writeFile(path, 'id,name\n1,a\n');
    const register = await openRegister(path);
    expect(register.totalBytes).toBe(12);
    expect(await allRowsOf(register)).toHaveLength(1);
    expect(register.bytesRead()).toBe(12);
  });

  it('refuses a folder', async () => {
    await expect(openRegister(folder)).rejects.toMatchObject({
      code: 'REGISTER_UNREADABLE',
      message: expect.stringContaining('it is a folder'),
    });
  });

  it('refuses a missing file and says what to do', async () => {
    await expect(openRegister(join(folder, 'none.csv'))).rejects.toMatchObject({
      code: 'REGISTER_UNREADABLE',
      message: expect.stringMatching(/there is no such file\. Name an existing CSV file/),
    });
  });
});
