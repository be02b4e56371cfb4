import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadBuiltInEqualityMappings, parseEqualityMapping } from '../../src/import/equality-mapping.ts';
import { importEquality } from '../../src/import/import-equality.ts';
import { formatEqualitySummary } from '../../src/import/import-summary.ts';
import { chooseMapping } from '../../src/import/mapping.ts';
import { openRegister } from '../../src/import/read-register.ts';
import type { RowProblem } from '../../src/import/row-problem.ts';
import { createInMemoryIngestApi } from './in-memory-ingest-api.ts';
import { registerOf } from './register-of.ts';

const file = fileURLToPath(new URL('equality-answers.csv', import.meta.url));
const headers = [
  ...['resident_ref', 'given_by', 'ethnic_group', 'ethnic_group_other', 'disabled', 'first_language'],
  ...['other_languages', 'due', 'earlier', 'ni', 'needs'],
];
const yesOrNo = { yes: 'YES', no: 'NO', preferNotToSay: 'PREFER_NOT_TO_SAY' };
const dateOf = (column: string) => ({ column, transforms: ['date-iso'] });
const json = {
  ...{ name: 'answers', sourceSystem: 'register', headers, sourceId: 'resident_ref' },
  answersFrom: { column: 'given_by', values: { self: 'SELF', observed: 'OBSERVED', proxy: 'PROXY' } },
  equality: {
    ethnicity: { code: 'ethnic_group', otherText: 'ethnic_group_other' },
    disabled: { column: 'disabled', values: yesOrNo },
    languages: { columns: ['first_language', 'other_languages'] },
    pregnancyOrMaternity: [dateOf('due'), dateOf('earlier')],
    nationalInsuranceNumber: 'ni',
    communicationRequirements: { column: 'needs', values: { 'Large Print': 'largePrint' } },
  },
};
const mapping = parseEqualityMapping(json, 'answers.json');

const collected = (): { readonly problems: RowProblem[]; readonly report: (problems: readonly RowProblem[]) => Promise<void> } => {
  const problems: RowProblem[] = [];
  return { problems, report: async (some) => void problems.push(...some) };
};

const small = parseEqualityMapping(
  { name: 's', headers: ['id', 'disabled'], sourceId: 'id', equality: { disabled: 'disabled' } },
  's.json',
);
const answersOf = (ids: readonly number[]): string => `id,disabled\n${ids.map((id) => `${id},NO\n`).join('')}`;

describe('importEquality', () => {
  it('takes codes by their aliases, several languages, dates and the source of the answers of each row', async () => {
    const api = createInMemoryIngestApi();
    await importEquality({ source: await openRegister(file), mapping, api });
    expect([...api.stored.ingestEqualityInformation]).toEqual([
      [
        'register/R-1',
        {
          sourceId: 'R-1',
          source: 'SELF',
          answers: {
            ethnicity: { code: 'whiteBritish' },
            pregnancyOrMaternity: [{ pregnancyDate: '2026-02-28' }, { pregnancyDate: '2021-05-31' }],
            nationalInsuranceNumber: 'ab 12 34 56 c',
            languages: ['en', 'bfi', 'ig'].map((language, index) => ({ language, isPrimary: index === 0 })),
            disabled: 'YES',
            communicationRequirements: ['largePrint'],
          },
        },
      ],
      ['register/R-2', { sourceId: 'R-2', source: 'OBSERVED', answers: { ethnicity: { code: 'other', otherText: 'Cornish, she says' } } }],
      ['register/R-3', { sourceId: 'R-3', answers: { ethnicity: { code: 'indian' }, disabled: 'NO' } }],
      [
        'register/R-6',
        {
          sourceId: 'R-6',
          source: 'PROXY',
          answers: { ethnicity: { code: 'indian' }, nationalInsuranceNumber: 'BG335598D', disabled: 'PREFER_NOT_TO_SAY' },
        },
      ],
    ]);
  });

  it('lists what it could not take with line, column and reason, and never a value', async () => {
    const refuse = ({ sourceId }: { readonly sourceId: string }): string | undefined =>
      sourceId === 'R-6' ? 'input.items.3.answers.nationalInsuranceNumber' : sourceId === 'R-2' ? 'input.items.1.sourceId' : undefined;
    const [api, rejects] = [createInMemoryIngestApi({ refuse }), collected()];
    const result = await importEquality({ source: await openRegister(file), mapping, api, rejects });
    expect(rejects.problems.map(({ line, column, kind, valueKind }) => [line, column, kind, valueKind])).toEqual([
      [3, 'resident_ref', 'rejected', 'text of 3 characters'],
      [4, 'first_language', 'kept-without', 'text of 7 characters'],
      [5, '', 'rejected', 'row'],
      [6, 'given_by', 'rejected', 'text of 6 characters'],
      [7, 'resident_ref', 'rejected', 'empty'],
      [8, 'resident_ref', 'rejected', 'text of 3 characters'],
      [9, 'ni', 'rejected', 'text of 9 characters'],
      [10, '', 'rejected', 'row'],
    ]);
    expect(rejects.problems.map(({ reason }) => reason)).toEqual([
      'W42: Characters that a browser could take for markup.',
      '1 of its parts are not in the reference data',
      'the row has no answer that can be used',
      'where the answers come from is not told as one of SELF, PROXY, OBSERVED',
      'the row has no id in its source',
      'line 2 has the same id, which counts',
      'W42: Characters that a browser could take for markup.',
      '3 values where the header has 11',
    ]);
    expect(JSON.stringify(rejects.problems)).not.toMatch(/martian|rumour|BG335598D|R-\d|Cornish/u);
    expect(formatEqualitySummary(result)).toBe('imported=2 rejected=7 kept_without=1');
  });

  it('changes nothing the second time, and only what changed the third time', async () => {
    const api = createInMemoryIngestApi();
    const run = async (text: string) =>
      formatEqualitySummary(await importEquality({ source: await registerOf(text), mapping: small, sourceSystem: 's', api, batchSize: 2 }));
    const text = answersOf([1, 2, 3, 4, 5]);
    expect(await run(text)).toBe('imported=5 rejected=0 kept_without=0');
    expect(await run(text)).toBe('imported=0 unchanged=5 rejected=0 kept_without=0');
    expect(await run(text.replace('3,NO', '3,YES'))).toBe('imported=0 unchanged=4 updated=1 rejected=0 kept_without=0');
    expect(api.calls.map(({ items }) => items)).toEqual([2, 2, 1, 2, 2, 1, 2, 2, 1]);
  });

  it('rejects the second row of an id also when it comes in a later batch', async () => {
    const [api, rejects] = [createInMemoryIngestApi(), collected()];
    const source = await registerOf('id,disabled\n1,NO\n2,NO\n1,YES\n');
    const result = await importEquality({ source, mapping: small, sourceSystem: 's', api, batchSize: 1, rejects });
    expect(result).toMatchObject({ imported: 2, updated: 0, rejected: 1 });
    expect(rejects.problems).toMatchObject([{ line: 4, column: 'id', reason: 'line 2 has the same id, which counts' }]);
  });

  it.each([
    ['PROXY', { source: 'PROXY' }],
    [undefined, {}],
  ] as const)('counts rows that do not say where answers come from as %s', async (answersFrom, expected) => {
    const api = createInMemoryIngestApi();
    await importEquality({ source: await registerOf(answersOf([1])), mapping: small, sourceSystem: 's', api, answersFrom });
    expect([...api.stored.ingestEqualityInformation.values()]).toEqual([{ sourceId: '1', answers: { disabled: 'NO' }, ...expected }]);
  });

  it('stops at a batch that fails as a whole, and goes on from there when run again', async () => {
    const api = createInMemoryIngestApi({ failAt: 2 });
    const run = async () =>
      importEquality({ source: await registerOf(answersOf([1, 2, 3])), mapping: small, sourceSystem: 's', api, batchSize: 2 });
    await expect(run()).rejects.toMatchObject({
      code: 'BATCH_FAILED',
      message: expect.stringMatching(/^Lines 4 to 4: ingestEqualityInformation failed: the store does not answer\./u),
    });
    expect(await run()).toMatchObject({ imported: 1, unchanged: 2 });
  });

  it('stops between two batches when told to, and tells its progress', async () => {
    const controller = new AbortController();
    const rows: number[] = [];
    const stopping = importEquality({
      source: await registerOf(answersOf([1, 2, 3])),
      ...{ mapping: small, sourceSystem: 's', api: createInMemoryIngestApi(), batchSize: 2, signal: controller.signal },
      onProgress: (report) => {
        rows.push(report.rows);
        controller.abort();
      },
    });
    await expect(stopping).rejects.toMatchObject({ code: 'INTERRUPTED', message: expect.stringContaining('before line 4') });
    expect(rows).toEqual([2]);
  });

  it.each([
    ['no source system', {}, 'Name the one that the persons were imported from with --source NAME.'],
    ['a source system with blanks', { sourceSystem: 'a b' }, '--source needs'],
    ['no batch size', { sourceSystem: 's', batchSize: 0 }, 'whole number from 1 to 1000'],
  ])('refuses %s before it reads a row', async (_, options, message) => {
    const api = createInMemoryIngestApi();
    const refused = importEquality({ source: await registerOf(answersOf([1])), mapping: small, api, ...options });
    await expect(refused).rejects.toMatchObject({ code: 'OPTIONS_INVALID', message: expect.stringContaining(message) });
    expect(api.calls).toEqual([]);
  });
});

describe('the mapping of equality answers', () => {
  it('that comes with the platform is chosen by its headers', async () => {
    const mappings = await loadBuiltInEqualityMappings();
    expect(chooseMapping(mappings[0]?.headers.toReversed() ?? [], mappings).name).toBe('equality-answers');
  });

  it.each([
    ['no answers', { ...json, equality: undefined }, 'equality: Invalid input'],
    ['a person', { ...json, person: { surname: 'ni' } }, 'Unrecognized key: "person"'],
    ['a pregnancy that is no date', { ...json, equality: { pregnancyOrMaternity: ['due'] } }, 'needs one of the transforms'],
    ['an unknown column', { ...json, answersFrom: 'asked_by' }, 'column "asked_by" is not among its headers'],
  ])('is refused with %s', (_, wrong, message) => {
    expect(() => parseEqualityMapping(wrong, 'answers.json')).toThrow(
      expect.objectContaining({ code: 'MAPPING_INVALID', message: expect.stringContaining(message) }),
    );
  });
});
