import { hasRole, isRole, type Role, type Subject } from '@resident-graph/policy';
import { isServiceArea, type LinkedSystemEntry, type ServiceArea } from '@resident-graph/schema';

/** A system of the registry whose requirement is one that a caller can meet. */
export interface LinkedSystem extends LinkedSystemEntry {
  readonly requires: { readonly role: Role; readonly area: ServiceArea | null };
}

const codeForm = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/u;
const relForm = /^[a-z][a-z0-9-]*$/u;

const isUsable = (entry: LinkedSystemEntry): entry is LinkedSystem =>
  codeForm.test(entry.code) &&
  relForm.test(entry.rel) &&
  entry.name.trim() !== '' &&
  isRole(entry.requires.role) &&
  (entry.requires.area === null || isServiceArea(entry.requires.area));

/**
 * Reads the registry of linked systems.
 * @throws Error naming every entry without a proper code, rel, name, role or acting area, and every code or rel that occurs twice
 */
export const readLinkedSystems = (entries: readonly LinkedSystemEntry[]): readonly LinkedSystem[] => {
  const usable = entries.filter(isUsable);
  const wrong = entries
    .filter((entry, place) => !isUsable(entry) || entries.findIndex(({ code, rel }) => code === entry.code || rel === entry.rel) !== place)
    .map(({ code }) => code);
  if (wrong.length > 0) throw new Error(`Not usable in the registry of linked systems: ${wrong.join(', ')}.`);
  return usable;
};

/**
 * Tells whether a subject may follow the links to a system, and so learn that there is one: by a role in the acting area, and by that
 * area where the system asks for one. A service on behalf of a user follows what both may.
 */
export const mayFollow = (subject: Subject, system: LinkedSystem): boolean =>
  subject.actingArea !== null &&
  hasRole(subject, system.requires.role) &&
  (system.requires.area === null || system.requires.area === subject.actingArea) &&
  (subject.onBehalfOf === null || mayFollow(subject.onBehalfOf, system));
