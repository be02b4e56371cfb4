import { isResidentSpeaking, type Subject } from '@resident-graph/policy';
import type { PersonAliases } from '@resident-graph/service-kit';

/** What tells which ids of persons are joined. */
export interface SurvivorParts {
  readonly aliases: Pick<PersonAliases, 'survivorsOf'>;
}

/**
 * By id whose record stands for it: the survivor's, the id itself where nobody absorbed it. The record of a person who was merged away is
 * kept and not shown. To whoever speaks as a resident each id stands alone: a wrong merge must not show one resident the answers of
 * another. Source: access-model.md W11.
 */
export const findSurvivors = async (
  { aliases }: SurvivorParts,
  ids: readonly string[],
  { subject }: { readonly subject: Subject },
): Promise<ReadonlyMap<string, string>> => (isResidentSpeaking(subject) ? new Map(ids.map((id) => [id, id])) : aliases.survivorsOf(ids));
