import { isInsideCompartment, type PersonFacts, type Subject } from '@resident-graph/policy';

type Restriction = NonNullable<PersonFacts['restriction']>;

/** One restriction that says of the subject, and of whom it acts for, what several do together: inside is who is inside each. */
const joinRestrictions = (restrictions: readonly Restriction[], subject: Subject): Restriction | null => {
  const [first = null] = restrictions;
  if (restrictions.length < 2) return first;
  const speakers = subject.onBehalfOf === null ? [subject] : [subject, subject.onBehalfOf];
  const isInsideAll = (speaker: Subject): boolean =>
    restrictions.every(({ compartment }) => isInsideCompartment({ ...speaker, onBehalfOf: null }, compartment));
  const outside = new Set(speakers.filter((speaker) => !isInsideAll(speaker)).map(({ id }) => id));
  return { compartment: speakers.filter(({ id }) => !outside.has(id)).map(({ id }) => ({ subjectId: id })) };
};

/**
 * What bears on the rows of one id of a joined person, from what is recorded of each. Consents and emergency openings of any of them count
 * where they were recorded for this id; an objection is found with every id that it covers; every restriction of any of them closes the
 * rows of all. Null when nothing is recorded. Source: access-model.md W11, section 4.
 */
export const joinGroupFacts = (
  { id, personIds }: { readonly id: string; readonly personIds: readonly string[] },
  recorded: ReadonlyMap<string, PersonFacts>,
  subject: Subject,
): PersonFacts | null => {
  if (personIds.length < 2) return recorded.get(id) ?? null;
  const facts = personIds.flatMap((personId) => recorded.get(personId) ?? []);
  if (facts.length === 0) return null;
  const coversId = (fact: { readonly personIds: readonly string[] }): boolean => fact.personIds.includes(id);
  return {
    personIds: [id],
    restriction: joinRestrictions(
      facts.flatMap(({ restriction }) => restriction ?? []),
      subject,
    ),
    consents: facts.flatMap(({ consents }) => consents).filter(coversId),
    objections: recorded.get(id)?.objections ?? [],
    breakGlass: facts.flatMap(({ breakGlass }) => breakGlass).filter(coversId),
  };
};
