import { createHash } from 'node:crypto';
import { type ContactDetailEvent, isServiceArea } from '@resident-graph/schema';
import {
  assertIngestBatch,
  createSourceIdCheck,
  groupBy,
  type IngestItemResult,
  InputError,
  ProblemCollector,
  rejectedItem,
  type SignedCall,
} from '@resident-graph/service-kit';
import type { IngestContactDetailInput, IngestContactDetailsInput } from '../__generated__/schema-types.ts';
import type { WriteCircumstances } from '../domain/change-contact-book.ts';
import type { ContactBook, ContactDetail, ContactDetailFacts } from '../domain/contact-book.ts';
import { ingestIntoBook } from '../domain/ingest-into-book.ts';
import { findGroups } from '../domain/person-groups.ts';
import { readContactDetail } from '../domain/read-contact-detail.ts';
import type { BookChanges, BookPlace } from '../store/contact-book-store.ts';
import { findBarred } from './assert-not-restricted.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';

/** An item that can be taken. */
interface AcceptedItem {
  readonly index: number;
  readonly sourceId: string;
  readonly place: BookPlace;
  readonly facts: ContactDetailFacts;
  readonly source: NonNullable<ContactDetail['source']>;
  readonly createdAt?: string;
}

/**
 * Creates or updates contact details keyed by source system and source id, for the areas that the items name; the only way to write for
 * an area that does not act, or for none. Source: access-model.md W5b.
 * @throws InputError BAD_USER_INPUT when the batch as a whole cannot be taken
 */
export const ingestContactDetails = async (
  parts: OperationParts,
  input: IngestContactDetailsInput,
  call: SignedCall,
): Promise<readonly IngestItemResult[]> => {
  assertIngestBatch(input);
  const results: IngestItemResult[] = [];
  const existing = await parts.persons.findExisting(
    input.items.map(({ targetId }) => targetId),
    call.correlationId,
  );
  const barred = await findBarred(parts, [...existing], call);
  const checkSourceId = createSourceIdCheck();
  const accepted = input.items.flatMap((item, index) => {
    const problems = new ProblemCollector(`input.items.${index}`);
    checkSourceId(item.sourceId, problems);
    if (barred.has(item.targetId)) problems.add('targetId', 'FORBIDDEN', 'Expected a person on whom you may write.');
    const read = readItem(item, { index, sourceSystem: input.sourceSystem, isKnownPerson: existing.has(item.targetId), call, problems });
    if ('facts' in read) return [read];
    results[index] = read;
    return [];
  });
  const circumstances = toCircumstances(parts, call);
  let waiting = groupBy(await placeAtSurvivors(parts, accepted, call), ({ place }) => `${place.targetId}:${place.area ?? ''}`);
  while (waiting.size > 0) waiting = await writeBooks({ parts, circumstances, results }, waiting);
  parts.announce();
  return results;
};

/**
 * New details of a person who was merged away are the survivor's; one that was brought in before stays in the book where it stands, as
 * every row does. Source: access-model.md W11.
 */
const placeAtSurvivors = async (
  parts: OperationParts,
  items: readonly AcceptedItem[],
  call: SignedCall,
): Promise<readonly AcceptedItem[]> => {
  const groups = await findGroups(parts, [...new Set(items.map(({ place }) => place.targetId))], call);
  const placesOf = ({ place }: AcceptedItem): readonly BookPlace[] =>
    (groups.get(place.targetId) ?? [place.targetId]).map((targetId) => ({ ...place, targetId }));
  const joined = items.map(placesOf).filter(({ length }) => length > 1);
  if (joined.length === 0) return items;
  const books = await parts.store.getBooks(joined.flat());
  const keyOf = ({ targetId, area }: BookPlace): string => JSON.stringify([targetId, area]);
  const byPlace = new Map(books.map((book) => [keyOf(book), book]));
  return items.map((item) => {
    const places = placesOf(item);
    const holds = (place: BookPlace): boolean =>
      byPlace.get(keyOf(place))?.details.some(({ source }) => source?.key === item.source.key) === true;
    const place = places.find(holds) ?? places[0] ?? item.place;
    return { ...item, place };
  });
};

interface ItemReading {
  readonly index: number;
  readonly sourceSystem: string;
  readonly isKnownPerson: boolean;
  readonly call: SignedCall;
  readonly problems: ProblemCollector;
}

const readItem = (item: IngestContactDetailInput, reading: ItemReading): AcceptedItem | IngestItemResult => {
  const { sourceId, targetId, area, createdAt, ...detail } = item;
  const { problems } = reading;
  const { subject } = reading.call;
  if (!reading.isKnownPerson) problems.add('targetId', 'NOT_FOUND', 'Expected the id of a person that exists.');
  if (area !== null && area !== undefined && !isServiceArea(area)) problems.add('area', 'UNKNOWN_CODE', 'Expected a known service area.');
  if (area == null && subject.kind !== 'steward')
    problems.add('area', 'REQUIRED', 'Expected a service area; only a steward may leave it out.');
  // A steward speaks for the own area only; a service that may ingest does so for every area.
  if (subject.kind === 'steward' && area != null && area !== subject.actingArea) {
    problems.add('area', 'INVALID_VALUE', 'Expected the own service area, or none.');
  }
  const facts = readContactDetail(detail, { strictness: 'migrated', area: area ?? null, teams: [] }, problems);
  if (problems.problems.length > 0) return rejectedItem(sourceId, problems.problems);
  const key = `${reading.sourceSystem}/${sourceId}`;
  // No source names a team.
  const { team: _team, ...sent } = facts;
  return {
    index: reading.index,
    sourceId,
    place: { targetId, targetType: 'PERSON', area: area ?? null },
    facts,
    // Rows without an area lie in one book for all importers; each finds only what its own area brought.
    source: {
      key: area == null ? `${subject.actingArea ?? ''}:${key}` : key,
      digest: createHash('sha256').update(JSON.stringify(sent)).digest('base64url'),
    },
    ...(createdAt == null ? {} : { createdAt }),
  };
};

interface Batch {
  readonly parts: OperationParts;
  readonly circumstances: WriteCircumstances;
  readonly results: IngestItemResult[];
}

type ItemsByBook = Map<string, AcceptedItem[]>;

/** Takes all items of each book in one write; answers those whose book somebody else wrote meanwhile. */
const writeBooks = async (batch: Batch, items: ItemsByBook): Promise<ItemsByBook> => {
  const { store } = batch.parts;
  const entries = [...items.entries()];
  const books = await store.getBooks(entries.flatMap(([, [first]]) => (first === undefined ? [] : [first.place])));
  const lost: ItemsByBook = new Map();
  const news: { readonly entry: (typeof entries)[number]; readonly changes: BookChanges }[] = [];
  for (const [place, entry] of entries.entries()) {
    const before = books[place];
    const changes = before === undefined ? null : applyItems(batch, before, entry[1]);
    if (changes === null) continue;
    if (changes.before.version < 0) news.push({ entry, changes });
    else if (!(await store.saveChanges(changes))) lost.set(...entry);
  }
  const inserted = await store.insertMany(news.map(({ changes }) => changes));
  for (const [place, { entry }] of news.entries()) if (inserted[place] !== true) lost.set(...entry);
  return lost;
};

/** Applies items to a book; null when none changes it. */
const applyItems = (batch: Batch, before: ContactBook, items: readonly AcceptedItem[]): BookChanges | null => {
  let book = before;
  const events: ContactDetailEvent[] = [];
  for (const item of items) {
    const { sourceId, index } = item;
    try {
      const change = ingestIntoBook(book, item, batch.circumstances);
      const isKnown = book.details.some(({ source }) => source?.key === item.source.key);
      const outcome = change.events.length === 0 ? 'UNCHANGED' : isKnown ? 'UPDATED' : 'CREATED';
      batch.results[index] = { sourceId, outcome, id: change.detail.id, problems: [] };
      book = change.book;
      events.push(...change.events);
    } catch (error) {
      if (!(error instanceof InputError) || (error.code !== 'LIMIT_REACHED' && error.code !== 'DUPLICATE_VALUE')) throw error;
      batch.results[index] = rejectedItem(sourceId, [{ path: `input.items.${index}`, code: error.code, message: error.message }]);
    }
  }
  const [first, ...others] = events;
  return first === undefined ? null : { before, book, events: [first, ...others] };
};
