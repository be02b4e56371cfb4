import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isServiceArea, serviceAreas } from '@resident-graph/schema';
import { type Environment, failProcess, StartError } from '@resident-graph/service-kit';
import { type PlatformConfig, readPlatformConfig } from '../config.ts';
import { importRegister } from '../import/import-register.ts';
import { formatImportSummary } from '../import/import-summary.ts';
import { chooseMapping, loadBuiltInMappings, loadMapping } from '../import/mapping.ts';
import { openRegister } from '../import/read-register.ts';
import type { CommandProcess } from './command-process.ts';
import { runImport } from './run-import.ts';
import { isUsageError } from './token.ts';

const help = `Imports a register of residents. Importing again changes nothing, and an import that was interrupted can be run again.

  npm run import -- FILE.csv --area AREA [--mapping FILE] [--token FILE] [--rejects FILE]
  npm run import -- FILE.csv --without-area [--token FILE]

  --area AREA      the service area whose contact details these are: ${serviceAreas.join(', ')}
  --without-area   a steward's import: contact details belong to nobody until an area is assigned
  --mapping FILE   how the columns are read; without it the header row chooses among the built-in mappings
  --token FILE     a file with the token to use; without it, in development, that of ingest-service or data-steward
  --rejects FILE   where rows that could not be taken are listed (default: ./FILE.csv.rejects.csv in the current folder)
  --help           this text

Through the running platform's API when its port (PORT, default 4000) answers, else on the store in DATA_DIR or MONGODB_URI.
`;

interface ImportArguments {
  readonly file: string;
  readonly area: string | undefined;
  readonly isWithoutArea: boolean;
  readonly mapping: string | undefined;
  readonly token: string | undefined;
  readonly rejects: string | undefined;
}

const readArguments = (args: readonly string[]): ImportArguments | 'help' => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      area: { type: 'string' },
      'without-area': { type: 'boolean' },
      mapping: { type: 'string' },
      token: { type: 'string' },
      rejects: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  const [file, ...others] = positionals;
  const problems = [
    ...(file === undefined ? ['expected the register as the first argument'] : []),
    ...(others.length > 0 ? ['expected one register'] : []),
    ...(values.area !== undefined && !isServiceArea(values.area) ? [`--area: expected one of ${serviceAreas.join(', ')}`] : []),
    ...(values.area !== undefined && values['without-area'] === true ? ['expected --area or --without-area, not both'] : []),
  ];
  if (problems.length > 0)
    throw new StartError('configuration', `The import cannot begin:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n\n${help}`);
  return {
    file: file ?? '',
    area: values.area,
    isWithoutArea: values['without-area'] === true,
    mapping: values.mapping,
    token: values.token,
    rejects: values.rejects,
  };
};

const run = async (process: CommandProcess, config: PlatformConfig, given: ImportArguments): Promise<void> => {
  const source = await openRegister(resolve(given.file));
  const mapping = chooseMapping(
    source.header,
    given.mapping === undefined ? await loadBuiltInMappings() : [await loadMapping(resolve(given.mapping))],
  );
  const persona = given.isWithoutArea ? 'data-steward' : 'ingest-service';
  await runImport({ process, config, persona, ...given }, async (parts) =>
    formatImportSummary(await importRegister({ source, mapping, area: given.area, withoutArea: given.isWithoutArea, ...parts })),
  );
};

/** `npm run import`: brings a register in. */
export const importCommand = async (process: CommandProcess, environment: Environment, args: readonly string[]): Promise<void> => {
  try {
    const given = readArguments(args);
    if (given === 'help') process.stdout.write(help);
    else await run(process, readPlatformConfig(environment), given);
  } catch (error) {
    if (isUsageError(error)) failProcess(process, new StartError('configuration', `${error.message}\n\n${help}`));
    failProcess(process, error);
  }
};
