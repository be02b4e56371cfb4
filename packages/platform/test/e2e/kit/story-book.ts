import { randomUUID } from 'node:crypto';
import { type Answer, pause, type RunningPlatform } from './start-platform.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read by the stories that know their shape
type Shape = any;

const detailFields = `id targetId isMasked sensitivity
  contactInformation { contactType value description } sourceServiceArea { area isDefault }
  sharedUnder { consentId purpose validUntil }`;
const consentFields = 'id status grantedBy capturedByArea validUntil';

/** What some personas send besides their token. */
const personaHeaders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'two-area-officer': { 'x-service-area': 'housing' },
  'support-analyst': { 'x-case-ref': 'CASE-2041' },
};

/** Why something was refused. */
export interface Refusal {
  readonly message: string;
  readonly code: string;
  readonly ruleId: string | undefined;
}

/** Letters alone, and far from every other resident's, so that search finds this one and nobody who is spelt alike. */
const surnameOf = (personId: string): string =>
  personId.replaceAll(/[^0-9a-f]/gu, '').replaceAll(/\d/gu, (digit) => 'ghijklmnop'[Number(digit)] ?? '');

/** A resident of one story alone, and the questions that the story asks; the persona `resident` is this one. */
export class StoryBook {
  readonly #platform: RunningPlatform;
  readonly residentId: string;

  constructor(platform: RunningPlatform, residentId: string) {
    this.#platform = platform;
    this.residentId = residentId;
  }

  get surname(): string {
    return surnameOf(this.residentId);
  }

  /** The answer as it is; the persona `resident` asks as this story's. */
  async answer(persona: string, query: string, variables: object, headers: Record<string, string> = {}): Promise<Answer> {
    const own = persona === 'resident' ? { authorization: `Bearer ${await this.#platform.tokenOfResident(this.residentId)}` } : {};
    return this.#platform.ask(persona, query, { variables, headers: { ...personaHeaders[persona], ...own, ...headers } });
  }

  /** The data of an answer; an answer with errors ends the story. */
  async ask(persona: string, query: string, variables: object, headers: Record<string, string> = {}): Promise<Shape> {
    const { body, text } = await this.answer(persona, query, variables, headers);
    if (body.errors !== undefined) throw new Error(`${persona} was refused: ${text}`);
    return body.data;
  }

  /** The one error of an answer without data; any other answer ends the story. */
  async refusal(persona: string, query: string, variables: object): Promise<Refusal> {
    const { body, text } = await this.answer(persona, query, variables);
    const [error, ...others] = body.errors ?? [];
    const hasData = Object.values(body.data ?? {}).some((value) => value !== null);
    if (error === undefined || others.length > 0 || hasData) throw new Error(`${persona} was not refused, or in part: ${text}`);
    return { message: error.message, code: error.extensions.code, ruleId: error.extensions.ruleId };
  }

  async record(persona: string, input: object): Promise<string> {
    const data = await this.ask(
      persona,
      'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id } } }',
      { input: { targetId: this.residentId, ...input } },
    );
    return data.recordContactDetail.contactDetail.id;
  }

  async details(persona: string, headers: Record<string, string> = {}): Promise<readonly Shape[]> {
    const data = await this.ask(
      persona,
      `query ($id: ID!) { person(id: $id) { contactDetails { ${detailFields} } } }`,
      { id: this.residentId },
      headers,
    );
    return data.person.contactDetails;
  }

  async detailById(persona: string, id: string): Promise<Shape> {
    return (await this.ask(persona, 'query ($id: ID!) { contactDetail(id: $id) { id } }', { id })).contactDetail;
  }

  async preferred(persona: string, type: string): Promise<Shape> {
    const query = 'query ($id: ID!, $type: ContactType!) { person(id: $id) { preferredContact(contactType: $type) { id } } }';
    return (await this.ask(persona, query, { id: this.residentId, type })).person.preferredContact;
  }

  async capture(persona: string, scope: object): Promise<Shape> {
    const input = {
      personId: this.residentId,
      sourceArea: 'housing',
      recipientArea: 'social-care',
      purpose: 'SERVICE_DELIVERY',
      method: 'ONLINE_FORM',
      noticeId: 'sharing',
      noticeVersion: '3',
      noticeText: 'Social care may see how housing reaches you.',
      evidenceRef: 'form 4711',
      ...scope,
    };
    const data = await this.ask(
      persona,
      `mutation ($input: CaptureConsentInput!) { captureConsent(input: $input) { consent { ${consentFields} } } }`,
      { input },
    );
    return data.captureConsent.consent;
  }

  async revoke(persona: string, input: object): Promise<readonly Shape[]> {
    const data = await this.ask(
      persona,
      `mutation ($input: RevokeConsentInput!) { revokeConsent(input: $input) { consents { ${consentFields} } } }`,
      { input },
    );
    return data.revokeConsent.consents;
  }

  async consents(persona: string): Promise<readonly Shape[]> {
    const { consents } = await this.ask(persona, `query ($id: ID!) { consents(personId: $id) { ${consentFields} } }`, {
      id: this.residentId,
    });
    return consents;
  }

  /** The ids in the acting area's queue of consents to confirm. */
  async queue(persona: string): Promise<readonly string[]> {
    const { consentsToConfirm } = await this.ask(persona, '{ consentsToConfirm { totalCount edges { node { id } } } }', {});
    if (consentsToConfirm.totalCount !== consentsToConfirm.edges.length) throw new Error('The queue counts what it does not show.');
    return consentsToConfirm.edges.map(({ node }: Shape) => node.id);
  }

  async searchTotal(persona: string): Promise<number> {
    return (await this.search(persona)).total;
  }

  /** What search finds, by the resident's surname unless another text is given. */
  async search(persona: string, text = this.surname): Promise<Shape> {
    const query = `query ($text: String!) {
      searchPersons(searchText: $text) { total results { person { id restricted } locationWithheld } }
    }`;
    return (await this.ask(persona, query, { text })).searchPersons;
  }

  /** Asks until something holds: the clock of the platform is the machine's. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 120_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error('It never came to hold.');
      await pause();
    }
  }
}

/** Brings a resident of its own to the platform, whom search knows. */
export const storyBook = async (platform: RunningPlatform): Promise<StoryBook> => {
  const id = randomUUID();
  const book = new StoryBook(platform, id);
  const items = [{ sourceId: id, id, forename: 'Maeve', surname: surnameOf(id), dateOfBirth: '1971-11-03' }];
  await book.ask('ingest-service', 'mutation ($input: IngestPersonsInput!) { ingestPersons(input: $input) { results { outcome } } }', {
    input: { sourceSystem: 'story', items },
  });
  await book.until(async () => (await book.searchTotal('housing-officer')) === 1);
  return book;
};
