import { describe, expect, it } from 'vitest';
import type { DocumentCollection } from '../store/document-collection.ts';
import { openEmbeddedDatabase } from '../testing/open-embedded-database.ts';
import { readTrace, recordTrace, TraceRecorder, traceKey } from './trace-recorder.ts';
import { traceDatabase } from './traced-document-database.ts';

interface Thing {
  readonly _id: string;
  readonly area: string;
}

const openThings = (): Promise<DocumentCollection<Thing>> =>
  traceDatabase(openEmbeddedDatabase()).collection<Thing>({ name: 'things', indexes: [] });

const filter = { area: 'housing' };

describe('the trace of an answer', () => {
  it.each<[string, (things: DocumentCollection<Thing>) => Promise<unknown>, number]>([
    ['findOne', (things) => things.findOne(filter), 1],
    ['find', (things) => things.find(filter, { limit: 2 }).toArray(), 2],
    ['countDocuments', (things) => things.countDocuments(filter), 3],
    ['replaceOne', (things) => things.replaceOne({ ...filter }, { _id: 'a', area: 'housing' }), 1],
    ['updateOne', (things) => things.updateOne(filter, { $set: { area: 'repairs' } }), 1],
    ['deleteOne', (things) => things.deleteOne(filter), 1],
    ['deleteMany', (things) => things.deleteMany(filter), 3],
  ])('tells the masked filter of %s and how many it found', async (_title, ask, found) => {
    const things = await openThings();
    for (const _id of ['a', 'b', 'c']) await things.insertOne({ _id, area: 'housing' });
    const recorder = new TraceRecorder();
    await recordTrace(recorder, () => ask(things));
    expect(recorder.read().storeQueries).toMatchObject([{ collection: 'things', filter: '{"area":"<text>"}', found }]);
  });

  it('tells each of two answers at once its own questions only', async () => {
    const things = await openThings();
    const recorders = [new TraceRecorder(), new TraceRecorder()];
    await Promise.all(
      recorders.map((recorder, index) =>
        recordTrace(recorder, async () => {
          await Promise.resolve();
          for (let asked = 0; asked <= index; asked += 1) await things.findOne(filter);
        }),
      ),
    );
    expect(recorders.map((recorder) => recorder.read().storeQueries.length)).toEqual([1, 2]);
  });

  it('keeps fifty questions, and says that there were more', () => {
    const recorder = new TraceRecorder();
    for (let asked = 0; asked < 51; asked += 1) recorder.search({ text: 'a name' }, { found: 0, askedAt: performance.now() });
    const { searchQueries, isCut } = recorder.read();
    expect([searchQueries.length, isCut]).toEqual([50, true]);
    expect(searchQueries[0]?.body).toBe('{"text":"<text>"}');
  });

  it('is read from the extensions of an answer, and nothing else is', () => {
    const told = new TraceRecorder().read();
    expect(readTrace({ [traceKey]: told })).toEqual(told);
    expect(readTrace({ [traceKey]: { storeQueries: 'all' } })).toBeNull();
    expect(readTrace(undefined)).toBeNull();
  });
});
