/**
 * Names the rules in force. It travels in the internal identity; a subgraph refuses a caller that was admitted under other rules.
 * Raise it with every change of a table in this package.
 */
export const policyRevision = '2026-11-22.2';
