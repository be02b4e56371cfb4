import type { PersonGroups } from '../src/domain/person-groups.ts';

/** Groups that a test joins and parts by hand. */
export interface TestGroups extends PersonGroups {
  /** Joins ids, the survivor first; what was joined with one of them before is parted. */
  readonly join: (...ids: readonly string[]) => void;
  /** Parts all ids. */
  readonly part: () => void;
}

/** Ids that stand alone until they are joined. */
export const createTestGroups = (): TestGroups => {
  const groups = new Map<string, readonly string[]>();
  return {
    groupsOf: async (ids) => new Map(ids.map((id) => [id, groups.get(id) ?? [id]])),
    join: (...ids) => {
      for (const id of ids) groups.set(id, ids);
    },
    part: () => groups.clear(),
  };
};
