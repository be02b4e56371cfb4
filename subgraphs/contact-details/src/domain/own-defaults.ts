import type { ContactType } from '../__generated__/schema-types.ts';
import type { VisibleContactDetail } from './visible-contact-detail.ts';

/** The rows that a reader sees in full as the area's own. */
export const ownRows = (rows: readonly VisibleContactDetail[], area: string | null): readonly VisibleContactDetail[] =>
  rows.filter(({ decision, detail }) => area !== null && decision.outcome === 'FULL' && detail.area === area);

/**
 * The area's default detail of a type: the team's own first, when a team is named and has one, else that of the whole area. Null without
 * one; another area's never counts. Source: contact details seed; access-model.md section 6.
 */
export const findDefault = (
  rows: readonly VisibleContactDetail[],
  asked: { readonly area: string | null; readonly contactType: ContactType; readonly team?: string | null | undefined },
): VisibleContactDetail | null => {
  const defaults = ownRows(rows, asked.area).filter(
    ({ detail }) => detail.isActive && detail.isDefault && detail.contactType === asked.contactType,
  );
  const ofTeam = (team: string | null): VisibleContactDetail | undefined => defaults.find(({ detail }) => detail.team === team);
  return (asked.team == null ? undefined : ofTeam(asked.team)) ?? ofTeam(null) ?? null;
};
