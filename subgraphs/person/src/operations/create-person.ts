import { assertSameInput, isFresh, ProblemCollector, readIdempotency, type SignedCall } from '@resident-graph/service-kit';
import type { CreatePersonInput } from '../__generated__/schema-types.ts';
import { newPerson } from '../domain/new-person.ts';
import { type Person, toPersonEvent } from '../domain/person.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * Creates a person; with an idempotency key a repetition within 24 hours answers the first result.
 * @throws InputError BAD_USER_INPUT with all problems, IDEMPOTENCY_KEY_REUSED
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
  problems.throwIfAny();
  const creation = idempotency === null ? null : { ...idempotency, resultId: person.id, at: circumstances.at };
  const event = toPersonEvent('PersonCreated', person, circumstances);
  const isWritten = await parts.store.insert({ person, source: null, creation, event });
  // The same call came twice at the same time: the other one has written by now, so this one answers what that one did.
  if (!isWritten) return createPerson(parts, input, call);
  parts.announce();
  return person;
};
