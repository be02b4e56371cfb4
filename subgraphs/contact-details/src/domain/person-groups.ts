import { isResidentSpeaking, type Subject } from '@resident-graph/policy';

/** Which ids of persons are joined by a merge. Read from the store each time. Source: access-model.md W11. */
export interface PersonGroups {
  /** By id its group, the survivor first; the id alone when it is joined with none. */
  groupsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** What tells which ids are joined. */
export interface PersonGroupsParts {
  readonly groups: PersonGroups;
}

/**
 * The groups of some ids as a caller meets them. To whoever speaks as a resident each id stands alone: a wrong merge must not show one
 * resident the details of another.
 */
export const findGroups = async (
  { groups }: PersonGroupsParts,
  ids: readonly string[],
  { subject }: { readonly subject: Subject },
): Promise<ReadonlyMap<string, readonly string[]>> =>
  isResidentSpeaking(subject) ? new Map(ids.map((id) => [id, [id]])) : groups.groupsOf(ids);

/** The group of one id as a caller meets it, and the id to which the caller writes. */
export const findGroup = async (
  parts: PersonGroupsParts,
  id: string,
  call: { readonly subject: Subject },
): Promise<{ readonly personIds: readonly string[]; readonly survivorId: string }> => {
  const personIds = (await findGroups(parts, [id], call)).get(id) ?? [id];
  return { personIds, survivorId: personIds[0] ?? id };
};

/** All ids of some groups, each once. */
export const membersOf = (groups: ReadonlyMap<string, readonly string[]>): readonly string[] => [...new Set([...groups.values()].flat())];
