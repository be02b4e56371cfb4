import type { Subject } from '@resident-graph/policy';
import { applyMergesAction, createLogger, type InternalIdentity, workerSubject } from '@resident-graph/service-kit';
import { openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import { createContactDetailsSubgraph } from '../src/create-contact-details-subgraph.ts';

const roles: Subject['roles'] = ['person:read', 'contact:read', 'contact:write', 'safeguarding', 'break-glass'];
const officerOf = (id: string, actingArea: string): Subject => signedCallOf({ id, actingArea, roles }).subject;
const residentOf = (personId: string): Subject =>
  signedCallOf({ id: personId, kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST', personId }).subject;

/** Officers of two areas, a colleague of the first, and the two residents whose records are joined. */
export const readers = {
  housing: officerOf('housing-1', 'housing'),
  colleague: officerOf('housing-2', 'housing'),
  repairs: officerOf('repairs-1', 'repairs'),
  survivor: residentOf('p1'),
  merged: residentOf('p2'),
};

/** The whole subgraph in one process, as its gateway and the person subgraph call it; every person exists whose id begins with `p`. */
export const createMergeStage = async () => {
  let identity: InternalIdentity = { issuer: 'person', subject: workerSubject('person'), expiresAt: Number.MAX_SAFE_INTEGER };
  const { handler } = await createContactDetailsSubgraph({
    database: openEmbeddedDatabase(),
    verifier: { verify: async () => identity },
    person: {
      call: async (_action, input) => ({
        existing: (input as { readonly ids?: readonly string[] }).ids?.filter((id) => id.startsWith('p')) ?? [],
      }),
    },
    search: { call: async () => ({ applied: true }) },
    lookupSecret: new Uint8Array(32),
    subscribers: [],
    leaseHolder: 'test',
    logger: createLogger({ service: 'contact-details', level: 'silent' }),
    waits: { auditDeadlineMilliseconds: 60_000, searchConfirmMilliseconds: 60_000 },
  });
  const credentials = { identityToken: 'signed', correlationId: 'correlation-1' };
  let version = 0;
  const tell = async (mergedId: string, survivorId: string | null): Promise<void> => {
    version += 1;
    identity = { ...identity, issuer: 'person', subject: workerSubject('person') };
    const merges = [{ mergedId, survivorId, version, at: `2026-02-01T10:00:0${version}.000Z` }];
    await handler.callWorkerAction(applyMergesAction, { merges }, credentials);
  };
  /** The data of an answer; throws its first error's code. */
  const ask = async <Data>(subject: Subject, query: string, input?: object): Promise<Data> => {
    identity = { ...identity, issuer: 'gateway', subject };
    const answer = await handler.execute({ query, variables: { input } }, credentials);
    const [error] = answer.errors ?? [];
    if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.extensions?.['code'] });
    return answer.data as Data;
  };
  const record = async (subject: Subject, targetId: string, value: string, isDefault = false): Promise<string> => {
    const mutation =
      'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id targetId } } }';
    const input = { targetId, contactType: 'PHONE', subType: 'MOBILE', value, isDefault };
    const { recordContactDetail } = await ask<{ recordContactDetail: { contactDetail: { id: string } } }>(subject, mutation, input);
    return recordContactDetail.contactDetail.id;
  };
  /** The ids of the rows that are shown under an id, sorted. */
  const rowsOf = async (subject: Subject, targetId: string): Promise<readonly string[]> => {
    const { contactDetails } = await ask<{ contactDetails: readonly { id: string }[] }>(
      subject,
      `{ contactDetails(targetId: "${targetId}") { id } }`,
    );
    return contactDetails.map(({ id }) => id).toSorted();
  };
  /** Captures a consent that repairs sees phones of housing, and answers its id. */
  const consent = async (subject: Subject, personId: string, change: object = {}): Promise<string> => {
    const input = {
      personId,
      types: ['PHONE'],
      sourceArea: 'housing',
      recipientArea: 'repairs',
      purpose: 'SERVICE_DELIVERY',
      method: 'IN_PERSON',
      noticeId: 'sharing',
      noticeVersion: '3',
      noticeText: 'We would like to tell repairs your number.',
      evidenceRef: 'form 12',
      ...change,
    };
    const mutation = 'mutation ($input: CaptureConsentInput!) { captureConsent(input: $input) { consent { id } } }';
    return (await ask<{ captureConsent: { consent: { id: string } } }>(subject, mutation, input)).captureConsent.consent.id;
  };
  return {
    ask,
    record,
    rowsOf,
    consent,
    merge: (mergedId: string, survivorId: string) => tell(mergedId, survivorId),
    unmerge: (mergedId: string) => tell(mergedId, null),
  };
};
