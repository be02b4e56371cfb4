import type { IngestResult } from './ingest-api.ts';

/** How many items came to which end. */
export interface ItemCounts {
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** Nothing yet. */
export const noItems: ItemCounts = { imported: 0, updated: 0, unchanged: 0, rejected: 0 };

/** Both together. */
export const addCounts = (one: ItemCounts, other: ItemCounts): ItemCounts => ({
  imported: one.imported + other.imported,
  updated: one.updated + other.updated,
  unchanged: one.unchanged + other.unchanged,
  rejected: one.rejected + other.rejected,
});

/** Counts the results of one call. */
export const countOutcomes = (results: readonly IngestResult[]): ItemCounts => {
  const count = (outcome: IngestResult['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  return { imported: count('CREATED'), updated: count('UPDATED'), unchanged: count('UNCHANGED'), rejected: count('REJECTED') };
};
