import type { Entitlement, Subject } from '@resident-graph/policy';
import { isPurpose, type Purpose, type SubjectKind } from '@resident-graph/schema';
import { AuthorityError, badUserInput } from '@resident-graph/service-kit';
import type { GroupGrant, GroupMapping } from './group-mapping.ts';

/** What a verified token says of its bearer. */
export interface TokenClaims {
  readonly subjectId: string;
  readonly groups: readonly string[];
  /** The claim `teams`: each `area:team`. Not judged yet: see `resolveSubject`. */
  readonly teams: readonly string[];
  /** The claim `person_id`, which counts for residents; null without one. Not judged yet. */
  readonly personId: string | null;
}

/** The headers with which a caller says how it acts; undefined is absent, empty text is empty. */
export interface ActingHeaders {
  readonly serviceArea: string | undefined;
  readonly purpose: string | undefined;
  readonly caseReference: string | undefined;
}

/** Most teams that a subject has in one area. */
const maximumTeams = 20;
const teamForm = /^[a-z0-9-]{1,50}$/u;
const personIdForm = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** The purpose without `x-purpose`; access-model.md section 3. */
const defaultPurposes: Readonly<Record<SubjectKind, Purpose>> = {
  officer: 'SERVICE_DELIVERY',
  service: 'SERVICE_DELIVERY',
  steward: 'SERVICE_DELIVERY',
  resident: 'RESIDENT_REQUEST',
  support: 'SUPPORT_DIAGNOSTIC',
  analyst: 'STATISTICS',
  governance: 'DATA_QUALITY',
  worker: 'SERVICE_DELIVERY',
};

const caseReferenceForm = /^[\p{L}\p{N}][\p{L}\p{N} ./_-]{0,63}$/u;

const chooseArea = (grants: readonly GroupGrant[], requested: string | undefined): GroupGrant['area'] => {
  const areas = [...new Set(grants.flatMap(({ area }) => area ?? []))].toSorted();
  if (requested !== undefined) {
    const area = areas.find((own) => own === requested);
    if (area === undefined) {
      throw new AuthorityError('FORBIDDEN', 'The service area of `x-service-area` is not one of yours.', {
        ruleId: 'A1',
        serviceAreas: areas,
      });
    }
    return area;
  }
  if (areas.length > 1) {
    throw new AuthorityError('SERVICE_AREA_REQUIRED', `Name the acting service area in \`x-service-area\`: ${areas.join(' or ')}.`, {
      serviceAreas: areas,
    });
  }
  return areas[0] ?? null;
};

const choosePurpose = (grants: readonly GroupGrant[], kind: SubjectKind, requested: string | undefined): Purpose => {
  if (requested !== undefined && !isPurpose(requested)) {
    throw badUserInput([
      { path: 'x-purpose', code: 'INVALID_VALUE', message: 'Expected one of the purposes of the access model, or no header.' },
    ]);
  }
  const purpose = requested ?? grants.find(({ defaultPurpose }) => defaultPurpose !== undefined)?.defaultPurpose ?? defaultPurposes[kind];
  // Who has no group at all may do nothing under any purpose; the rules say so field by field.
  if (grants.length > 0 && !grants.some(({ purposes }) => purposes.includes(purpose))) {
    throw new AuthorityError('FORBIDDEN', `You may not claim the purpose ${purpose}.`, { ruleId: 'A2' });
  }
  return purpose;
};

const findGrants = (claims: TokenClaims, mapping: GroupMapping): readonly GroupGrant[] =>
  claims.groups.flatMap((name) => mapping.find(name) ?? []);

const chooseKind = (grants: readonly GroupGrant[]): SubjectKind => {
  const [kind = 'officer', ...others] = new Set(grants.map((grant) => grant.kind));
  if (others.length > 0) throw new AuthorityError('FORBIDDEN', 'Your groups make you several kinds of subject at once.', { ruleId: 'A3' });
  return kind;
};

/** A group gives its roles under the purposes that it lists, never under one that another group of the bearer brings. */
const chooseRoles = (grants: readonly GroupGrant[], purpose: Purpose): Subject['roles'] =>
  [...new Set(grants.filter(({ purposes }) => purposes.includes(purpose)).flatMap(({ roles }) => roles))].toSorted();

const choosePersonId = (kind: SubjectKind, { personId }: TokenClaims): string | null => {
  if (kind !== 'resident') return null;
  if (personId === null || !personIdForm.test(personId)) {
    throw new AuthorityError('FORBIDDEN', 'The token of a resident needs the claim `person_id` with the UUID of the own record.', {
      ruleId: 'A4',
    });
  }
  return personId.toLowerCase();
};

const chooseTeams = (area: Subject['actingArea'], { teams }: TokenClaims): readonly string[] => {
  const own = teams.filter((team) => team.startsWith(`${area}:`)).map((team) => team.slice(`${area}:`.length));
  return area === null ? [] : [...new Set(own.filter((team) => teamForm.test(team)))].toSorted().slice(0, maximumTeams);
};

/** Most areas that are told; as many as the internal identity carries. */
const maximumEntitlements = 50;

/** What a token gives, area by area, for the bearer to know. Groups that make somebody two kinds in one area stand side by side. */
const listEntitlements = (grants: readonly GroupGrant[]): readonly Entitlement[] => {
  const byPlace = new Map<string, GroupGrant[]>();
  for (const grant of grants) {
    const place = `${grant.area ?? ''} ${grant.kind}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), grant]);
  }
  return [...byPlace]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, maximumEntitlements)
    .flatMap(([, given]) => {
      const [first] = given;
      if (first === undefined) return [];
      return [
        {
          area: first.area,
          kind: first.kind,
          roles: [...new Set(given.flatMap(({ roles }) => roles))].toSorted(),
          purposes: [...new Set(given.flatMap(({ purposes }) => purposes))].toSorted(),
        },
      ];
    });
};

/**
 * Turns a verified token and the acting headers into the one subject that acts: exactly one area, and rights of several areas are never
 * united. Source: access-model.md sections 2 and 3.
 * @throws AuthorityError SERVICE_AREA_REQUIRED or FORBIDDEN; InputError for an unknown or empty purpose or a malformed case reference
 */
export const resolveSubject = (claims: TokenClaims, headers: ActingHeaders, mapping: GroupMapping): Subject => {
  const all = findGrants(claims, mapping);
  const actingArea = chooseArea(all, headers.serviceArea);
  const grants = all.filter(({ area }) => area === actingArea);
  const kind = chooseKind(grants);
  const { caseReference } = headers;
  if (caseReference !== undefined && !caseReferenceForm.test(caseReference)) {
    throw badUserInput([{ path: 'x-case-ref', code: 'INVALID_FORMAT', message: 'Expected 1 to 64 letters, digits, blanks and . / _ -.' }]);
  }
  const purpose = choosePurpose(grants, kind, headers.purpose);
  return {
    id: claims.subjectId,
    kind,
    actingArea,
    roles: chooseRoles(grants, purpose),
    purpose,
    caseReference: caseReference ?? null,
    personId: choosePersonId(kind, claims),
    teams: chooseTeams(actingArea, claims),
    onBehalfOf: null,
    entitlements: listEntitlements(all),
  };
};

/**
 * Adds the user for whom a service calls, who acts in the area, for the purpose and the case of the service: with the own roles of that
 * area, and with none of an area that is not the user's. A user of no area, such as a resident, keeps the kind. Source: access-model.md
 * section 2 (both outcomes are judged with the same acting area).
 * @throws AuthorityError FORBIDDEN A3 or A4 for a user whom `resolveSubject` would refuse likewise
 */
export const actOnBehalfOf = (service: Subject, claims: TokenClaims, mapping: GroupMapping): Subject => {
  const { actingArea, purpose, caseReference } = service;
  const all = findGrants(claims, mapping);
  const own = all.filter(({ area }) => area === actingArea);
  const kind = chooseKind(own.length > 0 ? own : all.filter(({ area }) => area === null));
  const isResident = kind === 'resident';
  const onBehalfOf: Subject = {
    id: claims.subjectId,
    kind,
    actingArea: isResident ? null : actingArea,
    roles: chooseRoles(own, purpose),
    purpose,
    caseReference,
    personId: choosePersonId(kind, claims),
    teams: isResident || own.length === 0 ? [] : chooseTeams(actingArea, claims),
    onBehalfOf: null,
  };
  return { ...service, onBehalfOf };
};
