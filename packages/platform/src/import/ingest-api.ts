import { z } from 'zod';
import { ImportError } from './import-error.ts';

/** Runs a GraphQL operation with the importer's own authority: over HTTP against a running platform, or in the same process. */
export interface IngestApi {
  readonly execute: (
    document: string,
    variables: Record<string, unknown>,
  ) => Promise<{
    readonly data?: unknown;
    readonly errors?: readonly { readonly message: string; readonly extensions?: unknown }[] | undefined;
  }>;
}

/** The three ingest mutations. */
export type IngestMutation = 'ingestPersons' | 'ingestContactDetails' | 'ingestEqualityInformation';

/** The most items that an ingest mutation takes (`person.graphql`). */
export const maxIngestItems = 1000;

const outcomes = ['CREATED', 'UPDATED', 'UNCHANGED', 'REJECTED'] as const;

const resultSchema = z.object({
  sourceId: z.string(),
  outcome: z.enum(outcomes),
  id: z.string().nullish(),
  problems: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});
/** What became of one item. */
export type IngestResult = z.output<typeof resultSchema>;

const documentOf = (mutation: IngestMutation): string => {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  return (
    `mutation ${name}($input: ${name}Input!) { ${mutation}(input: $input) ` +
    '{ results { sourceId outcome id problems { path code message } } } }'
  );
};

/** The documents of the ingest mutations; each takes `$input`. */
export const ingestDocuments = {
  ingestPersons: documentOf('ingestPersons'),
  ingestContactDetails: documentOf('ingestContactDetails'),
  ingestEqualityInformation: documentOf('ingestEqualityInformation'),
} as const satisfies Readonly<Record<IngestMutation, string>>;

const codeOf = (extensions: unknown): string =>
  typeof extensions === 'object' && extensions !== null && 'code' in extensions && typeof extensions.code === 'string'
    ? ` (${extensions.code})`
    : '';

const readResults = (data: unknown, mutation: IngestMutation): readonly IngestResult[] | undefined =>
  z.object({ [mutation]: z.object({ results: z.array(resultSchema) }) }).safeParse(data).data?.[mutation]?.results;

/** How often a call is repeated when a part of the platform does not answer, and the first pause, which doubles, in milliseconds. */
const repetitions = 4;
const firstPause = 500;

const isPassing = ({ extensions }: { readonly extensions?: unknown }): boolean =>
  /^ \((SUBGRAPH|STORE)_UNAVAILABLE\)$/u.test(codeOf(extensions));

/** Repeats a call that found a part of the platform away: every item is keyed, so nothing is done twice. */
const executePatiently = async (api: IngestApi, document: string, variables: Record<string, unknown>): ReturnType<IngestApi['execute']> => {
  for (let pause = firstPause, round = 0; ; pause *= 2, round += 1) {
    const answer = await api.execute(document, variables);
    if (round === repetitions || answer.errors?.some(isPassing) !== true) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
  }
};

/**
 * Sends items to one ingest mutation, as many calls as its limit needs, and answers an outcome for each item in their order.
 * @throws ImportError BATCH_FAILED when a call fails as a whole. Items that were in before it are in; sending them again changes nothing.
 */
export const sendItems = async (
  api: IngestApi,
  mutation: IngestMutation,
  { sourceSystem, items }: { readonly sourceSystem: string; readonly items: readonly { readonly sourceId: string }[] },
): Promise<readonly IngestResult[]> => {
  const all: IngestResult[] = [];
  for (let from = 0; from < items.length; from += maxIngestItems) {
    const some = items.slice(from, from + maxIngestItems);
    const failed = (reason: string, cause?: unknown): ImportError =>
      new ImportError('BATCH_FAILED', `${mutation} failed: ${reason}`, { cause });
    const { data, errors = [] } = await executePatiently(api, ingestDocuments[mutation], { input: { sourceSystem, items: some } }).catch(
      (cause: unknown) => {
        throw failed(cause instanceof Error ? cause.message : 'the API cannot be reached', cause);
      },
    );
    if (errors.length > 0) throw failed([...new Set(errors.map(({ message, extensions }) => message + codeOf(extensions)))].join('; '));
    const results = readResults(data, mutation);
    if (results?.length !== some.length) {
      throw failed('the answer does not have one result for each item');
    }
    all.push(...results);
  }
  return all;
};
