import type { KnownRow, Register } from './register.ts';
import { comparedValue, type DetailInput } from './values.ts';
import type { Answer, Step } from './world.ts';

/** A request without its place in time. */
export type Request = Pick<Step, 'persona' | 'document' | 'variables'> & { readonly headers?: Readonly<Record<string, string>> };

/** A request that writes, and what the register learns from its answer: how many rows changed. */
export interface Write {
  readonly request: Request;
  learn(answer: Answer, register: Register): number;
}

interface ItemResult {
  readonly outcome: string;
  readonly id: string | null;
}

/** One item of an ingestion with its place. */
export interface IngestedDetail {
  readonly sourceId: string;
  readonly targetId: string;
  readonly area: string | null;
  readonly isActive: boolean;
  readonly input: DetailInput;
  /** When it was recorded, as the source says. */
  readonly createdAt?: string;
}

const object = (value: unknown): Readonly<Record<string, unknown>> => (value ?? {}) as Readonly<Record<string, unknown>>;
const resultsOf = (answer: Answer, field: string): readonly ItemResult[] =>
  (object(answer.data[field])['results'] ?? []) as readonly ItemResult[];

/** Brings contact details in for any area, or as a steward without one. */
export const ingestDetails = (persona: string, items: readonly IngestedDetail[]): Write => ({
  request: {
    persona,
    document: 'mutation ($input: IngestContactDetailsInput!) { ingestContactDetails(input: $input) { results { outcome id } } }',
    variables: {
      input: {
        sourceSystem: 'test',
        items: items.map(({ input, ...place }) => ({ ...place, ...input })),
      },
    },
  },
  learn: (answer, register) => {
    const results = resultsOf(answer, 'ingestContactDetails');
    for (const [place, { targetId, area, isActive, input, sourceId }] of items.entries()) {
      const { id = null, outcome = '' } = results[place] ?? {};
      if (id === null || outcome === 'UNCHANGED') continue;
      register.add({ id, targetId, area, isActive, contactType: input.contactType, value: comparedValue(input), sourceId });
    }
    return results.filter(({ outcome }) => outcome === 'CREATED' || outcome === 'UPDATED').length;
  },
});

/** Notes a row that the mutation at a response key recorded; 0 when it recorded none. */
export const learnRecorded = (
  answer: Answer,
  place: { readonly key: string; readonly row: Omit<KnownRow, 'id'> },
  register: Register,
): number => {
  const { id } = object(object(answer.data[place.key])['contactDetail']);
  if (typeof id !== 'string') return 0;
  return register.add({ ...place.row, id }) ? 1 : 0;
};

/** Notes the row that the mutation at a response key retired; 0 when it retired none. */
export const learnRetired = (answer: Answer, key: string, register: Register): number => {
  const { id } = object(object(answer.data[key])['contactDetail']);
  if (typeof id !== 'string') return 0;
  return register.retire(id) ? 1 : 0;
};

/** Brings persons in; the register takes them over. */
export const ingestPersons = (
  items: readonly { readonly sourceId: string; readonly forename: string; readonly surname: string }[],
): Write => ({
  request: {
    persona: 'ingest-service',
    document: 'mutation ($input: IngestPersonsInput!) { ingestPersons(input: $input) { results { outcome id } } }',
    variables: {
      input: {
        sourceSystem: 'test',
        items: items.map((item, place) => ({ ...item, dateOfBirth: `19${60 + (place % 30)}-0${(place % 9) + 1}-15` })),
      },
    },
  },
  learn: (answer, register) => {
    const results = resultsOf(answer, 'ingestPersons');
    for (const [place, { forename, surname }] of items.entries()) {
      const id = results[place]?.id ?? null;
      if (id !== null) register.persons.push({ id, forename, surname });
    }
    return results.length;
  },
});
