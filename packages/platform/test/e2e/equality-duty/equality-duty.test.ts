import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { startPlatform, temporaryFolder } from '../kit/start-platform.ts';
import { storyBook } from '../kit/story-book.ts';

const developmentMapping = new URL('../../../../../gateway/config/group-mapping.development.json', import.meta.url);
const record = `mutation ($id: ID!) {
  recordEqualityInformation(input: { targetId: $id, answers: { disabled: YES, communicationRequirements: ["largePrint"] } }) {
    equalityInformation { id }
  }
}`;
const nameOf = 'query ($id: ID!) { person(id: $id) { surname } }';
const adjustmentsOf = 'query ($id: ID!) { equalityInformationByTarget(targetId: $id) { communicationRequirements } }';
const monitoringOf = 'query ($id: ID!) { equalityInformationByTarget(targetId: $id) { disabled } }';

/** A mapping under which the persona with two groups works for residents, and looks at their monitoring answers for the equality duty alone. */
const writeMapping = async (file: string): Promise<void> => {
  const { groups, ...rest } = JSON.parse(await readFile(developmentMapping, 'utf8'));
  const ofHousing = { kind: 'officer', area: 'housing' };
  const mapping = {
    ...rest,
    groups: {
      ...groups,
      'housing-casework': { ...ofHousing, roles: ['person:read', 'contact:read'], purposes: ['SERVICE_DELIVERY'] },
      'social-care-casework': { ...ofHousing, roles: ['equality:read'], purposes: ['EQUALITY_DUTY'] },
    },
  };
  await writeFile(file, JSON.stringify(mapping));
};

describeStory('a council binds the reading of monitoring answers to the equality duty (decision 19)', (way) => {
  it('an officer reads them under that purpose and under no other, and nothing else under it', async () => {
    const folder = await temporaryFolder();
    try {
      const file = join(folder, 'groups.json');
      await writeMapping(file);
      await using platform = await startPlatform({ way, environment: { GATEWAY_GROUP_MAPPING_FILE: file } });
      const book = await storyBook(platform);
      const variables = { id: book.residentId };
      await book.ask('housing-officer', record, variables);
      const duty = { 'x-purpose': 'EQUALITY_DUTY' };
      const ask = (query: string, headers: Record<string, string>) => book.answer('two-area-officer', query, variables, headers);

      expect((await ask(monitoringOf, duty)).body).toStrictEqual({ data: { equalityInformationByTarget: { disabled: 'YES' } } });
      expect((await ask(nameOf, {})).body.data.person.surname).toBe(book.surname);
      expect((await ask(adjustmentsOf, {})).body.data).toStrictEqual({
        equalityInformationByTarget: { communicationRequirements: ['largePrint'] },
      });

      const refused = async (query: string, headers: Record<string, string>): Promise<readonly string[]> => {
        const { errors } = (await ask(query, headers)).body;
        return errors.map(({ extensions }: { readonly extensions: { readonly code: string; readonly ruleId: string } }) =>
          [extensions.code, extensions.ruleId].join(' '),
        );
      };
      expect(await refused(monitoringOf, {})).toStrictEqual(['FORBIDDEN E1']);
      expect(await refused(nameOf, duty)).toStrictEqual(['FORBIDDEN P1']);
      expect(await refused(monitoringOf, { 'x-purpose': 'STATUTORY_NOTICE' })).toStrictEqual(['FORBIDDEN A2']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
