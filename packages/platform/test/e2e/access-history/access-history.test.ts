import { expect, it } from 'vitest';
import { changeStore } from '../kit/change-store.ts';
import { describeStory } from '../kit/describe-story.ts';
import { runCommand, startPlatform } from '../kit/start-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

interface Look {
  readonly id: string;
  readonly at: string;
  readonly area: string | null;
  readonly purpose: string;
  readonly resourceIds: readonly string[] | null;
  readonly [field: string]: unknown;
}

const hiddenFromResidents = `action requestId operationHash subjectId subjectKind roles onBehalfOfId caseReference resourceIds fullCount
  maskCount fieldsReturned decisionIds codes policyRevision consentIds breakGlassId isWithheld`;
const history = `query ($id: ID!, $first: Int) { accessHistory(personId: $id, first: $first) {
  totalCount edges { node { id at area purpose ${hiddenFromResidents} } }
} }`;
const release = 'mutation ($input: ReleaseAccessEventsInput!) { releaseAccessEvents(input: $input) { ids } }';

/** The looks at the resident's values that a reader sees, newest first. */
const looksSeenBy = async (book: StoryBook, persona: string): Promise<readonly Look[]> => {
  const { accessHistory } = await book.ask(persona, history, { id: book.residentId, first: 100 });
  const looks: readonly Look[] = accessHistory.edges.map(({ node }: { readonly node: Look }) => node);
  expect(accessHistory.totalCount).toBe(looks.length);
  return looks;
};

/** The looks at contact details of a steward's or governance's page, by area. */
const readsOf = (looks: readonly Look[], area: string): readonly Look[] =>
  looks.filter((look) => look.area === area && look['action'] === 'contact-detail.read');

describeStory('a resident sees who looked', (way) => {
  it('shows area, purpose and date of each look, withholds what could endanger, and tells when the record was changed', async () => {
    await using platform = await startPlatform({ way });
    const book = await storyBook(platform);
    const phone = await book.record('housing-officer', { contactType: 'PHONE', subType: 'MOBILE', value: '020 7946 0654' });
    const email = await book.record('social-care-officer', { contactType: 'EMAIL', subType: 'PERSONAL', value: 'maeve@example.org' });
    await book.capture('resident', { types: ['PHONE'] });

    const begin = new Date().toISOString();
    expect(await book.details('housing-officer')).toHaveLength(1);
    expect(await book.details('social-care-officer')).toHaveLength(2);
    // Who sees nothing leaves nothing.
    expect(await book.details('benefits-officer')).toStrictEqual([]);
    expect(await book.details('safeguarding-lead', { 'x-purpose': 'SAFEGUARDING' })).toHaveLength(1);
    const end = new Date().toISOString();

    // Reading the record is a look too, and later ones of others stand in it.
    const seenByResident = async (): Promise<readonly Look[]> =>
      (await looksSeenBy(book, 'resident')).filter(({ at }) => at >= begin && at <= end);
    const seen = await seenByResident();
    expect(seen.map(({ area, purpose }) => [area, purpose])).toStrictEqual([
      ['social-care', 'SERVICE_DELIVERY'],
      ['housing', 'SERVICE_DELIVERY'],
    ]);
    for (const { id, at, area, purpose, ...others } of seen) {
      expect([id, at, area, purpose]).not.toContain(null);
      expect(new Set(Object.values(others))).toStrictEqual(new Set([null]));
      expect(Object.keys(others)).toHaveLength(hiddenFromResidents.split(/\s+/u).length);
    }

    // A steward of housing: what housing owns or read, and of another area's look nothing but housing's rows.
    const stewards = await looksSeenBy(book, 'data-steward');
    expect(readsOf(stewards, 'housing')[0]).toMatchObject({ resourceIds: [phone], fullCount: 1, subjectId: 'persona-housing-officer' });
    expect(readsOf(stewards, 'social-care')).toMatchObject([
      { resourceIds: [phone], fullCount: null, consentIds: null, subjectId: 'persona-social-care-officer' },
    ]);
    expect(JSON.stringify(stewards)).not.toContain(email);
    expect(await book.refusal('housing-officer', history, { id: book.residentId })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'H1' });

    // Governance sees all, and lets the resident see what was withheld.
    const [safeguarding, ...others] = readsOf(await looksSeenBy(book, 'information-governance'), 'social-care');
    expect(safeguarding).toMatchObject({ purpose: 'SAFEGUARDING', resourceIds: [email], fullCount: 1, isWithheld: true });
    expect(others[0]).toMatchObject({ purpose: 'SERVICE_DELIVERY', isWithheld: false, consentIds: [expect.any(String)] });
    expect(others[0]?.resourceIds?.toSorted()).toStrictEqual([email, phone].toSorted());
    const id = safeguarding?.id ?? '';
    const input = { ids: [id], reason: 'The inquiry has ended.' };
    expect(await book.refusal('data-steward', release, { input })).toMatchObject({ code: 'FORBIDDEN', ruleId: 'H2' });
    expect(await seenByResident()).toStrictEqual(seen);
    expect((await book.ask('information-governance', release, { input })).releaseAccessEvents).toStrictEqual({ ids: [id] });
    expect(await seenByResident()).toMatchObject([{ id, area: 'social-care', purpose: 'SAFEGUARDING', isWithheld: null }, ...seen]);

    // Beside a running platform on MongoDB; an embedded store belongs to one process.
    if (way === 'one process') await platform.stop();
    const verify = () => runCommand(['audit:verify'], platform.environment);
    const whole = await verify();
    expect(whole).toMatchObject({ code: 0, stdout: expect.stringMatching(/^events=[1-9]\d* chains=[1-9]\d* anchors=\d+ problems=0 /u) });

    await changeStore<{ _id: string; text: string }>(platform, {
      collection: 'accessEvents',
      change: async (events) => {
        const { text = '' } = (await events.findOne({ _id: id })) ?? {};
        expect(text).toContain('persona-safeguarding-lead');
        await events.updateOne({ _id: id }, { $set: { text: text.replace('persona-safeguarding-lead', 'persona-housing-officer') } });
      },
    });
    const changed = await verify();
    expect(changed.code).toBe(1);
    expect(changed.stdout.split('\n')).toStrictEqual([
      expect.stringMatching(new RegExp(String.raw`^changed +chain=\S+ sequence=\d+ event=${id}$`, 'u')),
      expect.stringMatching(/^events=\d+ chains=\d+ anchors=\d+ problems=1 /u),
      '',
    ]);
    expect(`${changed.stdout}${changed.stderr}`).not.toContain('persona-');
  });
});
