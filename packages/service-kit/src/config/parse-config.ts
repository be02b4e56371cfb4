import type { z } from 'zod';

/** The process's environment: names to texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with the configuration at once. A process ends with `exitCode` 78 (EX_CONFIG of sysexits). */
export class ConfigurationError extends Error {
  readonly exitCode = 78;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

const withoutEmpty = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));

/**
 * Reads a typed configuration out of environment variables, which are the schema's keys. An empty variable counts as absent.
 * @throws ConfigurationError naming every variable that is wrong and what was expected, never the value (it may be a secret).
 */
export const parseConfig = <Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> => {
  const result = schema.safeParse(withoutEmpty(environment));
  if (result.success) return result.data;
  throw new ConfigurationError(result.error.issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`));
};
