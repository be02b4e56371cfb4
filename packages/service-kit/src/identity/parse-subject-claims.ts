import { roles, type Subject } from '@resident-graph/policy';
import { purposes, type ServiceArea, subjectKinds } from '@resident-graph/schema';
import { z } from 'zod';

/** Most teams that an identity carries. */
const maximumTeams = 20;
const area = z.string().min(1).max(100);

const isSortedSet = (texts: readonly string[]): boolean => texts.every((text, index) => index === 0 || (texts[index - 1] ?? '') < text);

const plainFields = {
  kind: z.enum(subjectKinds).exclude(['worker']),
  // Which areas there are is the decision's business: it counts an unknown one as none.
  actingArea: z.custom<ServiceArea>((value) => area.safeParse(value).success).nullable(),
  roles: z.array(z.enum(roles)),
  purpose: z.enum(purposes),
  caseReference: z.string().min(1).max(64).nullable(),
  personId: z.string().min(1).max(100).nullable(),
  teams: z
    .array(z.string().regex(/^[a-z0-9-]{1,50}$/u))
    .max(maximumTeams)
    .refine(isSortedSet),
};

/** Most areas of which an identity says what the token gives there. */
const maximumEntitlements = 50;

/** Told to the bearer, never judged. */
const entitlement = z.strictObject({
  area: plainFields.actingArea,
  kind: plainFields.kind,
  roles: plainFields.roles,
  purposes: z.array(z.enum(purposes)),
});

/** A resident has a person and no area; nobody else has a person; a team is one of the acting area. */
const isOfOnePiece = ({ kind, actingArea, personId, teams }: Omit<Subject, 'id' | 'onBehalfOf'>): boolean =>
  (kind === 'resident' ? personId !== null && actingArea === null : personId === null) && (teams.length === 0 || actingArea !== null);

const userClaims = z.strictObject({ id: z.string().min(1).max(200), ...plainFields, onBehalfOf: z.null() }).refine(isOfOnePiece);

const callerClaims = z
  .strictObject({
    ...plainFields,
    onBehalfOf: userClaims.nullable(),
    entitlements: z.array(entitlement).max(maximumEntitlements).optional(),
  })
  .refine(isOfOnePiece)
  // Both outcomes of a service and its user are judged with the same acting area and purpose, or the lower one means nothing.
  .refine(
    ({ kind, actingArea, purpose, onBehalfOf: user }) =>
      user === null || (kind === 'service' && user.purpose === purpose && (user.actingArea === null || user.actingArea === actingArea)),
  );

/**
 * Reads the subject that the gateway signed. Every field must be there in its exact shape and none besides; a worker is signed by its
 * own subgraph only. Source: access-model.md sections 1 and 2.
 * @throws Error when anything is missing, malformed, too much or contradicts another field
 */
export const parseSubjectClaims = (id: string, claims: unknown): Subject => ({
  id: z.string().min(1).max(200).parse(id),
  ...callerClaims.parse(claims),
});
