import { mayReadRecord } from '@resident-graph/policy';
import {
  assertInsideCompartment,
  assertSameInput,
  InputError,
  isFresh,
  notFound,
  ProblemCollector,
  readIdempotency,
  type SignedCall,
} from '@resident-graph/service-kit';
import type { RecordEqualityInformationInput } from '../__generated__/schema-types.ts';
import { originsOf } from '../domain/amended-answers.ts';
import { checkAgeAndOrientation } from '../domain/check-age-and-orientation.ts';
import { toEqualityEvent } from '../domain/equality-event.ts';
import type { EqualityInformation } from '../domain/equality-information.ts';
import { readAnswerSource } from '../domain/read-answer-source.ts';
import { readEqualityAnswers, requireAnswer } from '../domain/read-equality-answers.ts';
import { findSurvivors } from './find-survivors.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * Records a person's answers, once for each person; with an idempotency key a repetition answers the first result. To a resident everybody
 * else is unknown. Under the id of a person who was merged away it is the survivor's (access-model.md W11).
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person, DUPLICATE_VALUE when there is a record already,
 * IDEMPOTENCY_KEY_REUSED; AuthorityError FORBIDDEN (S4) outside a restriction; DependencyError STORE_UNAVAILABLE when existence or
 * restrictions cannot be known
 */
export const recordEqualityInformation = async (
  parts: OperationParts,
  input: RecordEqualityInformationInput,
  call: SignedCall,
): Promise<EqualityInformation> => {
  const now = parts.now();
  const at = new Date(now).toISOString();
  const problems = new ProblemCollector('input');
  const answers = readEqualityAnswers(input.answers, problems);
  requireAnswer(answers, problems);
  checkAgeAndOrientation(answers, problems);
  const source = readAnswerSource(input.source, call.subject, problems);
  problems.throwIfAny();
  if (!mayReadRecord(call.subject, input.targetId)) throw notFound('person');
  await assertInsideCompartment(parts.restrictions, input.targetId, call);
  const existing = await parts.persons.findExisting([input.targetId], call.correlationId);
  if (!existing.has(input.targetId)) throw notFound('person');
  const idempotency = readIdempotency({ subject: call.subject, mutation: 'recordEqualityInformation', key: input.idempotencyKey, input });
  const marked = idempotency === null ? [] : await parts.store.findByCreation(idempotency.scope);
  for (const { creation } of marked)
    if (creation !== null && isFresh(creation, now)) assertSameInput(creation, idempotency?.inputDigest ?? '');
  const targetId = (await findSurvivors(parts, [input.targetId], call)).get(input.targetId) ?? input.targetId;
  const sources = originsOf({ answers, source, at });
  const information = { ...answers, id: parts.newId(), targetId, sources, version: 0, createdAt: at, lastModifiedAt: at };
  const event = toEqualityEvent('EqualityInformationRecorded', information, { id: parts.newId(), correlationId: call.correlationId });
  const creation = idempotency === null ? null : { ...idempotency, resultId: information.id, at };
  if (await parts.store.insert({ information, source: null, creation, event })) {
    parts.announce();
    return information;
  }
  const [earlier] = await parts.store.findByTarget([targetId]);
  if (earlier?.creation != null && earlier.creation.scope === idempotency?.scope && isFresh(earlier.creation, now)) {
    assertSameInput(earlier.creation, idempotency.inputDigest);
    return earlier.information;
  }
  throw new InputError('DUPLICATE_VALUE', 'Equality answers of this person are recorded already.', {
    ...(earlier === undefined ? {} : { existingId: earlier.information.id }),
  });
};
