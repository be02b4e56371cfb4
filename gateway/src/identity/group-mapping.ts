import { roles } from '@resident-graph/policy';
import { isServiceArea, purposes, type ServiceArea, subjectKinds } from '@resident-graph/schema';
import { StartError } from '@resident-graph/service-kit';
import { z } from 'zod';

const group = z
  .strictObject({
    // Workers come from no token: subgraphs sign for their own.
    kind: z.enum(subjectKinds).exclude(['worker']),
    /** Null for subjects without a service area. */
    area: z.string().nullable(),
    roles: z.array(z.enum(roles)),
    purposes: z.array(z.enum(purposes)).min(1),
    /** The purpose without `x-purpose`, where it differs from the one of the kind. */
    defaultPurpose: z.enum(purposes).optional(),
  })
  .refine(({ kind, area, roles: given }) => kind !== 'resident' || (area === null && given.length === 0), {
    message: 'expected no area and no roles for residents, who act for themselves',
  });

const mapping = z.strictObject({ version: z.string().min(1), groups: z.record(z.string(), group) });

/** What one group of the caller's token gives in one area. */
export type GroupGrant = Omit<z.infer<typeof group>, 'area'> & { readonly area: ServiceArea | null };

/** The versioned file that turns groups of a token into kind, area, roles and purposes. Source: access-model.md section 2. */
export interface GroupMapping {
  readonly version: string;
  /** What a group gives; undefined for an unknown group and for one of an unknown or retired area. */
  find(group: string): GroupGrant | undefined;
}

/**
 * Reads a group mapping.
 * @throws StartError naming every place of the file that is wrong
 */
export const parseGroupMapping = (text: string): GroupMapping => {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new StartError('configuration', 'The group mapping is not JSON. Expected { "version": ..., "groups": { ... } }.');
  }
  const parsed = mapping.safeParse(content);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  - ${issue.path.join('.')}: ${issue.message}`).join('\n');
    throw new StartError('configuration', `The group mapping is not usable:\n${problems}`);
  }
  const grants = new Map<string, GroupGrant>();
  for (const [name, { area, ...grant }] of Object.entries(parsed.data.groups)) {
    if (area === null || isServiceArea(area)) grants.set(name, { ...grant, area });
  }
  return { version: parsed.data.version, find: (name) => grants.get(name) };
};
