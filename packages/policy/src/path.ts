import { isServiceArea, serviceAreas } from '@resident-graph/schema';
import type { ContactDetailAttributes } from './contact-detail-attributes.ts';
import { type Grant, type GrantNumber, grants } from './decision-table.ts';
import { type ActiveConsent, type Ground, isWithin } from './ground.ts';
import type { BreakGlassFacts, ConsentFacts } from './read-context.ts';
import { always, type Filter, isActiveRow, isInactiveRow, isPublicRow, type RowStatement } from './row-statement.ts';
import { hasRole } from './subject.ts';

/** A way in which a grant is open to a subject; each consent is a path of its own. */
export interface Path {
  readonly grant: Grant;
  readonly ground: Ground;
  /** Which books the path leads to, in two halves. */
  readonly place: { readonly holds: (row: ContactDetailAttributes) => boolean; readonly filter: Filter };
  /** Which rows of them. */
  readonly rows: RowStatement;
  /** The consent of grant 3. */
  readonly consent: ActiveConsent | undefined;
  /** The break-glass of grant 4. */
  readonly breakGlass: BreakGlassFacts | undefined;
}

type OpenPath = Pick<Path, 'place' | 'rows'> & Partial<Pick<Path, 'consent' | 'breakGlass'>>;

/** How long an emergency opening lasts, in milliseconds. Source: access-model.md section 9. */
export const breakGlassMilliseconds = 30 * 60 * 1_000;
/** How long a diagnostic session lasts, in milliseconds. Source: access-model.md section 12. */
export const sessionMilliseconds = 60 * 60 * 1_000;

const ofPersons = (personIds: readonly string[], row: ContactDetailAttributes): boolean =>
  row.targetType === 'PERSON' && personIds.includes(row.targetId);

/**
 * Grants 6 and 7 name no target. Persons and organisations are who they are for: details of anything else (tenures, assets, what an open
 * list adds) know the own area only. Source: issue 5.
 */
const ofWhomever = ({ context }: Ground): Pick<RowStatement, 'holds'> & { readonly filter: Filter } => {
  const targetTypes = context.person === null ? ['ORGANISATION'] : ['PERSON', 'ORGANISATION'];
  return { holds: (row) => targetTypes.includes(row.targetType), filter: { targetType: { $in: targetTypes } } };
};

const ownArea =
  (rows: RowStatement) =>
  ({ actingArea }: Ground): readonly OpenPath[] =>
    actingArea === null ? [] : [{ place: { holds: (row) => row.area === actingArea, filter: { area: actingArea } }, rows }];

/** The rows that consents to a scope open: current ones of some types, or some by id. */
export const sharedRows = (scope: ConsentFacts['scope']): RowStatement =>
  'types' in scope
    ? {
        holds: (row) => row.isActive && scope.types.includes(row.contactType),
        elements: { isActive: true, contactType: { $in: scope.types } },
      }
    : {
        holds: (row) => row.isActive && scope.contactDetailIds.includes(row.id),
        elements: { isActive: true, id: { $in: scope.contactDetailIds } },
      };

const byConsent = ({ consents, subject, actingArea }: Ground): readonly OpenPath[] =>
  consents
    .filter(({ purpose, sourceArea }) => purpose === subject.purpose && sourceArea !== actingArea)
    .map((consent) => ({ consent, endsAt: Date.parse(consent.validUntil) }))
    .toSorted((a, b) => b.endsAt - a.endsAt || (a.consent.id < b.consent.id ? -1 : 1))
    .map(({ consent }) => {
      const { personIds, sourceArea, scope } = consent;
      return {
        consent,
        place: {
          holds: (row) => row.area === sourceArea && ofPersons(personIds, row),
          filter: { targetType: 'PERSON', targetId: { $in: [...personIds] }, area: sourceArea },
        },
        rows: sharedRows(scope),
      };
    });

const byBreakGlass = ({ context, person, subject, actingArea }: Ground): readonly OpenPath[] => {
  if (actingArea === null) return [];
  const isOpen = (event: BreakGlassFacts): boolean =>
    event.area === actingArea &&
    event.startedBy === subject.id &&
    event.endedAt === null &&
    isWithin(context.now, event.startedAt, Date.parse(event.startedAt) + breakGlassMilliseconds);
  return person.breakGlass.filter(isOpen).map((breakGlass) => ({
    breakGlass,
    place: {
      holds: (row) => row.area !== null && row.area !== '' && row.area !== actingArea && ofPersons(breakGlass.personIds, row),
      filter: {
        targetType: 'PERSON',
        targetId: { $in: [...breakGlass.personIds] },
        area: { $in: serviceAreas.filter((area) => area !== actingArea) },
      },
    },
    rows: isActiveRow,
  }));
};

const ofResident = ({ person: { personIds }, subject }: Ground): readonly OpenPath[] => {
  if (subject.personId === null || !personIds.includes(subject.personId)) return [];
  return [
    {
      place: { holds: (row) => ofPersons(personIds, row), filter: { targetType: 'PERSON', targetId: { $in: [...personIds] } } },
      rows: always,
    },
  ];
};

const ofSupport = (ground: Ground): readonly OpenPath[] => {
  const { context, subject } = ground;
  const { diagnosticSession: session, now } = context;
  if (session === null || subject.purpose !== 'SUPPORT_DIAGNOSTIC') return [];
  if (subject.caseReference === null || subject.caseReference !== session.caseReference) return [];
  const { area, startedAt } = session;
  if (area === null || area === '' || !isWithin(now, startedAt, Date.parse(startedAt) + sessionMilliseconds)) return [];
  const target = ofWhomever(ground);
  return [{ place: { holds: (row) => row.area === area && target.holds(row), filter: { ...target.filter, area } }, rows: always }];
};

const ofTriage = (ground: Ground): readonly OpenPath[] => {
  if (!ground.context.isLegacyTriage) return [];
  const target = ofWhomever(ground);
  const isWithoutArea = ({ area }: ContactDetailAttributes): boolean => area === null || area === '';
  return [
    {
      place: { holds: (row) => isWithoutArea(row) && target.holds(row), filter: { ...target.filter, area: { $in: [null, ''] } } },
      rows: always,
    },
  ];
};

const ofOrganisations = ({ actingArea }: Ground): readonly OpenPath[] =>
  actingArea === null
    ? []
    : [{ place: { holds: (row) => row.targetType === 'ORGANISATION', filter: { targetType: 'ORGANISATION' } }, rows: isPublicRow }];

/** How each grant opens, once the subject's kind and role allow it at all. */
const openers: Readonly<Record<GrantNumber, (ground: Ground) => readonly OpenPath[]>> = {
  1: ownArea(isActiveRow),
  2: (ground) => (ground.context.includeHistoric ? ownArea(isInactiveRow)(ground) : []),
  3: byConsent,
  4: byBreakGlass,
  5: ofResident,
  6: ofSupport,
  7: ofTriage,
  8: ofOrganisations,
};

/** Whether a person is restricted is part of the facts: without them no row of a person is judged, and no such book read. */
const withoutPersons = (path: OpenPath): OpenPath => ({
  ...path,
  place: {
    holds: (row) => row.targetType !== 'PERSON' && path.place.holds(row),
    filter: { targetType: { $ne: 'PERSON' }, ...path.place.filter },
  },
});

/** The paths that are open to a subject, in the order in which they win ties. */
export const openPaths = (ground: Ground): readonly Path[] => {
  const { subject, context } = ground;
  return grants
    .filter(({ kinds, role }) => kinds.includes(subject.kind) && (role === null || hasRole(subject, role)))
    .flatMap((grant) =>
      openers[grant.number](ground).map((path): Path => {
        const { place, rows, consent, breakGlass } = context.person === null ? withoutPersons(path) : path;
        // Part by part: spreading fifty paths costs more than judging two hundred rows.
        return { grant, ground, place, rows, consent, breakGlass };
      }),
    );
};

/** Narrows the place of a path to the areas of a statement; null when none is left. */
export const narrowPlace = (place: Filter, book: Filter | undefined): Filter | null => {
  if (book === undefined) return place;
  const { area } = place;
  if (typeof area === 'string') return isServiceArea(area) ? place : null;
  return area === undefined ? { ...place, ...book } : place;
};
