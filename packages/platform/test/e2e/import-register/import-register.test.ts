import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { runCommand, startPlatform, temporaryFolder } from '../kit/start-platform.ts';

const febrl = fileURLToPath(new URL('../../../../../../shared/data/febrl4a.csv', import.meta.url));
const describeFebrl = existsSync(febrl) ? describe : describe.skip;

const header = 'rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id';
const rows = [
  'rec-1-org, isolde, pemberton-voss, 8, stanley street, miami, winston hills, 4223, nsw, 19151111, 5304218',
  'rec-2-org, , quillfeather, 12, pinkerton circuit, bega flats, richlands, 4560, vic, 19169914, 4066625',
  'rec-3-org, , , 38, salkauskas crescent, kela, dapto, 4566, nsw, 19480930, 4365168',
];

describeStory('importing a register', (way) => {
  it('goes through the API of the running platform, and a second run changes nothing', async () => {
    await using platform = await startPlatform({ way });
    const folder = await temporaryFolder();
    try {
      const file = join(folder, 'register.csv');
      await writeFile(file, [header, ...rows].join('\n'));
      const environment = { ...platform.environment, PORT: new URL(platform.url).port };
      const first = await runCommand(['import', file, '--area', 'housing'], environment, folder);
      expect(first.stderr).toContain('register.csv.rejects.csv');
      expect(first.stdout).toMatch(/^imported=2 rejected=1 kept_without=1 /u);
      expect(first.code).toBe(0);
      const second = await runCommand(['import', file, '--area', 'housing'], environment, folder);
      expect(second.stdout).toMatch(/^imported=0 unchanged=2 rejected=1 /u);
      const rejects = await readFile(join(folder, 'register.csv.rejects.csv'), 'utf8');
      expect(rejects).toContain('4,');
      expect(rejects).not.toContain('salkauskas');
      const asked =
        '{ searchPersons(searchText: "Isolde Pemberton") { results { person { contactDetails { contactInformation { subType address { isOverseas country } } } } } } }';
      const housing = await platform.askUntil(
        () => platform.ask('housing-officer', asked),
        ({ body }) => body.data.searchPersons.results.length === 1,
      );
      expect(housing.body.data.searchPersons.results[0].person.contactDetails).toStrictEqual([
        { contactInformation: { subType: 'CORRESPONDENCE_ADDRESS', address: { isOverseas: true, country: 'AU' } } },
      ]);
      const socialCare = await platform.ask('social-care-officer', asked);
      expect(socialCare.body.data.searchPersons.results[0].person.contactDetails).toStrictEqual([]);
      const byAddress = await platform.ask('housing-officer', '{ searchPersons(searchText: "stanley street") { total } }');
      expect(byAddress.body.data.searchPersons.total).toBe(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describeFebrl('the FEBRL register (needs ../shared/data)', () => {
  it('gives 4,999 persons and 1 rejected row, then 4,999 unchanged, on the store directly', { timeout: 300_000 }, async () => {
    const folder = await temporaryFolder();
    try {
      const environment = { DATA_DIR: join(folder, 'data'), PORT: '1' };
      const first = await runCommand(['import', febrl, '--area', 'housing'], environment, folder);
      expect(first.stdout).toMatch(/^imported=4999 rejected=1 kept_without=0 /u);
      const second = await runCommand(['import', febrl, '--area', 'housing'], environment, folder);
      expect(second.stdout).toMatch(/^imported=0 unchanged=4999 rejected=1 kept_without=0 /u);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the import command', () => {
  it.each([
    [['import'], 'expected the register as the first argument'],
    [['import', 'a.csv', '--area', 'gardens'], '--area: expected one of housing'],
    [['import', 'a.csv', '--area', 'housing', '--without-area'], 'not both'],
    [['import', 'a.csv', '--colour', 'red'], "Unknown option '--colour'"],
    [['import', 'missing.csv', '--area', 'housing'], 'missing.csv'],
  ])('refuses %j before anything is opened', async (args, message) => {
    const folder = await temporaryFolder();
    try {
      const { code, stderr } = await runCommand(args, { DATA_DIR: join(folder, 'data'), PORT: '1' }, folder);
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/\n\s+at /u);
      expect(code).toBe(78);
      expect(existsSync(join(folder, 'data'))).toBe(false);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
