import { createHash } from 'node:crypto';
import { assertSameInput, isFresh, ProblemCollector, readIdempotency, type SignedCall } from '@resident-graph/service-kit';
import type { CreatePersonInput } from '../__generated__/schema-types.ts';
import { foldToOneWord } from '../domain/duplicates/fold-words.ts';
import { newPerson } from '../domain/new-person.ts';
import { type Person, toPersonEvent } from '../domain/person.ts';
import { toPersonChange } from '../domain/person-change.ts';
import { authorOf } from './author-of.ts';
import type { OperationParts } from './operation-parts.ts';
import { findDuplicates, possibleDuplicate } from './possible-duplicates.ts';

/** Most persons that a call may name as somebody else. */
const maximumOthers = 100;

/** What two creations of the same person claim alike: a digest of the names in either order and of the birth date. */
const claimOf = ({ forename, surname, dateOfBirth }: Person): string =>
  createHash('sha256')
    .update(JSON.stringify([[forename, surname].map(foldToOneWord).toSorted(), dateOfBirth]))
    .digest('base64url');

/**
 * Creates a person unless it is likely on record already; with an idempotency key a repetition within 24 hours answers the first result.
 * @throws InputError BAD_USER_INPUT with all problems, IDEMPOTENCY_KEY_REUSED, POSSIBLE_DUPLICATE with the candidates; DependencyError
 * STORE_UNAVAILABLE when it cannot be known who of the candidates is restricted
 */
export const createPerson = async (parts: OperationParts, input: CreatePersonInput, call: SignedCall): Promise<Person> => {
  const now = parts.now();
  const circumstances = { at: new Date(now).toISOString(), correlationId: call.correlationId, newId: parts.newId };
  const idempotency = readIdempotency({ subject: call.subject, mutation: 'createPerson', key: input.idempotencyKey, input });
  if (idempotency !== null) {
    const earlier = await parts.store.findByCreation(idempotency.scope);
    if (earlier?.creation != null && isFresh(earlier.creation, now)) {
      assertSameInput(earlier.creation, idempotency.inputDigest);
      return earlier.person;
    }
    if (earlier?.creation != null) await parts.store.forgetCreation(earlier.creation);
  }
  const problems = new ProblemCollector('input');
  const person = newPerson(input, circumstances, problems);
  const others = input.notDuplicateOf ?? [];
  if (others.length > maximumOthers) problems.add('notDuplicateOf', 'TOO_MANY', `Expected at most ${maximumOthers} ids.`);
  problems.throwIfAny();
  const creation = idempotency === null ? null : { ...idempotency, resultId: person.id, at: circumstances.at };
  const claimant = { holder: person.id, now: parts.now };
  const written = await parts.store.claims.hold(claimOf(person), claimant, async () => {
    const stopping = (await findDuplicates(parts, person, call)).filter(
      ({ band, recordIds }) => band !== 'POSSIBLE' && !recordIds.some((id) => others.includes(id)),
    );
    if (stopping.length > 0) {
      // The same call at the same time may have written the very person that is found here.
      if (idempotency !== null && (await parts.store.findByCreation(idempotency.scope)) !== null) return null;
      throw possibleDuplicate(stopping);
    }
    const event = toPersonEvent('PersonCreated', person, circumstances);
    const change = toPersonChange(null, person, authorOf('CREATED', call));
    return parts.store.insert({ person, source: null, creation, event, change });
  });
  // The same call came twice at the same time: the other one has written by now, so this one answers what that one did.
  if (written === null) return createPerson(parts, input, call);
  parts.announce();
  return written;
};
