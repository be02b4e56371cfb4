import { mayReadRecord } from '@resident-graph/policy';
import { assertInsideCompartment, notFound, ProblemCollector, type SignedCall, versionConflict } from '@resident-graph/service-kit';
import type { AmendEqualityInformationInput } from '../__generated__/schema-types.ts';
import { amendedAnswers } from '../domain/amended-answers.ts';
import { checkAgeAndOrientation } from '../domain/check-age-and-orientation.ts';
import { toEqualityEvent } from '../domain/equality-event.ts';
import type { AnswerName } from '../domain/equality-information.ts';
import { readAnswerSource } from '../domain/read-answer-source.ts';
import { readEqualityAnswers } from '../domain/read-equality-answers.ts';
import type { EqualityRecord } from '../store/equality-information-store.ts';
import { findSurvivors } from './find-survivors.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * Changes some of a person's answers: what the input leaves out stays, null and an empty list take an answer away. A change that changes
 * nothing succeeds without a new version or event. To a resident every record but the own one is unknown, and to others that of a person who
 * was merged away.
 * @throws InputError NOT_FOUND, VERSION_CONFLICT with both versions, BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN (S4)
 * outside a restriction; DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const amendEqualityInformation = async (
  parts: OperationParts,
  input: AmendEqualityInformationInput,
  call: SignedCall,
): Promise<EqualityRecord['information']> => {
  const { id, expectedVersion } = input;
  const before = await getRecord(parts, id, call);
  await assertInsideCompartment(parts.restrictions, before.information.targetId, call);
  if (before.information.version !== expectedVersion) throw versionConflict(expectedVersion, before.information.version);
  const problems = new ProblemCollector('input');
  const answers = readEqualityAnswers(input.answers, problems);
  const source = readAnswerSource(input.source, call.subject, problems);
  const given = { answers, source, at: new Date(parts.now()).toISOString() };
  const names = namesIn(input.answers);
  const information = amendedAnswers(before.information, given, names);
  if (names.includes('ageGroup') || names.includes('sexualOrientation')) checkAgeAndOrientation(information, problems);
  problems.throwIfAny();
  if (information === before.information) return information;
  const event = toEqualityEvent('EqualityInformationAmended', information, { id: parts.newId(), correlationId: call.correlationId });
  if (!(await parts.store.amend({ ...before, information, event }))) {
    throw versionConflict(expectedVersion, (await getRecord(parts, id, call)).information.version);
  }
  parts.announce();
  return information;
};

/** The answers that an input names, be it with null. */
const namesIn = (answers: AmendEqualityInformationInput['answers']): readonly AnswerName[] =>
  Object.entries(answers)
    .filter(([, answer]) => answer !== undefined)
    .map(([name]) => name as AnswerName);

const getRecord = async (parts: OperationParts, id: string, { subject }: SignedCall): Promise<EqualityRecord> => {
  const [record] = await parts.store.findRecords([id]);
  if (record === undefined || !mayReadRecord(subject, record.information.targetId)) throw notFound('equality record');
  const { targetId } = record.information;
  if ((await findSurvivors(parts, [targetId], { subject })).get(targetId) !== targetId) throw notFound('equality record');
  return record;
};
