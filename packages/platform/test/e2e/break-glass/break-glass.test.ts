import { expect, it } from 'vitest';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const openingFields = `id area startedBy startedAt endsAt isActive reasonCode narrative caseReference lawfulBasis approvedBy
  seen { contactDetailId area } reviewState reviewNote person { id }`;

const narrative = 'Smoke in the stairwell, nobody answers the door.';

const emergencyOf = (book: StoryBook, change: object = {}): object => ({
  personId: book.residentId,
  reasonCode: 'RISK_TO_LIFE',
  narrative,
  caseReference: 'CASE-311',
  lawfulBasis: 'VITAL_INTERESTS',
  ...change,
});

const startMutation = `mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { breakGlass { ${openingFields} } } }`;
const endMutation = `mutation ($id: ID!) { endBreakGlass(input: { id: $id }) { breakGlass { ${openingFields} } } }`;
const approveMutation = `mutation ($id: ID!) { approveBreakGlass(input: { id: $id }) { breakGlass { ${openingFields} } } }`;
const reviewMutation = `mutation ($input: ReviewBreakGlassInput!) { reviewBreakGlass(input: $input) { breakGlass { ${openingFields} } } }`;
const unlockMutation = `mutation ($input: UnlockBreakGlassInput!) { unlockBreakGlass(input: $input) { subjectId } }`;
const queueQuery = `{ breakGlassQueue(first: 100) { edges { node { ${openingFields} } } } }`;

const start = async (book: StoryBook, persona: string, change: object = {}) =>
  (await book.ask(persona, startMutation, { input: emergencyOf(book, change) })).breakGlass.breakGlass;

/** A persona's queue, as far as it concerns the resident of the story. */
const queueOf = async (book: StoryBook, persona: string) => {
  const { breakGlassQueue } = await book.ask(persona, queueQuery, {});
  const nodes: readonly { readonly person: { readonly id: string } }[] = breakGlassQueue.edges.map(
    ({ node }: { readonly node: object }) => node,
  );
  return nodes.filter(({ person }) => person.id === book.residentId);
};

/** What governance finds on record about the resident, oldest first. */
const recordOf = async (book: StoryBook) => {
  const query = `query ($id: ID!) { accessHistory(personId: $id, first: 100) {
    edges { node { action subjectId codes resourceIds breakGlassId } } } }`;
  const { accessHistory } = await book.ask('information-governance', query, { id: book.residentId });
  return accessHistory.edges.map(({ node }: { readonly node: object }) => node).toReversed();
};

describeStory('a housing officer breaks glass for a resident whom social care looks after', (way) => {
  const platform = sharePlatform({ way });

  /** The code and the rule of the error that a question is answered with. */
  const refusalOf = async (persona: string, query: string, variables: object) => {
    const { body } = await platform().ask(persona, query, { variables });
    const { code, ruleId } = body.errors[0].extensions;
    return ruleId === undefined ? { code } : { code, ruleId };
  };

  /** The resident with a phone and a confidential email of social care. */
  const createLookedAfter = async () => {
    const book = await storyBook(platform());
    const phone = await book.record('social-care-officer', {
      contactType: 'PHONE',
      subType: 'MOBILE',
      value: '020 7946 0321',
      isDefault: true,
    });
    const email = await book.record('social-care-officer', { contactType: 'EMAIL', subType: 'PERSONAL', value: 'maeve@example.org' });
    await book.ask(
      'social-care-officer',
      'mutation ($input: MarkSensitivityInput!) { markSensitivity(input: $input) { contactDetail { id } } }',
      { input: { id: email, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' } },
    );
    return { book, phone, email };
  };

  it('opens the details to that officer alone, shows the owners what was seen, and is reviewed', async () => {
    const { book, phone, email } = await createLookedAfter();
    expect(await book.details('housing-officer')).toStrictEqual([]);

    const opening = await start(book, 'housing-officer');
    expect(opening).toMatchObject({ area: 'housing', isActive: true, narrative, caseReference: 'CASE-311', seen: [] });
    expect(Date.parse(opening.endsAt) - Date.parse(opening.startedAt)).toBe(30 * 60_000);
    const { id } = opening;

    // Whole, but the default is social care's, and what is confidential needs a second person.
    expect(await book.details('housing-officer')).toMatchObject([
      {
        id: phone,
        isMasked: false,
        contactInformation: { contactType: 'PHONE', value: '+442079460321' },
        sourceServiceArea: { area: 'social-care', isDefault: null },
        sharedUnder: null,
      },
    ]);
    expect(await book.detailById('housing-officer', email)).toBeNull();
    expect(await book.details('read-only-officer')).toStrictEqual([]);
    expect(await book.details('benefits-officer')).toStrictEqual([]);

    const seenPhone = { contactDetailId: phone, area: 'social-care' };
    const asOwner = { id, startedBy: 'persona-housing-officer', narrative: null, caseReference: null, reviewNote: null };
    expect(await queueOf(book, 'social-care-officer')).toMatchObject([{ ...asOwner, seen: [seenPhone] }]);
    expect(await queueOf(book, 'information-governance')).toMatchObject([
      { id, narrative, caseReference: 'CASE-311', seen: [seenPhone], reviewState: 'AWAITING_REVIEW' },
    ]);
    expect(await queueOf(book, 'benefits-officer')).toStrictEqual([]);
    expect(await queueOf(book, 'read-only-officer')).toStrictEqual([]);

    expect(await refusalOf('housing-officer', approveMutation, { id })).toStrictEqual({ code: 'FORBIDDEN', ruleId: 'B2' });
    const approved = await book.ask('second-approver', approveMutation, { id });
    expect(approved.approveBreakGlass.breakGlass).toMatchObject({ approvedBy: 'persona-second-approver', narrative: null, seen: [] });
    const afterwards = await book.details('housing-officer');
    expect(new Set(afterwards.map((row) => row.id))).toStrictEqual(new Set([phone, email]));
    expect(afterwards.find((row) => row.id === email)).toMatchObject({
      isMasked: false,
      sensitivity: 'CONFIDENTIAL',
      contactInformation: { value: 'maeve@example.org' },
    });
    expect(await book.details('second-approver')).toStrictEqual([]);
    const seenEmail = { contactDetailId: email, area: 'social-care' };
    expect(await queueOf(book, 'social-care-officer')).toMatchObject([{ ...asOwner, seen: [seenPhone, seenEmail] }]);

    // Nobody else can end it; who started it can, and it works on the next question.
    expect(await refusalOf('social-care-officer', endMutation, { id })).toStrictEqual({ code: 'NOT_FOUND' });
    expect((await book.ask('housing-officer', endMutation, { id })).endBreakGlass.breakGlass).toMatchObject({ isActive: false });
    expect(await book.details('housing-officer')).toStrictEqual([]);
    expect(await refusalOf('second-approver', approveMutation, { id })).toStrictEqual({ code: 'CONFLICT' });

    const note = 'The fire service confirmed the call.';
    const reviewed = await book.ask('information-governance', reviewMutation, { input: { id, reviewState: 'JUSTIFIED', note } });
    expect(reviewed.reviewBreakGlass.breakGlass).toMatchObject({ reviewState: 'JUSTIFIED', reviewNote: note });
    expect(await queueOf(book, 'social-care-officer')).toMatchObject([{ ...asOwner, reviewState: 'JUSTIFIED' }]);

    const record = (await recordOf(book)).filter((event: { readonly breakGlassId: string | null }) => event.breakGlassId === id);
    const look = { action: 'contact-detail.read', subjectId: 'persona-housing-officer', codes: ['BREAK_GLASS'] };
    expect(record).toMatchObject([
      { action: 'break-glass.start', subjectId: 'persona-housing-officer' },
      { ...look, resourceIds: [phone] },
      { action: 'break-glass.approve', subjectId: 'persona-second-approver' },
      look,
      { action: 'break-glass.end', subjectId: 'persona-housing-officer' },
      { action: 'break-glass.review', subjectId: 'persona-information-governance' },
    ]);
    expect(record[3].resourceIds.toSorted()).toStrictEqual([phone, email].toSorted());
  });

  it('answers the same for a restricted resident, and opens nothing before a second person approves', async () => {
    const { book, phone, email } = await createLookedAfter();
    await book.ask('safeguarding-lead', 'mutation ($input: RestrictPersonInput!) { restrictPerson(input: $input) { searchConfirmed } }', {
      input: { personId: book.residentId, reason: 'Moved away from a violent partner.' },
    });
    const { id } = await start(book, 'housing-officer');
    expect(await book.details('housing-officer')).toStrictEqual([]);
    await book.ask('second-approver', approveMutation, { id });
    const rows = await book.details('housing-officer');
    expect(new Set(rows.map((row) => row.id))).toStrictEqual(new Set([phone, email]));
    await book.ask('housing-officer', endMutation, { id });
  });

  it('is refused without words, without a case, and to who may not', async () => {
    const book = await storyBook(platform());
    const bad = { code: 'BAD_USER_INPUT' };
    expect(await refusalOf('housing-officer', startMutation, { input: emergencyOf(book, { narrative: 'fire' }) })).toStrictEqual(bad);
    expect(await refusalOf('housing-officer', startMutation, { input: emergencyOf(book, { caseReference: '' }) })).toStrictEqual(bad);
    const forbidden = { code: 'FORBIDDEN', ruleId: 'B1' };
    expect(await refusalOf('benefits-officer', startMutation, { input: emergencyOf(book) })).toStrictEqual(forbidden);
    expect(await refusalOf('information-governance', startMutation, { input: emergencyOf(book) })).toStrictEqual(forbidden);
    const unknown = { input: emergencyOf(book, { personId: '00000000-0000-4000-8000-000000000000' }) };
    expect(await refusalOf('housing-officer', startMutation, unknown)).toStrictEqual({ code: 'NOT_FOUND' });
    expect(await queueOf(book, 'information-governance')).toStrictEqual([]);
  });

  it('locks the right at the fourth start of a day, until governance gives it back', async () => {
    const book = await storyBook(platform());
    const input = emergencyOf(book);
    for (let time = 0; time < 3; time += 1) await start(book, 'safeguarding-lead');
    const locked = { code: 'BREAK_GLASS_LOCKED', ruleId: 'B1' };
    expect(await refusalOf('safeguarding-lead', startMutation, { input })).toStrictEqual(locked);
    expect(await refusalOf('safeguarding-lead', startMutation, { input })).toStrictEqual(locked);
    const unlock = { input: { subjectId: 'persona-safeguarding-lead', reason: 'Talked with the lead about it.' } };
    expect(await refusalOf('second-approver', unlockMutation, unlock)).toStrictEqual({ code: 'FORBIDDEN', ruleId: 'B4' });
    const { unlockBreakGlass } = await book.ask('information-governance', unlockMutation, unlock);
    expect(unlockBreakGlass).toStrictEqual({ subjectId: 'persona-safeguarding-lead' });
    await start(book, 'safeguarding-lead');
    expect(await queueOf(book, 'information-governance')).toHaveLength(4);
  });
});
