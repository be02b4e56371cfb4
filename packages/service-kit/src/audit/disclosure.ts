import { z } from 'zod';

/** What a subgraph shows besides contact details that has to be on record. Source: access-model.md section 11. */
export const disclosedActions = [
  'equality.read',
  'adjustments.read',
  'identity.read',
  'extended-data.read',
  'person.read-restricted',
  'person.match',
  'consent.read',
  'restriction.read',
  'access-event.read',
  'break-glass.read',
  'request-trace.read',
] as const;

const disclosure = z.strictObject({
  action: z.enum(disclosedActions),
  /** Whose data it is; empty where it is nobody's. */
  personIds: z.array(z.string()),
  /** The ids of what was shown. */
  resourceIds: z.array(z.string()),
});

/** Something that an answer of a subgraph shows and that the gateway puts on record before the answer leaves. Ids only, no values. */
export type Disclosure = Readonly<z.output<typeof disclosure>>;

/** The extension of a subgraph's answer in which disclosures travel to the gateway; the gateway takes it out. */
export const disclosuresKey = 'disclosures';

const disclosures = z.array(disclosure);

/** Reads what a subgraph's answer says it shows. @throws Error for anything else than disclosures: what is not understood cannot be on record */
export const readDisclosures = (extensions: Readonly<Record<string, unknown>> | undefined): readonly Disclosure[] => {
  const said = extensions?.[disclosuresKey];
  return said === undefined ? [] : disclosures.parse(said);
};
