import { subjectIdOf, type TestCaller } from './callers.ts';
import type { Census, CensusEvent, CensusOpening, CensusRestriction } from './census.ts';
import { isBarred } from './paths.ts';

const isStaff = ({ kind }: TestCaller): boolean => kind === 'officer' || kind === 'service' || kind === 'steward';

/** That somebody is restricted all staff see; how, whoever is inside, has to do with it or supervises. */
const restrictionOf =
  (caller: TestCaller, census: Census) =>
  (restriction: CensusRestriction): readonly object[] => {
    const seesAll = caller.kind === 'governance' || caller.maySafeguard || !isBarred(caller, restriction.personId, census);
    if (caller.kind === 'governance' || (isStaff(caller) && restriction.isActive && seesAll)) return [restriction];
    // A proposal to lift a lifted restriction, who may safeguard would learn of by trying.
    if (caller.maySafeguard) return [restriction];
    return isStaff(caller) && restriction.isActive ? [{ personId: restriction.personId }] : [];
  };

/** What was seen through an opening, as far as an area sees it; null for all of it. */
const seenThrough = ({ id }: CensusOpening, { events }: Census, area: string | null): readonly object[] =>
  events
    .filter(({ draft }) => draft.breakGlassId === id && draft.action === 'contact-detail.read')
    .flatMap(({ at, draft }) =>
      draft.resourceIds.flatMap((resourceId, place) => {
        const owner = draft.resourceAreas[place];
        return area === null || owner === area ? [{ at, resourceId, owner }] : [];
      }),
    );

const openingOf =
  (caller: TestCaller, census: Census) =>
  (opening: CensusOpening): readonly object[] => {
    const { narrative: _narrative, caseReference: _case, owningAreas, reviews, ...shown } = opening;
    if (caller.kind === 'governance' || opening.startedBy === subjectIdOf(caller)) {
      return [{ ...opening, seen: seenThrough(opening, census, null) }];
    }
    const newest = reviews.at(-1);
    const review = newest === undefined ? null : { state: newest.state, at: newest.at };
    const isReader = caller.kind === 'officer' || caller.kind === 'steward';
    const isOwner = isReader && caller.area !== null && owningAreas.includes(caller.area);
    const isTold = isOwner && !isBarred(caller, opening.personId, census);
    // A steward may ask how anybody would be judged about a row of the own area.
    const isExplained =
      caller.kind === 'steward' && census.rows.some(({ targetId, area }) => targetId === opening.personId && area === caller.area);
    return [
      ...(isTold ? [{ ...shown, review, seen: seenThrough(opening, census, caller.area) }] : []),
      // Who may approve, does it by the id that a colleague tells.
      ...(caller.maySafeguard || isExplained ? [{ ...shown, review }] : []),
    ];
  };

const isBlind = ({ draft }: CensusEvent): boolean => draft.action === 'consent.revoke';

const isWithheld = ({ draft: { action, purpose, breakGlassId }, isReleased }: CensusEvent): boolean =>
  !isReleased &&
  (purpose === 'SAFEGUARDING' ||
    purpose === 'EMERGENCY' ||
    breakGlassId !== null ||
    action === 'person.read-restricted' ||
    action.startsWith('break-glass.') ||
    action.startsWith('restriction.'));

const eventOf =
  (caller: TestCaller) =>
  (event: CensusEvent): readonly object[] => {
    const { id, at, draft } = event;
    const { subject, purpose, resourceIds, resourceAreas } = draft;
    if (caller.kind === 'governance') return [event];
    if (caller.kind === 'resident') {
      const isSeen = caller.personId !== null && draft.personIds.includes(caller.personId) && !isWithheld(event);
      return isSeen ? [{ id, at, area: subject.area, purpose }] : [];
    }
    if (caller.kind !== 'steward') return [];
    if (subject.area === caller.area && !isBlind(event)) return [event];
    const own = resourceIds.filter((_id, place) => resourceAreas[place] === caller.area);
    if (!resourceAreas.some((area) => area === caller.area)) return [];
    const { action, personIds, caseReference, policyRevision, breakGlassId } = draft;
    return [
      { id, at, action, personIds, caseReference, policyRevision, breakGlassId, subject, purpose, own, isWithheld: isWithheld(event) },
    ];
  };

/**
 * What a caller may come to know of restrictions, emergency openings and sessions, and where the run asks for it, of the record of looks.
 * Governance sees every event: in its other runs the record is left alone, so that something is hidden from it at all.
 */
export const accountabilityOf = (census: Census, caller: TestCaller, asksRecord: boolean): object => ({
  restrictions: census.restrictions.flatMap(restrictionOf(caller, census)),
  openings: census.openings.flatMap(openingOf(caller, census)),
  uses: census.uses.filter(({ subjectId }) => caller.kind === 'governance' || subjectId === subjectIdOf(caller)),
  sessions: census.sessions.filter(
    ({ id }) => caller.kind === 'support' && id === JSON.stringify([subjectIdOf(caller), caller.caseReference]),
  ),
  events: asksRecord ? census.events.flatMap(eventOf(caller)) : [],
});
