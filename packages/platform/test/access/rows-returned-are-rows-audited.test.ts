import { type AccessEventDraft, appendAccessEventsAction, appendAccessEventsInput, DependencyError } from '@resident-graph/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, residentId, type SamplePlatform, startSamplePlatform, surname } from './sample-details.ts';

const recorded: AccessEventDraft[] = [];
let isAuditDown = false;

let sample: SamplePlatform;
beforeAll(async () => {
  sample = await startSamplePlatform({
    wrapAuditLink: (link) => ({
      call: async (action, input, correlationId) => {
        if (action !== appendAccessEventsAction) return link.call(action, input, correlationId);
        if (isAuditDown) throw new DependencyError('SUBGRAPH_UNAVAILABLE', 'contact-details does not answer now.');
        const answer = await link.call(action, input, correlationId);
        // Only what contact-details took is on record.
        recorded.push(...appendAccessEventsInput.parse(input).events);
        return answer;
      },
    }),
  });
});
afterAll(() => sample[Symbol.asyncDispose]());
beforeEach(() => {
  isAuditDown = false;
});

/** The values that stand under a key anywhere in an answer. */
const valuesUnder = (wanted: string, value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valuesUnder(wanted, item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === wanted && typeof inner === 'string' ? [inner] : valuesUnder(wanted, inner),
  );
};

const sorted = (ids: readonly string[]): readonly string[] => [...new Set(ids)].toSorted();
const resourcesOf = (action: AccessEventDraft['action']): readonly string[] =>
  sorted(recorded.filter((event) => event.action === action).flatMap(({ resourceIds }) => resourceIds));

const askers: readonly Asker[] = [
  { persona: 'housing-officer' },
  { persona: 'social-care-officer' },
  { persona: 'two-area-officer', area: 'housing' },
  { persona: 'two-area-officer', area: 'social-care' },
  { persona: 'read-only-officer' },
  { persona: 'benefits-officer' },
  { persona: 'repairs-service' },
  { persona: 'data-steward' },
  { persona: 'resident' },
  { persona: 'ingest-service' },
  { persona: 'nobody' },
];

/** Every way to contact details, equality records, consents and matches; each object asks for its id under a name of its kind. */
const reads: Readonly<Record<string, (id: string, detailId: string) => string>> = {
  'by id': (_id, detailId) => `{ contactDetail(id: "${detailId}", includeHistoric: true) { detail: id supersedes { detail: id } } }`,
  'by target': (id) => `{ contactDetails(targetId: "${id}") { detail: id contactInformation { value } } }`,
  'by target with history': (id) => `{ contactDetails(targetId: "${id}", includeHistoric: true) { detail: id isMasked } }`,
  'under aliases': (id) =>
    `{ a: contactDetails(targetId: "${id}") { detail: id } b: contactDetails(targetId: "${id}") { detail: id area: team } }`,
  'through a fragment': (id) =>
    `{ person(id: "${id}") { forename ...D } } fragment D on Person { contactDetails { ... on ContactDetail { detail: id } } }`,
  'below a person below a detail': (id) =>
    `{ contactDetails(targetId: "${id}") { detail: id person { contactDetails(includeHistoric: true) { detail: id } } } }`,
  'through history': (id) =>
    `{ person(id: "${id}") { contactDetailHistory { edges { node { contactDetail { detail: id } fields { before after } } } } } }`,
  'the preferred one': (id) => `{ person(id: "${id}") { preferredContact(contactType: EMAIL) { detail: id } } }`,
  'whether one can be used': (id) => `{ contactability(personId: "${id}", contactType: PHONE) { canBeUsed contactDetail { detail: id } } }`,
  'by value': () => '{ findByContact(type: PHONE, value: "+442079460000") { detail: id } }',
  'through search': () =>
    `{ searchPersons(searchText: "${surname}") { total results { person { hit: id contactDetails { detail: id } } } } }`,
  'of those found by name': () =>
    `{ findPersons(filter: { surname: "${surname}" }) { totalCount edges { node { contactDetails { detail: id } identification { document: id } } } } }`,
  'of possible duplicates': () => `{ possibleDuplicates(input: { surname: "${surname}" }) { person { contactDetails { detail: id } } } }`,
  'legacy triage': () => '{ legacyTriage { edges { node { detail: id } } } }',
  notices: () => '{ notices { edges { node { contactDetail { detail: id } } } } }',
  'a skipped part': (id) => `{ person(id: "${id}") { forename contactDetails @skip(if: true) { detail: id } } }`,
  'equality information': (id) =>
    `{ equalityInformationByTarget(targetId: "${id}") { equality: id } person(id: "${id}") { equalityInformation { equality: id } } }`,
  'identification, and its history': (id) =>
    `{ person(id: "${id}") { identification { document: id } } changeHistory(targetType: PERSON, targetId: "${id}") { edges { node { identification { document: id } } } } }`,
  consents: (id) => `{ consents(personId: "${id}") { consent: id } person(id: "${id}") { consents { consent: id } } }`,
};

const writes: Readonly<Record<string, string>> = {
  record: `mutation { recordContactDetail(input: { targetId: "${residentId}", contactType: EMAIL, subType: PERSONAL, value: "imogen@example.org", isDefault: true }) {
    contactDetail { detail: id } } }`,
  'record identification': `mutation { recordIdentification(input: { personId: "${residentId}", expectedVersion: 0, type: OTHER, value: "invented-1" }) {
    identification { document: id } person { identification { document: id } } } }`,
  'record equality information': `mutation { recordEqualityInformation(input: { targetId: "${residentId}", answers: { ageGroup: "thirtyFiveToFortyFour" } }) {
    equalityInformation { equality: id } } }`,
};

/** What an object of each kind is called on the record, by the name under which the operations ask for its id. */
const actionOf = {
  detail: 'contact-detail.read',
  equality: 'equality.read',
  consent: 'consent.read',
  document: 'identity.read',
  hit: 'person.match',
} as const satisfies Readonly<Record<string, AccessEventDraft['action']>>;
const kinds = Object.keys(actionOf) as readonly (keyof typeof actionOf)[];

/** Asks, and compares what is shown with what is on record; answers how many objects were shown. */
const compare = async (asker: Asker, query: string): Promise<number> => {
  recorded.length = 0;
  const { data } = await sample.ask(asker, query);
  const shown = kinds.map((kind) => sorted(valuesUnder(kind, data)));
  expect([asker, kinds.map((kind) => resourcesOf(actionOf[kind]))]).toEqual([asker, shown]);
  expect(new Set(recorded.map(({ requestId }) => requestId)).size).toBeLessThanOrEqual(1);
  for (const { resourceIds, fullCount, maskCount } of recorded) expect(fullCount + maskCount).toBe(resourceIds.length);
  return shown.flat().length;
};

/** Operations that show none of the sample's objects. */
const showingNothing: ReadonlySet<string> = new Set(['notices', 'a skipped part']);

describe('rows returned are rows audited (T14)', () => {
  test.each(Object.entries(writes))('%s', async (_title, query) => {
    let shown = 0;
    for (const asker of askers) shown += await compare(asker, query);
    expect(shown).toBeGreaterThan(0);
  });

  test.each(Object.entries(reads))('%s', async (title, operation) => {
    let shown = 0;
    for (const asker of askers) {
      for (const name of ['housing-phone', 'care-old', 'other-housing'] as const) {
        const personId = sample.personIds[name.startsWith('other') ? 1 : 0] ?? '';
        shown += await compare(asker, operation(personId, sample.idOf[name]));
      }
    }
    expect(shown > 0).toBe(!showingNothing.has(title));
  });

  test('an event tells who looked at what, from where, for what, by which operation and decision, and no value', async () => {
    recorded.length = 0;
    const query = `{ contactDetails(targetId: "${residentId}") { detail: id note: contactInformation { value } } }`;
    await sample.ask({ persona: 'housing-officer' }, query);
    expect(recorded).toHaveLength(1);
    expect(recorded[0]).toMatchObject({
      action: 'contact-detail.read',
      subject: { kind: 'officer', area: 'housing', onBehalfOfId: null },
      purpose: 'SERVICE_DELIVERY',
      personIds: [residentId],
      fieldsReturned: ['ContactDetail.contactInformation', 'ContactDetail.id', 'ContactInformation.value'],
      codes: ['CONSENT', 'OWN_AREA'],
      breakGlassId: null,
    });
    expect(recorded[0]?.operationHash).toMatch(/^[0-9a-f]{64}$/u);
    expect(recorded[0]?.consentIds).toHaveLength(1);
    expect(recorded[0]?.decisionIds).toHaveLength(recorded[0]?.resourceIds.length ?? -1);
    expect(new Set(recorded[0]?.resourceAreas)).toEqual(new Set(['housing', 'social-care']));
    expect(JSON.stringify(recorded)).not.toContain('+44');
  });

  test('with the record down what is protected is refused and the rest is answered', async () => {
    isAuditDown = true;
    const query = `{
      person(id: "${residentId}") { forename contactDetails { detail: id } preferredContact(contactType: PHONE) { detail: id } }
      searchPersons(searchText: "${surname}") { total }
      serviceAreas { code }
    }`;
    const { data, errors } = await sample.ask({ persona: 'housing-officer' }, query);
    expect(data).toMatchObject({ person: { forename: 'Imogen', contactDetails: null }, searchPersons: null });
    expect(data?.['serviceAreas']).not.toBeNull();
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.['code'], extensions?.['retryable']])).toEqual([
      ['person.contactDetails', 'AUDIT_UNAVAILABLE', true],
      ['searchPersons', 'AUDIT_UNAVAILABLE', true],
    ]);
  });

  test('with the record down a write is done, says so, and shows nothing', async () => {
    isAuditDown = true;
    const value = 'quill@example.org';
    const write = `mutation { recordContactDetail(input: { targetId: "${residentId}", contactType: EMAIL, subType: PERSONAL, value: "${value}" }) {
      contactDetail { detail: id } } }`;
    const { data, errors } = await sample.ask({ persona: 'housing-officer' }, write);
    expect(data).toEqual({ recordContactDetail: null });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('This was done') as string, extensions: { code: 'AUDIT_UNAVAILABLE', retryable: false } },
    ]);
    isAuditDown = false;
    const found = await sample.ask({ persona: 'housing-officer' }, `{ findByContact(type: EMAIL, value: "${value}") { detail: id } }`);
    expect(valuesUnder('detail', found.data)).toHaveLength(1);
  });

  test('with the record down an answer that shows nothing protected is whole', async () => {
    isAuditDown = true;
    const query = `{ person(id: "${sample.personIds[1] ?? ''}") { forename contactDetails { detail: id } } }`;
    const { data, errors } = await sample.ask({ persona: 'social-care-officer' }, query);
    expect([data, errors]).toEqual([{ person: { forename: 'Jasper', contactDetails: [] } }, undefined]);
  });
});
