import { type BreakGlassFacts, type PersonFacts, plainPerson } from '@resident-graph/policy';
import type { PersonFactsSource } from './person-facts-source.ts';

/** Who of some persons is restricted, and who is inside. Read from the store each time. */
export interface RestrictionSource {
  /** By person id, of those under a restriction. */
  findRestrictions(personIds: readonly string[]): Promise<ReadonlyMap<string, NonNullable<PersonFacts['restriction']>>>;
}

/** The emergency openings of some persons. Read from the store each time. */
export interface BreakGlassSource {
  /** By person id, those started in an area that may be open still. */
  findOpenings(personIds: readonly string[], area: string): Promise<ReadonlyMap<string, readonly BreakGlassFacts[]>>;
}

/** What facts of persons are joined from. */
export interface PersonFactsParts {
  readonly consents: PersonFactsSource;
  readonly restrictions: RestrictionSource;
  readonly breakGlass: BreakGlassSource;
}

/** Everything that bears on access to persons' details: consents and objections, restrictions, emergency openings. */
export const joinPersonFacts = ({ consents, restrictions, breakGlass }: PersonFactsParts): PersonFactsSource => ({
  find: async (personIds, recipientArea) => {
    const ids = [...new Set(personIds)];
    const [recorded, restricted, opened] = await Promise.all([
      consents.find(ids, recipientArea),
      restrictions.findRestrictions(ids),
      recipientArea === null ? new Map<string, readonly BreakGlassFacts[]>() : breakGlass.findOpenings(ids, recipientArea),
    ]);
    const concerned = ids.filter((id) => recorded.has(id) || restricted.has(id) || opened.has(id));
    return new Map(
      concerned.map((id) => [
        id,
        { ...(recorded.get(id) ?? plainPerson([id])), restriction: restricted.get(id) ?? null, breakGlass: opened.get(id) ?? [] },
      ]),
    );
  },
});
