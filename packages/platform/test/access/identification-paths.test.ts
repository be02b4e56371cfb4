import { appendAccessEventsAction, DependencyError } from '@resident-graph/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { residentId, type SamplePlatform, startSamplePlatform } from './sample-details.ts';

const value = 'QUILL80203';
const masked = '•••203';
const formerSurname = 'Quillfeather';

let isAuditDown = false;
let sample: SamplePlatform;
beforeAll(async () => {
  sample = await startSamplePlatform({
    wrapAuditLink: (link) => ({
      call: async (action, input, correlationId) => {
        if (isAuditDown && action === appendAccessEventsAction)
          throw new DependencyError('SUBGRAPH_UNAVAILABLE', 'contact-details does not answer now.');
        return link.call(action, input, correlationId);
      },
    }),
  });
  const writes = `mutation {
    recordIdentification(input: { personId: "${residentId}", expectedVersion: 0, type: PASSPORT, value: "${value}", originalSeen: true }) {
      identification { value isMasked } person { version } }
    amendPerson(input: { id: "${residentId}", expectedVersion: 1, surname: "Harrowgate" }) { person { nameHistory { surname } } }
  }`;
  // Whoever writes a value reads it back as everybody else does.
  expect(await sample.ask({ persona: 'housing-officer' }, writes)).toEqual({
    data: {
      recordIdentification: { identification: { value: masked, isMasked: true }, person: { version: 1 } },
      amendPerson: { person: { nameHistory: [{ surname: formerSurname }] } },
    },
  });
});
afterAll(() => sample[Symbol.asyncDispose]());

/** Ways to the document's value. */
const paths: Readonly<Record<string, string>> = {
  'by id': `{ person(id: "${residentId}") { identification { value } } }`,
  'among several': `{ persons(ids: ["${residentId}"]) { identification { value } } }`,
  'under an alias and in a fragment': `query { a: person(id: "${residentId}") { ...F } } fragment F on Person { papers: identification { number: value } }`,
  'from a contact detail': `{ contactDetails(targetId: "${residentId}") { person { identification { value } } } }`,
  'from those found': '{ findPersons(filter: { surname: "Harrowgate" }) { edges { node { identification { value } } } } }',
  'from possible duplicates': '{ possibleDuplicates(input: { surname: "Harrowgate" }) { person { identification { value } } } }',
  'from the history': `{ changeHistory(targetType: PERSON, targetId: "${residentId}") { edges { node { identification { value } fields { before after } } } } }`,
};

const shownIn = (answer: unknown): readonly string[] => [...new Set(JSON.stringify(answer).match(/QUILL80203|•••203/gu))];

describe('identification (access-model.md section 8, T4)', () => {
  test.each<[string, readonly string[]]>([
    ['housing-officer', [masked]],
    ['read-only-officer', [masked]],
    ['benefits-officer', [masked]],
    ['repairs-service', [masked]],
    ['data-steward', [masked]],
    ['safeguarding-lead', [value]],
    ['resident', [masked]],
    ['support-analyst', []],
    ['information-governance', []],
    ['ingest-service', []],
    ['nobody', []],
  ])('is to %s alike by every path: %j', async (persona, allowed) => {
    const seen: string[] = [];
    for (const [title, query] of Object.entries(paths)) {
      const shown = shownIn(await sample.ask({ persona }, query));
      expect([title, shown.filter((text) => !allowed.includes(text))]).toEqual([title, []]);
      if (shown.length > 0) seen.push(title);
    }
    expect(seen.slice(0, 3)).toEqual(allowed.length === 0 ? [] : Object.keys(paths).slice(0, 3));
  });

  test('is not shown, nor its history, while the look cannot be put on record', async () => {
    isAuditDown = true;
    const query = `{ person(id: "${residentId}") { forename identification { value } }
      changeHistory(targetType: PERSON, targetId: "${residentId}") { totalCount edges { node { identification { value } } } } }`;
    const { data, errors } = await sample.ask({ persona: 'safeguarding-lead' }, query);
    isAuditDown = false;
    expect(data).toEqual({ person: { forename: 'Imogen', identification: null }, changeHistory: null });
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['AUDIT_UNAVAILABLE', 'AUDIT_UNAVAILABLE']);
  });

  test('is refused as a national insurance number, with the pointer to where that belongs', async () => {
    const write = `mutation { recordIdentification(input: { personId: "${residentId}", expectedVersion: 2, type: NI, value: "QQ123456C" }) { person { id } } }`;
    const { errors } = await sample.ask({ persona: 'housing-officer' }, write);
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', problems: [{ path: 'input.type', code: 'RECORDED_ELSEWHERE' }] } },
    ]);
    expect(JSON.stringify(errors)).toContain('recordEqualityInformation');
    expect(JSON.stringify(errors)).not.toContain('QQ123456C');
  });

  test('and names before, and changes, are to those outside the compartment of a restricted person as if there were none', async () => {
    const query = (id: string | undefined): string =>
      `{ person(id: "${id}") { identification { value } nameHistory { surname } } changeHistory(targetType: PERSON, targetId: "${id}") { totalCount } }`;
    const restrict = `mutation { restrictPerson(input: { personId: "${residentId}", reason: "An invented reason of some length." }) { searchConfirmed } }`;
    expect((await sample.ask({ persona: 'safeguarding-lead' }, restrict)).errors).toBeUndefined();
    const outside = await sample.ask({ persona: 'housing-officer' }, query(residentId));
    expect(outside).toEqual({ data: { person: { identification: [], nameHistory: [] }, changeHistory: null } });
    const inside = await sample.ask({ persona: 'safeguarding-lead' }, query(residentId));
    expect(inside).toEqual({
      data: {
        person: { identification: [{ value }], nameHistory: [{ surname: formerSurname }] },
        changeHistory: { totalCount: 3 },
      },
    });
    const own = await sample.ask({ persona: 'resident' }, `{ person(id: "${residentId}") { identification { value } } }`);
    expect(own).toEqual({ data: { person: { identification: [{ value: masked }] } } });
  });
});
