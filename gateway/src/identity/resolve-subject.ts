import type { Subject } from '@resident-graph/policy';
import { isPurpose, type Purpose, type SubjectKind } from '@resident-graph/schema';
import { AuthorityError, badUserInput } from '@resident-graph/service-kit';
import type { GroupGrant, GroupMapping } from './group-mapping.ts';

/** What a verified token says of its bearer. */
export interface TokenClaims {
  readonly subjectId: string;
  readonly groups: readonly string[];
}

/** The headers with which a caller says how it acts; undefined is absent, empty text is empty. */
export interface ActingHeaders {
  readonly serviceArea: string | undefined;
  readonly purpose: string | undefined;
  readonly caseReference: string | undefined;
}

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

/**
 * Turns a verified token and the acting headers into the one subject that acts: exactly one area, and rights of several areas are never
 * united. Source: access-model.md sections 2 and 3.
 * @throws AuthorityError SERVICE_AREA_REQUIRED or FORBIDDEN; InputError for an unknown or empty purpose or a malformed case reference
 */
export const resolveSubject = (claims: TokenClaims, headers: ActingHeaders, mapping: GroupMapping): Subject => {
  const all = claims.groups.flatMap((name) => mapping.find(name) ?? []);
  const actingArea = chooseArea(all, headers.serviceArea);
  const grants = all.filter(({ area }) => area === actingArea);
  const kinds = new Set(grants.map(({ kind }) => kind));
  if (kinds.size > 1) throw new AuthorityError('FORBIDDEN', 'Your groups make you several kinds of subject at once.', { ruleId: 'A3' });
  const kind = grants[0]?.kind ?? 'officer';
  const { caseReference } = headers;
  if (caseReference !== undefined && !caseReferenceForm.test(caseReference)) {
    throw badUserInput([{ path: 'x-case-ref', code: 'INVALID_FORMAT', message: 'Expected 1 to 64 letters, digits, blanks and . / _ -.' }]);
  }
  const purpose = choosePurpose(grants, kind, headers.purpose);
  return {
    id: claims.subjectId,
    kind,
    actingArea,
    // A group gives its roles under the purposes that it lists, never under one that another group of the bearer brings.
    roles: [...new Set(grants.filter(({ purposes }) => purposes.includes(purpose)).flatMap(({ roles }) => roles))].toSorted(),
    purpose,
    caseReference: caseReference ?? null,
  };
};
