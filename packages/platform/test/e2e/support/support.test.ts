import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { changeStore } from '../kit/change-store.ts';
import { describeStory } from '../kit/describe-story.ts';
import { sharePlatform } from '../kit/share-platform.ts';
import { type StoryBook, storyBook } from '../kit/story-book.ts';

const guide = new URL('../../../../../docs/support.md', import.meta.url);

/** The operations of the guide for support, as a reader pastes them. */
const readGuide = async () => {
  const text = await readFile(guide, 'utf8');
  const [startForAsker, trace, startForOwner, rows, consents, ...others] = [...text.matchAll(/```graphql\n(.*?)```/gsu)].map(
    ([, operation = '']) => operation,
  );
  if (startForAsker === undefined || trace === undefined || startForOwner === undefined || rows === undefined || consents === undefined)
    throw new Error('Expected five operations in docs/support.md.');
  expect(others).toStrictEqual([]);
  return { startForAsker, trace, startForOwner, rows, consents };
};

const look = `query LookFor($id: ID!, $text: String!) {
  searchPersons(searchText: $text) { total }
  person(id: $id) { forename contactDetails { id contactInformation { value } } }
}`;
const phone = '020 7946 0777';
const hour = 60 * 60 * 1_000;

describeStory('support finds out why social care does not see a phone any more', (way) => {
  const platform = sharePlatform({ way });

  /** Asks as an officer does and answers the id of the request, which the officer reads from the answer's header. */
  const lookAs = async (book: StoryBook, persona: string): Promise<{ readonly id: string; readonly text: string }> => {
    const { headers, text } = await book.answer(persona, look, { id: book.residentId, text: book.surname });
    return { id: headers.get('x-request-id') ?? '', text };
  };

  it('reads what the request did, sees that the row is there, and is told of the consent that expired', async () => {
    const guided = await readGuide();
    const book = await storyBook(platform());
    const personId = book.residentId;
    await book.record('housing-officer', { contactType: 'PHONE', subType: 'MOBILE', value: phone });
    await book.capture('resident', { types: ['PHONE'], validUntil: new Date(Date.now() + 6_000).toISOString() });
    expect(await book.details('social-care-officer')).toHaveLength(1);
    await book.until(async () => (await book.details('social-care-officer')).length === 0);

    // The complaint, with the id of social care's request; housing asked as well.
    const complained = await lookAs(book, 'social-care-officer');
    expect(complained.text).not.toContain('0777');
    const housings = await lookAs(book, 'housing-officer');
    expect(housings.text).toContain('+442079460777');

    const traceOf = async (requestId: string, headers: Record<string, string> = {}) =>
      (await book.ask('support-analyst', guided.trace, { requestId }, headers)).requestTrace;
    const rows = async () => (await book.ask('support-analyst', guided.rows, { personId })).contactDetails;

    // Without a session there is nothing, and whoever is not support has none.
    expect(await traceOf(complained.id)).toBeNull();
    expect(await rows()).toStrictEqual([]);
    expect(await book.refusal('housing-officer', guided.trace, { requestId: complained.id })).toMatchObject({
      code: 'FORBIDDEN',
      ruleId: 'D1',
    });
    expect(await book.refusal('housing-officer', guided.startForAsker, {})).toMatchObject({ code: 'FORBIDDEN', ruleId: 'D1' });

    // In the area that owns the row: there it is, masked; what another area asked is not shown.
    await book.ask('support-analyst', guided.startForOwner, {});
    await book.until(async () => (await traceOf(housings.id)) !== null);
    expect(await traceOf(housings.id)).toMatchObject({ area: 'housing', decisions: [{ outcome: 'FULL', code: 'OWN_AREA' }] });
    expect(await traceOf(complained.id)).toBeNull();
    expect(await rows()).toStrictEqual([{ id: expect.any(String), contactInformation: { contactType: 'PHONE', value: '••••••••77' } }]);

    // In the area that asked: the whole way of its request.
    await book.ask('support-analyst', guided.startForAsker, {});
    expect(await rows()).toStrictEqual([]);
    expect(await traceOf(housings.id)).toBeNull();
    const trace = await traceOf(complained.id);
    expect(trace).toMatchObject({
      area: 'social-care',
      purpose: 'SERVICE_DELIVERY',
      refusedFields: [],
      errorCodes: [],
      decisions: [],
      queryPlan: expect.stringContaining('Fetch(contact-details)'),
    });
    type Fetch = (typeof trace.fetches)[number];
    const fetchOf = (subgraph: string): Fetch => trace.fetches.find((fetch: Fetch) => fetch.subgraph === subgraph);
    expect(fetchOf('search').searchQueries).toMatchObject([{ found: 1, body: expect.stringContaining('<text>') }]);
    expect(fetchOf('person')).toMatchObject({ errorCodes: [] });
    const { storeQueries } = fetchOf('contact-details');
    const filterOf = (collection: string): Fetch => storeQueries.find((query: Fetch) => query.collection === collection);
    expect(filterOf('consents')).toMatchObject({ found: 1, filter: expect.stringContaining('<text>') });
    expect(filterOf('contactDetails')).toMatchObject({ found: 0, filter: expect.stringContaining('"area":"<text>"') });
    for (const value of [personId, book.surname, 'Maeve', '0777', 'LookFor']) expect(JSON.stringify(trace)).not.toContain(value);

    // The cause, from those who may read consents; a new one ends the complaint.
    for (const persona of ['housing-officer', 'social-care-officer'])
      expect((await book.ask(persona, guided.consents, { personId })).consents).toMatchObject([
        { sourceArea: 'housing', recipientArea: 'social-care', status: 'EXPIRED' },
      ]);
    await book.capture('resident', { types: ['PHONE'] });
    expect(await book.details('social-care-officer')).toHaveLength(1);

    // A session counts for its case alone, and ends after an hour.
    expect(await traceOf(complained.id, { 'x-case-ref': 'CASE-2042' })).toBeNull();
    if (way === 'one process') await platform().stop();
    await changeStore<{ _id: string; startedAt: string }>(platform(), {
      collection: 'diagnosticSessions',
      change: async (sessions) => {
        const [session] = await sessions.find({}).toArray();
        const startedAt = new Date(Date.parse(session?.startedAt ?? '') - hour).toISOString();
        await sessions.updateOne({ _id: session?._id }, { $set: { startedAt } });
      },
    });
    if (way === 'one process') await platform().start();
    expect(await traceOf(complained.id)).toBeNull();
    await book.ask('support-analyst', guided.startForAsker, {});
    expect(await traceOf(complained.id)).toStrictEqual(trace);
  });

  it('refuses a session for another case than that of the request, and for no area', async () => {
    const book = await storyBook(platform());
    const { startForAsker } = await readGuide();
    const { body } = await book.answer('support-analyst', startForAsker, {}, { 'x-case-ref': 'CASE-2042' });
    expect(body).toMatchObject({ data: { startDiagnosticSession: null }, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    const nowhere = startForAsker.replace('"social-care"', '"moonbase"');
    expect(await book.refusal('support-analyst', nowhere, {})).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
