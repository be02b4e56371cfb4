import { type ProblemCollector, readText } from '@resident-graph/service-kit';
import type { OrganisationType } from '../__generated__/schema-types.ts';
import type { Organisation, OrganisationFacts } from './organisation.ts';

/** An organisation, or a change of one, as somebody sends it. */
export interface OrganisationInput {
  readonly name?: string | null | undefined;
  readonly organisationType?: OrganisationType | null | undefined;
}

/** Shortest and longest name, in characters. */
const minimumName = 2;
const maximumName = 200;

const readName = (name: string | null | undefined, problems: ProblemCollector): string => {
  const text = readText(name, { path: 'name', maximumLength: maximumName }, problems);
  if (text === null) problems.add('name', 'REQUIRED', 'Expected a name.');
  else if ([...text].length < minimumName) problems.add('name', 'TOO_SHORT', `Expected at least ${minimumName} characters.`);
  return text ?? '';
};

/**
 * Reads an organisation, noting every problem; what was not sent stays as it was `before`, which is null for a new one. Neither field can
 * be cleared. The facts are usable only when no problem was noted.
 */
export const readOrganisation = (input: OrganisationInput, before: Organisation | null, problems: ProblemCollector): OrganisationFacts => {
  const name = input.name === undefined && before !== null ? before.name : readName(input.name, problems);
  const organisationType = input.organisationType === undefined ? before?.organisationType : input.organisationType;
  if (organisationType == null) problems.add('organisationType', 'REQUIRED', 'Expected a type of organisation; it cannot be cleared.');
  return { name, organisationType: organisationType ?? 'OTHER' };
};
