import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Environment, failProcess, StartError } from '@resident-graph/service-kit';
import { type PlatformConfig, readPlatformConfig } from '../config.ts';
import { loadBuiltInEqualityMappings, loadEqualityMapping, sourceSystemOf } from '../import/equality-mapping.ts';
import { importEquality } from '../import/import-equality.ts';
import { formatEqualitySummary } from '../import/import-summary.ts';
import { type AnswerSource, answerSources } from '../import/ingest-items.ts';
import { chooseMapping } from '../import/mapping.ts';
import { openRegister } from '../import/read-register.ts';
import type { CommandProcess } from './command-process.ts';
import { runImport } from './run-import.ts';
import { isUsageError } from './token.ts';

const help = `Imports equality answers of persons who were imported before. Importing again changes nothing, and an import that was interrupted
can be run again.

  npm run import:equality -- FILE.csv --source NAME [--answers-from SOURCE] [--mapping FILE] [--token FILE] [--rejects FILE]

  --source NAME          the source system that the persons were imported from, when the mapping does not name it
  --answers-from SOURCE  where answers of rows that do not say so come from: ${answerSources.join(', ')} (default: SELF)
  --mapping FILE         how the columns are read; without it the header row chooses among the built-in mappings
  --token FILE           a file with the token to use; without it, in development, that of ingest-service
  --rejects FILE         where rows that could not be taken are listed (default: ./FILE.csv.rejects.csv in the current folder)
  --help                 this text

Through the running platform's API when its port (PORT, default 4000) answers, else on the store in DATA_DIR or MONGODB_URI.
`;

interface EqualityArguments {
  readonly file: string;
  readonly source: string | undefined;
  readonly answersFrom: AnswerSource | undefined;
  readonly mapping: string | undefined;
  readonly token: string | undefined;
  readonly rejects: string | undefined;
}

const readArguments = (args: readonly string[]): EqualityArguments | 'help' => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      source: { type: 'string' },
      'answers-from': { type: 'string' },
      mapping: { type: 'string' },
      token: { type: 'string' },
      rejects: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  const [file, ...others] = positionals;
  const { source, mapping, token, rejects } = values;
  const answersFrom = answerSources.find((known) => known === values['answers-from']);
  const problems = [
    ...(file === undefined ? ['expected the file of answers as the first argument'] : []),
    ...(others.length > 0 ? ['expected one file of answers'] : []),
    ...(values['answers-from'] !== answersFrom ? [`--answers-from: expected one of ${answerSources.join(', ')}`] : []),
  ];
  if (problems.length > 0)
    throw new StartError('configuration', `The import cannot begin:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n\n${help}`);
  return { file: file ?? '', source, answersFrom, mapping, token, rejects };
};

const run = async (process: CommandProcess, config: PlatformConfig, given: EqualityArguments): Promise<void> => {
  const source = await openRegister(resolve(given.file));
  const mapping = chooseMapping(
    source.header,
    given.mapping === undefined ? await loadBuiltInEqualityMappings() : [await loadEqualityMapping(resolve(given.mapping))],
  );
  // Before anything is opened.
  const sourceSystem = sourceSystemOf(mapping, given.source);
  await runImport({ process, config, persona: 'ingest-service', ...given }, async (parts) =>
    formatEqualitySummary(await importEquality({ source, mapping, sourceSystem, answersFrom: given.answersFrom, ...parts })),
  );
};

/** `npm run import:equality`: brings equality answers in. */
export const importEqualityCommand = async (process: CommandProcess, environment: Environment, args: readonly string[]): Promise<void> => {
  try {
    const given = readArguments(args);
    if (given === 'help') process.stdout.write(help);
    else await run(process, readPlatformConfig(environment), given);
  } catch (error) {
    if (isUsageError(error)) failProcess(process, new StartError('configuration', `${error.message}\n\n${help}`));
    failProcess(process, error);
  }
};
