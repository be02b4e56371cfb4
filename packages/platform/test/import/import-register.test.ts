import { describe, expect, it } from 'vitest';
import { importRegister } from '../../src/import/import-register.ts';
import { formatImportSummary } from '../../src/import/import-summary.ts';
import { parseMapping } from '../../src/import/mapping.ts';
import type { RowProblem } from '../../src/import/row-problem.ts';
import type { ImportProgressReport } from '../../src/import/run-batches.ts';
import { createInMemoryIngestApi } from './in-memory-ingest-api.ts';
import { registerOf } from './register-of.ts';

const mapping = parseMapping(
  {
    name: 'small',
    sourceSystem: 'small',
    headers: ['id', 'area', 'name', 'phone', 'disabled'],
    sourceId: 'id',
    area: 'area',
    person: { surname: 'name' },
    contactDetails: [{ key: 'phone', contactType: 'PHONE', subType: 'HOME', value: 'phone' }],
    equality: { disabled: 'disabled' },
  },
  'small.json',
);

const header = 'id,area,name,phone,disabled\n';
const textOf = (count: number): string =>
  header + Array.from({ length: count }, (_, index) => `${index},housing,Name,020 7946 0018,\n`).join('');

const collected = (): { readonly problems: RowProblem[]; readonly report: (problems: readonly RowProblem[]) => Promise<void> } => {
  const problems: RowProblem[] = [];
  return { problems, report: async (some) => void problems.push(...some) };
};

describe('importRegister', () => {
  it('imports rows of one resident as one person with the details of each area', async () => {
    const api = createInMemoryIngestApi();
    const text = `${header}1,housing,Okafor,020 7946 0018,NO\n1,social-care,Okafor,020 7946 0733,\n2,housing,Tembo,,\n`;
    const result = await importRegister({ source: await registerOf(text), mapping, api, batchSize: 1 });
    expect(formatImportSummary(result)).toBe('imported=2 rejected=0 kept_without=0 contact_details_imported=2 equality_imported=1');
    expect([...api.stored.ingestContactDetails.values()]).toMatchObject([
      { sourceId: '1/housing/phone', targetId: 'id-of-small/1', value: '020 7946 0018' },
      { sourceId: '1/social-care/phone', targetId: 'id-of-small/1', value: '020 7946 0733' },
    ]);
    expect(api.calls.map(({ mutation }) => mutation)).toEqual([
      'ingestPersons',
      'ingestContactDetails',
      'ingestEqualityInformation',
      'ingestPersons',
    ]);
  });

  it('leaves a resident unchanged who comes again in a later batch', async () => {
    const api = createInMemoryIngestApi();
    const text = `${header}1,housing,Okafor,1,\n2,housing,Tembo,2,\n1,repairs,Okafor,3,\n`;
    const result = await importRegister({ source: await registerOf(text), mapping, api, batchSize: 1 });
    expect(result).toMatchObject({ imported: 2, unchanged: 1, updated: 0, contactDetails: { imported: 3 } });
  });

  it('reports rows of one batch that contradict each other, and lets the first count', async () => {
    const [api, rejects] = [createInMemoryIngestApi(), collected()];
    const text = `${header}1,housing,Okafor,1,NO\n1,housing,Tembo,2,YES\n1,housing,Okafor,1,NO\n`;
    const result = await importRegister({ source: await registerOf(text), mapping, api, rejects });
    expect(rejects.problems.map(({ line, column, kind }) => [line, column, kind])).toEqual([
      [3, 'id', 'kept-without'],
      [3, 'phone', 'kept-without'],
      [3, '', 'kept-without'],
    ]);
    expect(result).toMatchObject({ imported: 1, rejected: 0, keptWithout: 1 });
    expect(api.stored.ingestPersons.get('small/1')).toMatchObject({ surname: 'Okafor' });
  });

  it('changes nothing the second time', async () => {
    const api = createInMemoryIngestApi();
    const text = `${textOf(7)},,,,\n`;
    const first = await importRegister({ source: await registerOf(text), mapping, api, batchSize: 3 });
    const second = await importRegister({ source: await registerOf(text), mapping, api, batchSize: 3 });
    expect(formatImportSummary(first)).toMatch(/^imported=7 rejected=1 /);
    expect(formatImportSummary(second)).toMatch(/^imported=0 unchanged=7 rejected=1 .*contact_details_unchanged=7/);
  });

  it('reports what the API rejects with its line and column: persons as rejected rows, details as parts', async () => {
    const refuse = (item: { readonly sourceId: string }): string | undefined =>
      item.sourceId === '2' ? 'input.items.1.surname' : item.sourceId === '3/housing/phone' ? 'input.items.1.value' : undefined;
    const [api, rejects] = [createInMemoryIngestApi({ refuse }), collected()];
    const text = `${header}1,housing,A,11,\n2,housing,<b,12,NO\n2,repairs,<b,13,\n3,housing,C,abc,\n`;
    const result = await importRegister({ source: await registerOf(text), mapping, api, rejects });
    expect(rejects.problems).toEqual([
      {
        line: 3,
        column: 'name',
        kind: 'rejected',
        valueKind: 'text of 2 characters',
        reason: 'W42: Characters that a browser could take for markup.',
      },
      { line: 4, column: '', kind: 'rejected', valueKind: 'row', reason: 'the resident was rejected, see line 3' },
      {
        line: 5,
        column: 'phone',
        kind: 'kept-without',
        valueKind: 'text of 3 characters',
        reason: 'value: W42: Characters that a browser could take for markup.',
      },
    ]);
    expect(result).toMatchObject({ imported: 2, rejected: 2, keptWithout: 1, contactDetails: { imported: 1, rejected: 1 } });
    expect(api.stored.ingestEqualityInformation.size).toBe(0);
  });

  it('sends no more items at once than a mutation takes', async () => {
    const api = createInMemoryIngestApi();
    const phones = ['one', 'two', 'three'].map((key) => ({ key, contactType: 'PHONE', subType: 'HOME', value: 'phone' }));
    const wide = parseMapping(
      { name: 'w', sourceSystem: 'w', headers: ['id', 'phone'], sourceId: 'id', person: { surname: 'id' }, contactDetails: phones },
      'w.json',
    );
    const text = `id,phone\n${Array.from({ length: 1000 }, (_, index) => `${index},1\n`).join('')}`;
    await importRegister({ source: await registerOf(text, 4096), mapping: wide, api, area: 'housing', batchSize: 1000 });
    expect(api.calls.map(({ items }) => items)).toEqual([1000, 1000, 1000, 1000]);
  });

  it('holds no more rows than a batch and one, however long the register is', async () => {
    let [sent, most, given] = [0, 0, 0];
    const api = createInMemoryIngestApi();
    const source = await registerOf('id,name\n');
    const rows = async function* () {
      for (; given < 200_000; ) {
        given += 1;
        most = Math.max(most, given - sent);
        yield { kind: 'record' as const, line: given + 1, record: { id: String(given), name: 'x' } };
      }
    };
    const persons = parseMapping(
      { name: 'p', sourceSystem: 'p', headers: ['id', 'name'], sourceId: 'id', person: { surname: 'name' } },
      'p.json',
    );
    const counting: typeof api.execute = async (_, { input }) => {
      const { items } = input as { readonly items: readonly { readonly sourceId: string }[] };
      sent += items.length;
      return {
        data: { ingestPersons: { results: items.map(({ sourceId }) => ({ sourceId, outcome: 'CREATED', id: sourceId, problems: [] })) } },
      };
    };
    const result = await importRegister({ source: { ...source, rows }, mapping: persons, api: { execute: counting } });
    expect(result.imported).toBe(200_000);
    expect(most).toBe(501);
  });

  it('stops at a batch that fails as a whole, and goes on from there when run again', async () => {
    const text = textOf(6);
    const api = createInMemoryIngestApi({ failAt: 3 });
    const failing = importRegister({ source: await registerOf(text), mapping, api, batchSize: 2 });
    await expect(failing).rejects.toMatchObject({
      code: 'BATCH_FAILED',
      message: expect.stringMatching(
        /^Lines 4 to 5: ingestPersons failed: the store does not answer\. The lines before it are in\. .*run the same import again/,
      ),
    });
    const result = await importRegister({ source: await registerOf(text), mapping, api, batchSize: 2 });
    expect(result).toMatchObject({ imported: 4, unchanged: 2, contactDetails: { imported: 4, unchanged: 2 } });
  });

  it.each([
    ['no data', { data: null }],
    ['fewer results than items', { data: { ingestPersons: { results: [] } } }],
    ['a refusal', { data: null, errors: [{ message: 'Not allowed.', extensions: { code: 'FORBIDDEN' } }] }],
  ])('stops at an answer with %s', async (_, answer) => {
    const failing = importRegister({ source: await registerOf(textOf(1)), mapping, api: { execute: async () => answer } });
    await expect(failing).rejects.toMatchObject({ code: 'BATCH_FAILED' });
  });

  it('stops between two batches when told to', async () => {
    const controller = new AbortController();
    const api = createInMemoryIngestApi();
    const stopping = importRegister({
      source: await registerOf(textOf(6)),
      mapping,
      api,
      batchSize: 2,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopping).rejects.toMatchObject({ code: 'INTERRUPTED', message: expect.stringContaining('before line 4') });
    expect(api.stored.ingestPersons.size).toBe(2);
  });

  it('tells its progress after each batch', async () => {
    const reports: ImportProgressReport[] = [];
    const source = await registerOf(textOf(5));
    await importRegister({ source, mapping, api: createInMemoryIngestApi(), batchSize: 2, onProgress: (report) => reports.push(report) });
    expect(reports.map(({ rows }) => rows)).toEqual([2, 4, 5]);
    expect(reports.at(-1)).toMatchObject({ bytesRead: source.totalBytes, totalBytes: source.totalBytes });
  });

  it.each([
    ['an unknown area', { area: 'hovercraft' }, '--area needs one of housing'],
    ['an area and none', { area: 'housing', withoutArea: true }, 'not both'],
    ['no batch size', { batchSize: 0 }, 'whole number from 1 to 1000'],
    ['no area for a register without the column', { mapping: { ...mapping, area: undefined } }, 'Name one with --area AREA'],
  ])('refuses %s before it reads a row', async (_, options, message) => {
    const api = createInMemoryIngestApi();
    const refused = importRegister({ source: await registerOf(textOf(1)), mapping, api, ...options });
    await expect(refused).rejects.toMatchObject({ code: 'OPTIONS_INVALID', message: expect.stringContaining(message) });
    expect(api.calls).toEqual([]);
  });
});
