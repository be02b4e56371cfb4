import { type CompartmentEntry, isRole } from '@resident-graph/policy';
import { isServiceArea } from '@resident-graph/schema';
import type { ProblemCollector } from '@resident-graph/service-kit';
import type { CompartmentEntryInput } from '../__generated__/schema-types.ts';

/** Most entries in one input. Source: SDL, `RestrictPersonInput`. */
const maximumEntries = 20;
const longestId = 100;

const readEntry = ({ area, role, subjectId }: CompartmentEntryInput, path: string, problems: ProblemCollector): CompartmentEntry | null => {
  const isOfArea = area != null || role != null;
  if (isOfArea === (subjectId != null)) {
    problems.add(path, isOfArea ? 'CONTRADICTION' : 'REQUIRED', 'Expected either an area with a role, or a subject.');
    return null;
  }
  if (subjectId != null) {
    const isId = subjectId.trim() !== '' && subjectId.length <= longestId;
    if (!isId) problems.add(`${path}.subjectId`, 'INVALID_FORMAT', `Expected the id of a subject, 1 to ${longestId} characters.`);
    return isId ? { subjectId } : null;
  }
  const isKnownArea = isServiceArea(area);
  if (!isKnownArea) problems.add(`${path}.area`, 'UNKNOWN_CODE', 'Expected a known service area.');
  if (!isRole(role)) problems.add(`${path}.role`, 'UNKNOWN_CODE', 'Expected a known role.');
  return isKnownArea && isRole(role) ? { area, role } : null;
};

/** Reads who stays inside a restriction. Problems: TOO_MANY, REQUIRED, CONTRADICTION, INVALID_FORMAT, UNKNOWN_CODE. */
export const readCompartment = (
  entries: readonly CompartmentEntryInput[] | null | undefined,
  problems: ProblemCollector,
): readonly CompartmentEntry[] => {
  if (entries == null) return [];
  if (entries.length > maximumEntries) {
    problems.add('compartment', 'TOO_MANY', `Expected at most ${maximumEntries} entries.`);
    return [];
  }
  return entries.map((entry, place) => readEntry(entry, `compartment.${place}`, problems)).filter((entry) => entry !== null);
};
