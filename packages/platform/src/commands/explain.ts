import { parseArgs } from 'node:util';
import { describePersona, openDevelopmentIssuer, personas } from '@resident-graph/gateway';
import type { Subject } from '@resident-graph/policy';
import { createLogger, type Environment, failProcess, StartError } from '@resident-graph/service-kit';
import { z } from 'zod';
import { type PlatformConfig, readPlatformConfig } from '../config.ts';
import { openPlatformApi } from '../platform-api.ts';
import type { CommandProcess } from './command-process.ts';
import { isUsageError } from './token.ts';

const help = `Explains why a development persona sees a contact detail as it does, or does not see it.

  npm run explain -- --detail ID --as PERSONA [--area AREA] [--purpose PURPOSE] [--history]

  --detail ID         the contact detail
  --as PERSONA        ${personas.map(({ name }) => name).join(', ')}
  --area AREA         the acting area, of a persona with several
  --purpose PURPOSE   what the data is wanted for (default: the persona's own)
  --history           as a read that asks for history
  --help              this text

Asks as the persona information-governance, which goes on record; diagnostic sessions count only over the API, under their case.
Through the running platform's API when its port (PORT, default 4000) answers, else on the store in DATA_DIR or MONGODB_URI.
`;

const document = `query Explain($contactDetailId: ID!, $as: DescribedSubjectInput!, $includeHistoric: Boolean) {
  explainAccess(contactDetailId: $contactDetailId, as: $as, includeHistoric: $includeHistoric) {
    decisionId outcome code ruleId policyRevision sentence
    facts { name value source }
    nearestChange { description outcome at }
  }
}`;

const answerForm = z.object({
  explainAccess: z.object({
    decisionId: z.string(),
    outcome: z.string(),
    code: z.string(),
    ruleId: z.string(),
    policyRevision: z.string(),
    sentence: z.string(),
    facts: z.array(z.object({ name: z.string(), value: z.string(), source: z.string() })),
    nearestChange: z.object({ description: z.string(), outcome: z.string(), at: z.string().nullable() }).nullable(),
  }),
});

type Explained = z.output<typeof answerForm>['explainAccess'];

interface ExplainArguments {
  readonly detail: string;
  readonly persona: string;
  readonly area: string | undefined;
  readonly purpose: string | undefined;
  readonly isHistoric: boolean;
}

const readArguments = (args: readonly string[]): ExplainArguments | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      detail: { type: 'string' },
      as: { type: 'string' },
      area: { type: 'string' },
      purpose: { type: 'string' },
      history: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  if (values.detail === undefined || values.as === undefined) {
    throw new StartError('configuration', `Expected --detail ID and --as PERSONA.\n\n${help}`);
  }
  return { detail: values.detail, persona: values.as, area: values.area, purpose: values.purpose, isHistoric: values.history === true };
};

const toInput = ({ kind, id, actingArea, roles, purpose, personId }: Subject) => ({
  kind: kind.toUpperCase(),
  subjectId: id,
  area: actingArea,
  roles,
  purpose,
  personId,
});

const formatExplanation = (explained: Explained): string => {
  const { outcome, code, ruleId, sentence, facts, nearestChange, decisionId, policyRevision } = explained;
  const width = Math.max(...facts.map(({ name, source }) => name.length + source.length + 1));
  const change =
    nearestChange === null
      ? 'none near'
      : `${nearestChange.description} Then ${nearestChange.outcome}${nearestChange.at === null ? '' : `, at ${nearestChange.at}`}.`;
  return [
    sentence,
    '',
    `outcome=${outcome} code=${code} rule=${ruleId}`,
    `change: ${change}`,
    '',
    ...facts.map(({ name, value, source }) => `  ${`${source} ${name}`.padEnd(width)}  ${value}`),
    '',
    `decision=${decisionId} policy=${policyRevision}`,
  ].join('\n');
};

const run = async (config: PlatformConfig, given: ExplainArguments): Promise<string> => {
  if (config.gateway.tokens.kind !== 'development') {
    throw new StartError('configuration', 'There are no personas here: ask `explainAccess` over the API with a token of governance.');
  }
  const described = describePersona(given.persona, { serviceArea: given.area, purpose: given.purpose }, config.gateway.groupMappingFile);
  const logger = createLogger({ service: 'explain', level: 'silent' });
  const api = await openPlatformApi({ config, logger }, async () =>
    (await openDevelopmentIssuer(config.dataDirectory)).issueToken('information-governance'),
  );
  try {
    const variables = { contactDetailId: given.detail, as: toInput(described), includeHistoric: given.isHistoric };
    const { data, errors = [] } = await api.execute(document, variables);
    const [error] = errors;
    if (error !== undefined) throw new StartError('unavailable', `The platform refused: ${error.message}`);
    return formatExplanation(answerForm.parse(data).explainAccess);
  } finally {
    await api.close();
  }
};

/** `npm run explain`: prints an explanation for whoever runs the platform in development. */
export const explain = async (process: CommandProcess, environment: Environment, args: readonly string[]): Promise<void> => {
  try {
    const given = readArguments(args);
    process.stdout.write(given === 'help' ? help : `${await run(readPlatformConfig(environment), given)}\n`);
  } catch (error) {
    failProcess(process, isUsageError(error) ? new StartError('configuration', `${error.message}\n\n${help}`) : error);
  }
};
