import { isDeepStrictEqual } from 'node:util';
import type { InputProblem } from '@resident-graph/schema';
import {
  assertIngestBatch,
  createSourceIdCheck,
  type IngestItemResult,
  ProblemCollector,
  rejectedItem,
  type SignedCall,
} from '@resident-graph/service-kit';
import type { AnswerSource, IngestEqualityInformationInput } from '../__generated__/schema-types.ts';
import { amendedAnswers, answersChangedBy, originsOf } from '../domain/amended-answers.ts';
import { checkAgeAndOrientation } from '../domain/check-age-and-orientation.ts';
import { toEqualityEvent } from '../domain/equality-event.ts';
import type { EqualityAnswers, EqualityInformation } from '../domain/equality-information.ts';
import { readAnswerSource } from '../domain/read-answer-source.ts';
import { readEqualityAnswers, requireAnswer } from '../domain/read-equality-answers.ts';
import { findSurvivors } from './find-survivors.ts';
import type { OperationParts } from './operation-parts.ts';

/** The same words for every record that this source did not bring, and never its id. */
const recordedElsewhere: InputProblem = {
  path: 'targetId',
  code: 'DUPLICATE_VALUE',
  message: 'Expected a person without equality answers, or the same source record as before.',
};

/** An item that can be taken. */
interface AcceptedItem {
  readonly sourceId: string;
  readonly key: string;
  readonly targetId: string;
  readonly answers: EqualityAnswers;
  readonly answerSource: AnswerSource;
}

/**
 * Creates or updates equality records keyed by source system and source id; an item that is as it was changes nothing, an answer that the
 * source did not change stays as it is here, and a record that was made here or by another source is left alone and the item rejected.
 * An item without a target is about the person who came from the same source system under the same id. Source: access-model.md W5b,
 * decision 11.
 * @throws InputError BAD_USER_INPUT when the batch as a whole cannot be taken
 */
export const ingestEqualityInformation = async (
  parts: OperationParts,
  input: IngestEqualityInformationInput,
  call: SignedCall,
): Promise<readonly IngestItemResult[]> => {
  assertIngestBatch(input);
  const targets = await findTargets(parts, input, call.correlationId);
  const existing = await parts.persons.findExisting(
    targets.flatMap((targetId) => targetId ?? []),
    call.correlationId,
  );
  const standings = await parts.restrictions.findStandings([...existing], call);
  const survivors = await findSurvivors(parts, [...existing], call);
  const results: IngestItemResult[] = [];
  const checkSourceId = createSourceIdCheck();
  for (const [index, item] of input.items.entries()) {
    const problems = new ProblemCollector(`input.items.${index}`);
    const answers = readEqualityAnswers(item.answers, problems, { isImport: true });
    requireAnswer(answers, problems);
    checkAgeAndOrientation(answers, problems);
    const answerSource = readAnswerSource(item.source, call.subject, problems);
    const { sourceId } = item;
    const targetId = targets[index] ?? '';
    if (item.targetId == null && targetId === '')
      problems.add('sourceId', 'NOT_FOUND', 'Expected the id of a person of this source system.');
    else if (!existing.has(targetId)) problems.add('targetId', 'NOT_FOUND', 'Expected the id of a person that exists.');
    if (standings.get(targetId) === 'OUTSIDE') {
      problems.add('targetId', 'FORBIDDEN', 'Expected a person on whom you may write.');
    }
    checkSourceId(sourceId, problems);
    results.push(
      problems.problems.length > 0
        ? rejectedItem(sourceId, problems.problems)
        : await writeItem(
            parts,
            await placeAtSurvivor(
              parts,
              { sourceId, targetId, answers, answerSource, key: `${input.sourceSystem}/${sourceId}` },
              survivors,
            ),
            call,
          ),
    );
  }
  parts.announce();
  return results;
};

/** Whom each item is about, in the order of the items; undefined for a person who did not come from the source system. */
const findTargets = async (
  { personSources }: OperationParts,
  { sourceSystem, items }: IngestEqualityInformationInput,
  correlationId: string,
): Promise<readonly (string | undefined)[]> => {
  const unnamed = items.flatMap(({ targetId, sourceId }) => (targetId == null ? [sourceId] : []));
  const found = await personSources.findBySource(sourceSystem, unnamed, correlationId);
  return items.map(({ targetId, sourceId }) => targetId ?? found.get(sourceId));
};

/** Answers about a person who was merged away are the survivor's; a record that the same source brought before is kept up to date where it is. */
const placeAtSurvivor = async (
  { store }: OperationParts,
  item: AcceptedItem,
  survivors: ReadonlyMap<string, string>,
): Promise<AcceptedItem> => {
  const survivorId = survivors.get(item.targetId) ?? item.targetId;
  if (survivorId === item.targetId) return item;
  const [kept] = await store.findByTarget([item.targetId]);
  return kept?.source?.key === item.key ? item : { ...item, targetId: survivorId };
};

const writeItem = async (parts: OperationParts, item: AcceptedItem, call: SignedCall): Promise<IngestItemResult> => {
  const { sourceId, targetId, answers, answerSource } = item;
  const at = new Date(parts.now()).toISOString();
  const source = { key: item.key, answers };
  const given = { answers, source: answerSource, at };
  const write = { id: parts.newId(), correlationId: call.correlationId };
  for (;;) {
    const [earlier] = await parts.store.findByTarget([targetId]);
    if (earlier === undefined) {
      const sources = originsOf(given);
      const dates = { createdAt: at, lastModifiedAt: at };
      const information: EqualityInformation = { ...answers, id: parts.newId(), targetId, sources, version: 0, ...dates };
      const event = toEqualityEvent('EqualityInformationRecorded', information, write);
      if (await parts.store.insert({ information, source, creation: null, event })) {
        return { sourceId, outcome: 'CREATED', id: information.id, problems: [] };
      }
    } else {
      const { information } = earlier;
      if (earlier.source?.key !== item.key) return rejectedItem(sourceId, [recordedElsewhere]);
      if (isDeepStrictEqual(earlier.source.answers, answers)) return { sourceId, outcome: 'UNCHANGED', id: information.id, problems: [] };
      const changed = amendedAnswers(information, given, answersChangedBy(answers, earlier.source.answers));
      // Where the source now says what stands here already, only what it said is kept, and that too has a version of its own.
      const amended = changed === information ? { ...information, version: information.version + 1, lastModifiedAt: at } : changed;
      const event = toEqualityEvent('EqualityInformationAmended', amended, write);
      if (await parts.store.amend({ information: amended, source, creation: earlier.creation, event })) {
        return { sourceId, outcome: 'UPDATED', id: information.id, problems: [] };
      }
    }
  }
};
