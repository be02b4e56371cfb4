import { isDeepStrictEqual } from 'node:util';
import {
  assertIngestBatch,
  createSourceIdCheck,
  type IngestItemResult,
  ProblemCollector,
  rejectedItem,
  type SignedCall,
} from '@resident-graph/service-kit';
import type { IngestPersonInput, IngestPersonsInput } from '../__generated__/schema-types.ts';
import { createIngestedIdReader, createIngestedPerson, readIngestedPerson, updateIngestedPerson } from '../domain/ingested-person.ts';
import { toPersonEvent, type WriteCircumstances } from '../domain/person.ts';
import { toPersonChange } from '../domain/person-change.ts';
import type { PersonFacts } from '../domain/person-facts.ts';
import type { PersonRecord, PersonWrite } from '../store/person-store.ts';
import { authorOf } from './author-of.ts';
import type { OperationParts } from './operation-parts.ts';

export type { IngestItemResult } from '@resident-graph/service-kit';

/** An item that can be taken, with its key in the store. */
interface AcceptedItem {
  readonly index: number;
  readonly key: string;
  /** The id that the item asks for; null for any. */
  readonly id: string | null;
  readonly facts: PersonFacts;
}

/**
 * Creates or updates persons keyed by source system and source id; an item that is as it was changes nothing. It is the only way to
 * set the id of a person.
 * Source: access-model.md W5b.
 * @throws InputError BAD_USER_INPUT when the batch as a whole cannot be taken
 */
export const ingestPersons = async (
  parts: OperationParts,
  input: IngestPersonsInput,
  call: SignedCall,
): Promise<readonly IngestItemResult[]> => {
  assertIngestBatch(input);
  const circumstances = { at: new Date(parts.now()).toISOString(), correlationId: call.correlationId, newId: parts.newId };
  const results: IngestItemResult[] = [];
  const accepted = readItems(input, circumstances.at, results);
  await writeItems({ parts, circumstances, items: input.items, results, call }, accepted);
  parts.announce();
  return results;
};

const readItems = (input: IngestPersonsInput, at: string, results: IngestItemResult[]): readonly AcceptedItem[] => {
  const checkSourceId = createSourceIdCheck();
  const readId = createIngestedIdReader();
  return input.items.flatMap((item, index) => {
    const { sourceId, id: givenId, ...facts } = item;
    const problems = new ProblemCollector(`input.items.${index}`);
    const read = readIngestedPerson(facts, problems, Date.parse(at));
    checkSourceId(sourceId, problems);
    const id = readId(givenId, problems);
    if (problems.problems.length === 0) return [{ index, key: `${input.sourceSystem}/${sourceId}`, id, facts: read }];
    results[index] = rejectedItem(sourceId, problems.problems);
    return [];
  });
};

interface Batch {
  readonly parts: OperationParts;
  readonly circumstances: WriteCircumstances;
  readonly items: readonly IngestPersonInput[];
  readonly results: IngestItemResult[];
  readonly call: SignedCall;
}

/** Items whose id can be had; the others are rejected: a known person keeps the id, and two persons never share one. */
const admitIds = async (
  { parts, items, results }: Batch,
  accepted: readonly AcceptedItem[],
  existing: ReadonlyMap<string, PersonRecord>,
): Promise<readonly AcceptedItem[]> => {
  const wanted = accepted.flatMap(({ key, id }) => (id === null || existing.has(key) ? [] : [id]));
  const taken = new Set(wanted.length === 0 ? [] : (await parts.store.findPersons(wanted)).map(({ id }) => id));
  return accepted.filter(({ index, key, id }) => {
    if (id === null) return true;
    const problems = new ProblemCollector(`input.items.${index}`);
    const known = existing.get(key)?.person.id;
    if (known !== undefined && known !== id)
      problems.add('id', 'CONTRADICTION', 'Expected the id that the person of this source id has, or none.');
    if (known === undefined && taken.has(id)) problems.add('id', 'DUPLICATE_ITEM', 'Expected an id that no other person has.');
    if (problems.problems.length === 0) return true;
    results[index] = rejectedItem(items[index]?.sourceId ?? '', problems.problems);
    return false;
  });
};

/** Items that do not write on a restricted person from outside the compartment; the others are rejected. */
const admitUnrestricted = async (
  { parts, items, results, call }: Batch,
  accepted: readonly AcceptedItem[],
  existing: ReadonlyMap<string, PersonRecord>,
): Promise<readonly AcceptedItem[]> => {
  const known = [...existing.values()].map(({ person }) => person.id);
  const standings = await parts.restrictions.findStandings(known, call);
  return accepted.filter(({ index, key }) => {
    if (standings.get(existing.get(key)?.person.id ?? '') !== 'OUTSIDE') return true;
    const problems = new ProblemCollector(`input.items.${index}`);
    problems.add('sourceId', 'FORBIDDEN', 'Expected a person on whom you may write.');
    results[index] = rejectedItem(items[index]?.sourceId ?? '', problems.problems);
    return false;
  });
};

const writeItems = async (batch: Batch, accepted: readonly AcceptedItem[]): Promise<void> => {
  if (accepted.length === 0) return;
  const existing = await batch.parts.store.findBySource(accepted.map(({ key }) => key));
  const admitted = await admitIds(batch, await admitUnrestricted(batch, accepted, existing), existing);
  const planned = admitted.map((item) => ({ item, write: planWrite(item, existing.get(item.key), batch) }));
  const changed = planned.flatMap(({ item, write }) => (write === null ? [] : [{ item, write }]));
  const settled = planned.filter(({ write }) => write === null).map(({ item }) => item);
  await rememberSources(batch.parts, settled, existing);
  const written = await batch.parts.store.writeMany(changed.map(({ write }) => write));
  const lost = new Set(changed.flatMap(({ item }, place) => (written[place] === true ? [] : [item.index])));
  for (const { item, write } of planned) {
    const sourceId = batch.items[item.index]?.sourceId ?? '';
    const id = write?.person.id ?? existing.get(item.key)?.person.id ?? null;
    const outcome = write === null ? 'UNCHANGED' : write.person.version === 0 ? 'CREATED' : 'UPDATED';
    batch.results[item.index] = { sourceId, outcome, id, problems: [] };
  }
  // Somebody wrote the same persons meanwhile: judge those items again by what stands there now.
  if (lost.size > 0)
    await writeItems(
      batch,
      admitted.filter(({ index }) => lost.has(index)),
    );
};

/**
 * The source may have come to say what officers had made of the person already. That is no change of the person, but the next batch
 * must be compared with it, or it would undo what officers do from now on.
 */
const rememberSources = async (
  parts: OperationParts,
  items: readonly AcceptedItem[],
  existing: ReadonlyMap<string, PersonRecord>,
): Promise<void> => {
  for (const { key, facts } of items) {
    const record = existing.get(key);
    if (record !== undefined && !isDeepStrictEqual(record.source?.facts, facts))
      await parts.store.rememberSource(record.person, { key, facts });
  }
};

const planWrite = (item: AcceptedItem, record: PersonRecord | undefined, { circumstances, call }: Batch): PersonWrite | null => {
  const author = authorOf('IMPORTED', call);
  const source = { key: item.key, facts: item.facts };
  if (record === undefined) {
    const person = createIngestedPerson(item, circumstances);
    const event = toPersonEvent('PersonCreated', person, circumstances);
    return { person, source, creation: null, event, change: toPersonChange(null, person, author) };
  }
  const last = record.source?.facts ?? item.facts;
  const person = updateIngestedPerson(record.person, { last, next: item.facts }, circumstances.at);
  if (person === record.person) return null;
  const event = toPersonEvent('PersonAmended', person, circumstances);
  return { person, source, creation: record.creation, event, change: toPersonChange(record.person, person, author) };
};
