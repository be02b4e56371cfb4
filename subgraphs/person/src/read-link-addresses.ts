import { readFileSync } from 'node:fs';
import { linkedSystems } from '@resident-graph/schema';
import { StartError } from '@resident-graph/service-kit';
import { z } from 'zod';
import { type LinkAddresses, parseLinkAddresses } from './domain/link-addresses.ts';

/** The setting of this subgraph's links, in one process as in five. */
export const linkSettings = { PERSON_LINKED_SYSTEMS_FILE: z.string().optional() };

/** What decides where the addresses of linked systems come from. */
export interface LinkAddressSource {
  readonly PERSON_LINKED_SYSTEMS_FILE?: string | undefined;
  readonly NODE_ENV: string;
}

/**
 * Reads where linked systems stand. Without a file these are addresses under `.example` that lead nowhere, and in production none, so that there
 * are no links.
 * @throws StartError when the file cannot be read; ConfigurationError with every problem of its content
 */
export const readLinkAddresses = ({ PERSON_LINKED_SYSTEMS_FILE: file, NODE_ENV }: LinkAddressSource): LinkAddresses => {
  if (file === undefined && NODE_ENV === 'production') return new Map();
  let text: string;
  try {
    text = readFileSync(file ?? new URL('../config/linked-systems.development.json', import.meta.url), 'utf8');
  } catch (cause) {
    throw new StartError('configuration', 'The file of PERSON_LINKED_SYSTEMS_FILE cannot be read: expected a readable JSON file.', {
      cause,
    });
  }
  return parseLinkAddresses(
    text,
    linkedSystems.map(({ code }) => code),
  );
};
