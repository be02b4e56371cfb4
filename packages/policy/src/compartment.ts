import type { CompartmentEntry } from './read-context.ts';
import { hasRole, type Subject } from './subject.ts';

/** Whether one subject alone, not counting for whom it acts, matches an entry; one match is enough. Source: access-model.md section 5. */
export const matchesCompartment = (subject: Subject, compartment: readonly CompartmentEntry[]): boolean =>
  compartment.some((entry) =>
    'subjectId' in entry
      ? entry.subjectId === subject.id
      : subject.actingArea !== null && entry.area === subject.actingArea && hasRole(subject, entry.role),
  );

/** Whether a subject is inside a compartment; a service on behalf of a user only where both are. */
export const isInsideCompartment = (subject: Subject, compartment: readonly CompartmentEntry[]): boolean =>
  matchesCompartment(subject, compartment) && (subject.onBehalfOf === null || matchesCompartment(subject.onBehalfOf, compartment));
