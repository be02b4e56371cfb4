import type { PersonResolvers } from '../__generated__/resolver-types.ts';
import { isAMinor } from '../domain/is-a-minor.ts';
import { identificationOfPerson } from './identification.ts';
import { linksOfPerson } from './links.ts';
import { mergesOfPerson } from './merge.ts';

/** A person as the graph shows it. */
export const person: PersonResolvers = {
  ...linksOfPerson,
  ...identificationOfPerson,
  ...mergesOfPerson,
  __resolveReference: ({ id }, { loaders }) => loaders.personById.load(id),
  isAMinor: (parent, _args, { now }) => isAMinor(parent.dateOfBirth, now),
};
