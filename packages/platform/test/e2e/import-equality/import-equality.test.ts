import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { runCommand, startPlatform, temporaryFolder } from '../kit/start-platform.ts';

const files = {
  'persons.json': JSON.stringify({
    ...{ name: 'persons', sourceSystem: 'answers-story', headers: ['ref', 'surname'], sourceId: 'ref' },
    person: { surname: 'surname' },
  }),
  'persons.csv': 'ref,surname\nR-1,Pemberton-Voss\nR-2,Quillfeather\n',
  'answers.json': JSON.stringify({
    ...{ name: 'answers', headers: ['ref', 'given_by', 'disabled', 'languages', 'due', 'ni'], sourceId: 'ref' },
    answersFrom: 'given_by',
    equality: {
      ...{ disabled: 'disabled', languages: 'languages', nationalInsuranceNumber: 'ni' },
      pregnancyOrMaternity: [{ column: 'due', transforms: ['date-dd/mm/yyyy'] }],
    },
  }),
  'answers.csv': [
    'ref,given_by,disabled,languages,due,ni',
    'R-1,PROXY,YES,English;bfi,31/05/2021,nz 33 55 98 d',
    'R-2,,NO,,,',
    'R-9,,NO,,,',
    'R-2,,YES,,,',
    '',
  ].join('\n'),
};

const askAnswers = `query ($id: ID!) { person(id: $id) { equalityInformation {
  disabled languages { language isPrimary } pregnancyOrMaternity { pregnancyDate pregnancyValidUntil } nationalInsuranceNumber { value }
  sources { source }
} } }`;

describeStory('importing equality answers', (way) => {
  it('goes through the API of the running platform to the persons of the same source, and a second run changes nothing', async () => {
    await using platform = await startPlatform({ way });
    const folder = await temporaryFolder();
    try {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      const environment = { ...platform.environment, PORT: new URL(platform.url).port };
      const persons = ['import', 'persons.csv', '--mapping', 'persons.json', '--area', 'housing'];
      expect((await runCommand(persons, environment, folder)).stdout).toMatch(/^imported=2 rejected=0 /u);
      const answers = ['import:equality', 'answers.csv', '--mapping', 'answers.json', '--source', 'answers-story'];
      const first = await runCommand(answers, environment, folder);
      expect(first).toMatchObject({ code: 0, stdout: 'imported=2 rejected=2 kept_without=0\n' });
      expect(first.stderr).toContain('answers.csv.rejects.csv');
      expect((await runCommand(answers, environment, folder)).stdout).toBe('imported=0 unchanged=2 rejected=2 kept_without=0\n');

      const rejects = (await readFile(join(folder, 'answers.csv.rejects.csv'), 'utf8')).split('\n');
      expect(rejects.slice(1, 3)).toEqual([
        '4,ref,rejected,text of 3 characters,NOT_FOUND: Expected the id of a person of this source system.',
        '5,ref,rejected,text of 3 characters,"line 3 has the same id, which counts"',
      ]);
      expect(rejects.join()).not.toContain('R-9');

      const found = await platform.askUntil(
        () => platform.ask('housing-officer', '{ searchPersons(searchText: "Pemberton-Voss") { results { person { id } } } }'),
        ({ body }) => body.data.searchPersons.results.length === 1,
      );
      const { id } = found.body.data.searchPersons.results[0].person;
      const { body } = await platform.ask('housing-officer', askAnswers, { variables: { id } });
      expect(body.data.person.equalityInformation).toStrictEqual({
        disabled: 'YES',
        languages: [
          { language: 'en', isPrimary: true },
          { language: 'bfi', isPrimary: false },
        ],
        pregnancyOrMaternity: [{ pregnancyDate: '2021-05-31', pregnancyValidUntil: '2024-02-29' }],
        nationalInsuranceNumber: { value: '•••98D' },
        sources: Array.from({ length: 4 }, () => ({ source: 'PROXY' })),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the command import:equality', () => {
  it.each([
    [['import:equality'], 'expected the file of answers as the first argument'],
    [['import:equality', 'a.csv', '--answers-from', 'RUMOUR'], '--answers-from: expected one of SELF, PROXY, OBSERVED'],
    [['import:equality', 'a.csv', '--colour', 'red'], "Unknown option '--colour'"],
    [['import:equality', 'missing.csv', '--source', 's'], 'missing.csv'],
    [['import:equality', 'answers.csv', '--mapping', 'answers.json'], 'with --source NAME'],
  ])('refuses %j before anything is opened', async (args, message) => {
    const folder = await temporaryFolder();
    try {
      for (const name of ['answers.json', 'answers.csv'] as const) await writeFile(join(folder, name), files[name]);
      const { code, stderr } = await runCommand(args, { DATA_DIR: join(folder, 'data'), PORT: '1' }, folder);
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/\n\s+at /u);
      expect(code).toBe(78);
      expect(existsSync(join(folder, 'data'))).toBe(false);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('opens the store itself when nothing runs', async () => {
    const folder = await temporaryFolder();
    try {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      const environment = { DATA_DIR: join(folder, 'data'), PORT: '1' };
      await runCommand(['import', 'persons.csv', '--mapping', 'persons.json', '--area', 'housing'], environment, folder);
      const answers = ['import:equality', 'answers.csv', '--mapping', 'answers.json', '--source', 'answers-story'];
      expect((await runCommand(answers, environment, folder)).stdout).toBe('imported=2 rejected=2 kept_without=0\n');
      expect((await runCommand(answers, environment, folder)).stdout).toBe('imported=0 unchanged=2 rejected=2 kept_without=0\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
