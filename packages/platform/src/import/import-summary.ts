import type { ItemCounts } from './import-batch.ts';
import type { ImportResult } from './import-register.ts';

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

/**
 * The last line of an import: `key=value` pairs, beginning with `imported=4999 rejected=1`. Persons are `imported` when created; `rejected`
 * and `kept_without` count rows. What is zero and rarely matters is left out.
 */
export const formatImportSummary = ({
  imported,
  unchanged,
  updated,
  rejected,
  keptWithout,
  contactDetails,
  equality,
}: ImportResult): string =>
  [
    pairs([
      ['imported', imported, 'always'],
      ['unchanged', unchanged, 'when-any'],
      ['updated', updated, 'when-any'],
      ['rejected', rejected, 'always'],
      ['kept_without', keptWithout, 'always'],
    ]),
    partPairs('contact_details', contactDetails),
    partPairs('equality', equality),
  ].join(' ');
