/** Composes the supergraph from `schema/subgraphs`; prints the problems and exits 1 when the parts do not fit. */
import { writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { readSubgraphSdl, subgraphNames } from '../src/sdl.ts';

const composed = composeServices(
  subgraphNames.map((name) => ({ name, typeDefs: parse(readSubgraphSdl(name)), url: `http://${name}.invalid/graphql` })),
);
if (composed.errors !== undefined && composed.errors.length > 0) {
  for (const error of composed.errors) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} else {
  for (const hint of composed.hints ?? []) process.stderr.write(`hint: ${hint.toString()}\n`);
  writeFileSync(new URL('../supergraph.graphql', import.meta.url), composed.supergraphSdl ?? '');
}
