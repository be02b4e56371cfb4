import type { VisibleContactDetail } from './visible-contact-detail.ts';

/** Whether a row shows its reader that it is the area's default: hidden and masked rows, and shared ones, show nothing of it. */
const showsDefault = ({ detail, decision }: VisibleContactDetail): boolean =>
  decision.outcome === 'FULL' && decision.flags.isDefaultNull !== true && detail.isDefault && detail.isActive;

/** For what a row is the default. */
const placeOf = ({ detail: { area, contactType, team } }: VisibleContactDetail): string => JSON.stringify([area, contactType, team]);

/**
 * Of a joined person's defaults for the same area, type and team that of the first id of the group is shown as the default, the others as
 * ordinary rows: the survivor's wins (access-model.md W11). Only rows that show the reader their marker decide, so nothing hidden has a say.
 * `rows`: all rows of the group that the reader sees.
 */
export const findYieldingDefaults = (rows: readonly VisibleContactDetail[], personIds: readonly string[]): ReadonlySet<string> => {
  const defaults = rows.filter(showsDefault);
  const winners = new Map<string, string>();
  for (const personId of personIds) {
    for (const row of defaults) {
      const place = placeOf(row);
      if (row.detail.targetId === personId && !winners.has(place)) winners.set(place, personId);
    }
  }
  return new Set(defaults.filter((row) => winners.get(placeOf(row)) !== row.detail.targetId).map(({ detail }) => detail.id));
};
