import {
  assertSameInput,
  badUserInput,
  isFresh,
  notFound,
  ProblemCollector,
  type SignedCall,
  versionConflict,
} from '@resident-graph/service-kit';
import type { AmendOrganisationInput, CreateOrganisationInput } from '../__generated__/schema-types.ts';
import { amendedOrganisation, newOrganisation, type Organisation, toOrganisationEvent } from '../domain/organisation.ts';
import { foldOrganisationName, searchedWords } from '../domain/organisation-words.ts';
import { readOrganisation } from '../domain/read-organisation.ts';
import type { OrganisationStore } from '../store/organisation-store.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { assertPermitted } from './consent-operation-parts.ts';
import type { OperationParts } from './operation-parts.ts';

/** What the operations on organisations stand on. */
export interface OrganisationOperationParts extends Pick<OperationParts, 'now' | 'newId' | 'readIdempotency' | 'announce'> {
  readonly store: OrganisationStore;
}

/** Recording, changing and finding organisations. */
export interface OrganisationOperations {
  createOrganisation(input: CreateOrganisationInput, call: SignedCall): Promise<Organisation>;
  amendOrganisation(input: AmendOrganisationInput, call: SignedCall): Promise<Organisation>;
  findOrganisations(name: string): Promise<readonly Organisation[]>;
}

/** Most organisations in one answer. Source: SDL, `findOrganisations`. */
const maximumFound = 100;

/** Shortest and longest text that is looked for, in characters; the shortest without marks and punctuation. */
const minimumSearched = 2;
const maximumSearched = 200;

/**
 * Records an organisation; with an idempotency key a repetition within 24 hours answers the first result.
 * @throws InputError BAD_USER_INPUT with all problems, IDEMPOTENCY_KEY_REUSED; AuthorityError FORBIDDEN
 */
const createOrganisation = async (
  parts: OrganisationOperationParts,
  input: CreateOrganisationInput,
  call: SignedCall,
): Promise<Organisation> => {
  assertPermitted(call.subject, 'organisation.write');
  const circumstances = circumstancesOf(parts, call);
  const key = input.idempotencyKey;
  const idempotency = parts.readIdempotency({ subject: call.subject, mutation: 'createOrganisation', key, input });
  if (idempotency !== null) {
    const earlier = await parts.store.findByCreation(idempotency.scope);
    if (earlier?.creation != null && isFresh(earlier.creation, parts.now())) {
      assertSameInput(earlier.creation, idempotency.inputDigest);
      return earlier.organisation;
    }
    if (earlier?.creation != null) await parts.store.forgetCreation(earlier.creation);
  }
  const problems = new ProblemCollector('input');
  const facts = readOrganisation(input, null, problems);
  problems.throwIfAny();
  const organisation = newOrganisation(facts, circumstances);
  const creation = idempotency === null ? null : { ...idempotency, resultId: organisation.id, at: circumstances.at };
  const event = toOrganisationEvent('OrganisationRecorded', organisation, circumstances);
  // The same call came twice at the same time: the other one has written by now, so this one answers what that one did.
  if (!(await parts.store.insert({ organisation, creation, event }))) return createOrganisation(parts, input, call);
  parts.announce();
  return organisation;
};

/**
 * Changes an organisation. A change that changes nothing succeeds without a new version or event.
 * @throws InputError NOT_FOUND, VERSION_CONFLICT with both versions, BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN
 */
const amendOrganisation = async (
  parts: OrganisationOperationParts,
  input: AmendOrganisationInput,
  call: SignedCall,
): Promise<Organisation> => {
  const { id, expectedVersion } = input;
  assertPermitted(call.subject, 'organisation.write');
  const before = await getOrganisation(parts, id);
  if (before.version !== expectedVersion) throw versionConflict(expectedVersion, before.version);
  const problems = new ProblemCollector('input');
  const facts = readOrganisation(input, before, problems);
  problems.throwIfAny();
  const circumstances = circumstancesOf(parts, call);
  const after = amendedOrganisation(before, facts, circumstances.at);
  if (after === before) return before;
  if (!(await parts.store.amend(after, toOrganisationEvent('OrganisationAmended', after, circumstances)))) {
    throw versionConflict(expectedVersion, (await getOrganisation(parts, id)).version);
  }
  parts.announce();
  return after;
};

const getOrganisation = async ({ store }: OrganisationOperationParts, id: string): Promise<Organisation> => {
  const organisation = await store.findById(id);
  if (organisation === null) throw notFound('organisation');
  return organisation;
};

/**
 * Finds organisations whose names have, for each of the words, one that begins with it; by name, at most 100.
 * @throws InputError BAD_USER_INPUT for less than two letters and digits, and for more than 200 characters
 */
const findOrganisations = async ({ store }: OrganisationOperationParts, name: string): Promise<readonly Organisation[]> => {
  if ([...name].length > maximumSearched) {
    throw badUserInput([{ path: 'name', code: 'TOO_LONG', message: `Expected at most ${maximumSearched} characters.` }]);
  }
  if ([...foldOrganisationName(name)].length < minimumSearched) {
    throw badUserInput([{ path: 'name', code: 'TOO_SHORT', message: `Expected at least ${minimumSearched} letters or digits.` }]);
  }
  return store.findByName(searchedWords(name), maximumFound);
};

/** Binds the operations on organisations to what they stand on. */
export const createOrganisationOperations = (parts: OrganisationOperationParts): OrganisationOperations => ({
  createOrganisation: (input, call) => createOrganisation(parts, input, call),
  amendOrganisation: (input, call) => amendOrganisation(parts, input, call),
  findOrganisations: (name) => findOrganisations(parts, name),
});
