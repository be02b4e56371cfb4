import type { EqualityImportResult } from './import-equality.ts';
import type { ImportResult } from './import-register.ts';
import type { ItemCounts } from './item-counts.ts';

const pairs = (entries: readonly (readonly [string, number, 'always' | 'when-any'])[]): string =>
  entries
    .filter(([, count, shown]) => shown === 'always' || count > 0)
    .map(([name, count]) => `${name}=${count}`)
    .join(' ');

const partPairs = (name: string, { imported, unchanged, updated, rejected }: ItemCounts): string =>
  pairs([
    [`${name}_imported`, imported, 'always'],
    [`${name}_unchanged`, unchanged, 'when-any'],
    [`${name}_updated`, updated, 'when-any'],
    [`${name}_rejected`, rejected, 'when-any'],
  ]);

/** The last line of an import of equality answers: records are `imported` when created, `rejected` and `kept_without` count rows. */
export const formatEqualitySummary = ({ imported, unchanged, updated, rejected, keptWithout }: EqualityImportResult): string =>
  pairs([
    ['imported', imported, 'always'],
    ['unchanged', unchanged, 'when-any'],
    ['updated', updated, 'when-any'],
    ['rejected', rejected, 'always'],
    ['kept_without', keptWithout, 'always'],
  ]);

/**
 * The last line of an import: `key=value` pairs, beginning with `imported=4999 rejected=1`. Persons are `imported` when created; `rejected`
 * and `kept_without` count rows. What is zero and rarely matters is left out.
 */
export const formatImportSummary = (result: ImportResult): string =>
  [formatEqualitySummary(result), partPairs('contact_details', result.contactDetails), partPairs('equality', result.equality)].join(' ');
