import { readFileSync } from 'node:fs';

/** The four subgraphs. The name is also the audience of calls to it. */
export const subgraphNames = ['person', 'contact-details', 'equality', 'search'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const readPublished = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** Chapters of a subgraph's SDL that stand in files of their own. */
const chapters: Readonly<Partial<Record<SubgraphName, readonly string[]>>> = {
  person: ['duplicates', 'links', 'merge'],
  'contact-details': ['accountability'],
  equality: ['report'],
};

/** The published SDL of a subgraph, as text. */
export const readSubgraphSdl = (name: SubgraphName): string =>
  [name, ...(chapters[name] ?? []).map((chapter) => `${name}.${chapter}`)]
    .map((file) => readPublished(`subgraphs/${file}.graphql`))
    .join('\n');

/** The composed supergraph, as text; `npm run generate` makes it and `npm run check:drift` compares it. */
export const readSupergraphSdl = (): string => readPublished('supergraph.graphql');

/** The text of one promised operation, such as `three-callers`. */
export const readOperation = (name: string): string => readPublished(`operations/${name}.graphql`);
