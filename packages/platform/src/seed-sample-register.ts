import { fileURLToPath } from 'node:url';
import { type ImportResult, importRegister } from './import/import-register.ts';
import type { IngestApi } from './import/ingest-api.ts';
import { chooseMapping, loadBuiltInMappings } from './import/mapping.ts';
import { openRegister } from './import/read-register.ts';
import { sampleStory } from './sample-story.ts';

/** Brings the sample register in through an API; a second time changes nothing. */
export const seedSampleRegister = async (api: IngestApi, signal?: AbortSignal): Promise<ImportResult> => {
  const source = await openRegister(fileURLToPath(sampleStory.register));
  return importRegister({ source, mapping: chooseMapping(source.header, await loadBuiltInMappings()), api, signal });
};
