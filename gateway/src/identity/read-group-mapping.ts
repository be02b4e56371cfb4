import { readFileSync } from 'node:fs';
import { StartError } from '@resident-graph/service-kit';
import { type GroupMapping, parseGroupMapping } from './group-mapping.ts';

/**
 * Reads the group mapping of a file; without one that of development.
 * @throws StartError when it cannot be read, or naming every place of it that is wrong
 */
export const readGroupMapping = (file: string | undefined): GroupMapping => {
  const place = file ?? new URL('../../config/group-mapping.development.json', import.meta.url);
  let text: string;
  try {
    text = readFileSync(place, 'utf8');
  } catch (cause) {
    throw new StartError(
      'configuration',
      'The group mapping of GATEWAY_GROUP_MAPPING_FILE cannot be read: expected a readable JSON file.',
      { cause },
    );
  }
  return parseGroupMapping(text);
};
