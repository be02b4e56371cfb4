import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { personas } from '@resident-graph/gateway';
import { describe, expect, it } from 'vitest';
import { type ImportResult, importRegister } from '../../src/import/import-register.ts';
import { formatImportSummary } from '../../src/import/import-summary.ts';
import { chooseMapping, loadBuiltInMappings } from '../../src/import/mapping.ts';
import { openRegister } from '../../src/import/read-register.ts';
import type { RowProblem } from '../../src/import/row-problem.ts';
import { createInMemoryIngestApi, type InMemoryIngestApi } from './in-memory-ingest-api.ts';

const atRoot = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

const importFile = async (
  path: string,
  api: InMemoryIngestApi,
  area?: string,
): Promise<ImportResult & { readonly problems: readonly RowProblem[] }> => {
  const source = await openRegister(path);
  const mapping = chooseMapping(source.header, await loadBuiltInMappings());
  const problems: RowProblem[] = [];
  const result = await importRegister({ source, mapping, area, api, rejects: { report: async (some) => void problems.push(...some) } });
  return { ...result, problems };
};

const febrl = (name: string): string => atRoot(`../shared/data/${name}.csv`);
const absence = existsSync(febrl('febrl4a')) && existsSync(febrl('febrl4b')) ? '' : ' (skipped: ../shared/data is absent)';

describe.skipIf(absence !== '')(`the FEBRL registers${absence}`, () => {
  it('febrl4a gives 4,999 persons and one rejected row, and nothing new the second time', async () => {
    const api = createInMemoryIngestApi();
    const first = await importFile(febrl('febrl4a'), api, 'housing');
    expect(formatImportSummary(first)).toMatch(/^imported=4999 rejected=1 kept_without=0 /);
    expect(first.problems).toMatchObject([{ kind: 'rejected', reason: 'the row has no name at all' }]);
    const second = await importFile(febrl('febrl4a'), api, 'housing');
    expect(formatImportSummary(second)).toMatch(/^imported=0 unchanged=4999 rejected=1 kept_without=0 /);
    expect(api.stored.ingestContactDetails.size).toBe(first.contactDetails.imported);
    expect(second.contactDetails).toEqual({ imported: 0, updated: 0, unchanged: first.contactDetails.imported, rejected: 0 });
  });

  it('febrl4b keeps 64 rows without their impossible birth date and rejects the two without a name', async () => {
    const { problems, ...result } = await importFile(febrl('febrl4b'), createInMemoryIngestApi(), 'housing');
    expect(problems.filter(({ kind, column }) => kind === 'kept-without' && column === 'date_of_birth')).toHaveLength(64);
    expect(result).toMatchObject({ imported: 4998, rejected: 2, keptWithout: 64 });
    expect(problems.filter(({ kind }) => kind === 'rejected')).toHaveLength(2);
  });
});

describe('the sample register', () => {
  it('gives 200 residents, whole', async () => {
    const api = createInMemoryIngestApi();
    const { problems, ...result } = await importFile(atRoot('samples/residents.csv'), api);
    expect(problems).toEqual([]);
    expect(result).toMatchObject({ imported: 200, updated: 0, unchanged: 0, rejected: 0, keptWithout: 0, equality: { imported: 121 } });
    expect((await importFile(atRoot('samples/residents.csv'), api)).unchanged).toBe(200);
  });

  it('begins with the resident of the landing page, whose phone two areas know differently', async () => {
    const api = createInMemoryIngestApi();
    await importFile(atRoot('samples/residents.csv'), api);
    expect([...api.stored.ingestPersons.values()][0]).toMatchObject({ sourceId: 'R-0001', forename: 'Amara', surname: 'Okafor-Lindqvist' });
    const phones = [...api.stored.ingestContactDetails.values()].filter(
      ({ targetId, contactType }) => targetId === 'id-of-sample-register/R-0001' && contactType === 'PHONE',
    );
    expect(phones.map(({ area, value }) => [area, value])).toEqual([
      ['housing', '020 7946 0018'],
      ['social-care', '020 7946 0733'],
    ]);
    expect(api.stored.ingestEqualityInformation.has('sample-register/R-0001')).toBe(true);
  });

  it('sets the id of the resident behind the persona and of nobody else', async () => {
    const api = createInMemoryIngestApi();
    await importFile(atRoot('samples/residents.csv'), api);
    const withId = [...api.stored.ingestPersons.values()].filter(({ id }) => id != null);
    const { personId: id } = personas.find(({ name }) => name === 'resident') ?? {};
    expect(withId).toMatchObject([{ sourceId: 'R-0002', id, surname: 'Holloway-Brandt' }]);
  });

  it('holds only phones that regulators keep for drama and emails of example domains', async () => {
    const api = createInMemoryIngestApi();
    await importFile(atRoot('samples/residents.csv'), api);
    const valuesOf = (type: string): unknown[] =>
      [...api.stored.ingestContactDetails.values()].filter(({ contactType }) => contactType === type).map(({ value }) => value);
    const drama = /^(020 7946 0\d{3}|\+33 1 99 00 \d\d \d\d|\+49 30 23125 \d{3}|\+49 40 66969 \d{3}|\+1 212 555 01\d\d)$/;
    expect(valuesOf('PHONE').filter((phone) => !drama.test(String(phone)))).toEqual([]);
    expect(valuesOf('EMAIL').filter((email) => !/^[a-z.0-9-]+@example\.(org|com)$/.test(String(email)))).toEqual([]);
  });

  it('holds residents of each kind that the guide speaks of', async () => {
    const api = createInMemoryIngestApi();
    await importFile(atRoot('samples/residents.csv'), api);
    const details = [...api.stored.ingestContactDetails.values()];
    const known = new Set(details.map(({ targetId }) => targetId));
    expect([...api.stored.ingestPersons.keys()].filter((key) => !known.has(`id-of-${key}`))).toHaveLength(10);
    expect(details.filter(({ isActive }) => isActive === false)).not.toHaveLength(0);
    expect(details.filter(({ subType }) => subType === 'FORWARDING_ADDRESS')).not.toHaveLength(0);
  });
});
