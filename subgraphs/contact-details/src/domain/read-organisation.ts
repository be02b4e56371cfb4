import { type ProblemCollector, readRequiredText } from '@resident-graph/service-kit';
import type { OrganisationType } from '../__generated__/schema-types.ts';
import type { Organisation, OrganisationFacts } from './organisation.ts';

/** An organisation, or a change of one, as somebody sends it. */
export interface OrganisationInput {
  readonly name?: string | null | undefined;
  readonly organisationType?: OrganisationType | null | undefined;
}

/** Shortest and longest name, in characters. */
const nameRule = { path: 'name', minimumLength: 2, maximumLength: 200, expected: 'a name' };

/**
 * Reads an organisation, noting every problem; what was not sent stays as it was `before`, which is null for a new one. Neither field can
 * be cleared. The facts are usable only when no problem was noted.
 */
export const readOrganisation = (input: OrganisationInput, before: Organisation | null, problems: ProblemCollector): OrganisationFacts => {
  const name = input.name === undefined && before !== null ? before.name : readRequiredText(input.name, nameRule, problems);
  const organisationType = input.organisationType === undefined ? before?.organisationType : input.organisationType;
  if (organisationType == null) problems.add('organisationType', 'REQUIRED', 'Expected a type of organisation; it cannot be cleared.');
  return { name, organisationType: organisationType ?? 'OTHER' };
};
