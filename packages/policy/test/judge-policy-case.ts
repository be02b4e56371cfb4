import {
  type Decision,
  type DecisionFlags,
  decide,
  type ExplainedPath,
  explainPaths,
  type Outcome,
  outcomes,
  type Subject,
} from '../src/index.ts';
import { contextOf, type PolicyCase, rowOf, subjectOf, textOf } from './read-policy-cases.ts';

const flagNames = ['doNotUse', 'sharedUnder', 'isDefaultNull', 'flagged'] as const satisfies readonly (keyof DecisionFlags)[];

/** The names of the flags that a decision carries, in the order of the cases. */
export const flagsText = (flags: DecisionFlags): string => flagNames.filter((name) => flags[name] !== undefined).join(' ');

/** What the cases say about a decision. */
export interface SeenDecision {
  readonly outcome: string;
  readonly code: string;
  readonly flags: string;
  readonly sharedUnder: string;
}

/** A subject without a purpose, or one that the gateway refuses, sees nothing: nothing is judged. */
export const judgedSubjectOf = (policyCase: PolicyCase): Subject | null =>
  textOf(policyCase, 'expected_error') === '' ? subjectOf(policyCase) : null;

const decideCase = (policyCase: PolicyCase): Decision => {
  const subject = judgedSubjectOf(policyCase);
  return subject === null
    ? { outcome: 'HIDDEN', code: 'DEFAULT_DENY', flags: {} }
    : decide(subject, 'contact-detail.read', rowOf(policyCase), contextOf(policyCase));
};

/** What the code decides for a case. */
export const seenIn = (policyCase: PolicyCase): SeenDecision => {
  const { outcome, code, flags } = decideCase(policyCase);
  return { outcome, code, flags: flagsText(flags), sharedUnder: flags.sharedUnder?.consentId ?? '' };
};

/** What the case expects. */
export const expectedIn = (policyCase: PolicyCase): SeenDecision => ({
  outcome: textOf(policyCase, 'expected'),
  code: textOf(policyCase, 'expected_code'),
  flags: textOf(policyCase, 'expected_flags'),
  sharedUnder: textOf(policyCase, 'expected_shared_under'),
});

const describePath = ({ grant, consentId, outcome, loweredBy }: ExplainedPath): string => {
  const consent = consentId === null ? '' : `[${consentId}]`;
  const lowered = loweredBy.length === 0 ? '' : `(${loweredBy.map((cap) => `C${cap}`).join('+')})`;
  return `G${grant}${consent}=${outcome}${lowered}`;
};

const describeOwnPaths = (subject: Subject, policyCase: PolicyCase): string =>
  explainPaths(subject, rowOf(policyCase), contextOf(policyCase)).map(describePath).toSorted().join(' ') || 'none';

/** The paths that the code takes, as `expected_paths` writes them; null for a case that is refused before anything is judged. */
export const pathsIn = (policyCase: PolicyCase): string | null => {
  const subject = judgedSubjectOf(policyCase);
  if (subject === null) return null;
  const own = describeOwnPaths({ ...subject, onBehalfOf: null }, policyCase);
  return subject.onBehalfOf === null ? own : `caller: ${own}; user: ${describeOwnPaths(subject.onBehalfOf, policyCase)}`;
};

const rank = (outcome: string): number => outcomes.indexOf(outcome as Outcome);

/** Whether two cases stand to each other as `pair_relation` says: `equal`, or `not-more`. */
export const isPairKept = (relation: string, one: PolicyCase, other: PolicyCase): boolean => {
  const [seen, comparison] = [seenIn(one), seenIn(other)];
  return relation === 'equal'
    ? seen.outcome === comparison.outcome && seen.code === comparison.code
    : relation === 'not-more' && rank(seen.outcome) <= rank(comparison.outcome);
};

/** The pairs of cases with what they have to keep. */
export const pairsOf = (cases: readonly PolicyCase[]): readonly (readonly [string, PolicyCase, PolicyCase])[] => {
  const byId = new Map(cases.map((policyCase) => [textOf(policyCase, 'case_id'), policyCase]));
  return cases.flatMap((policyCase) => {
    const name = textOf(policyCase, 'pair_with');
    if (name === '') return [];
    const other = byId.get(name);
    if (other === undefined) throw new Error(`Expected a case ${name}, with which another is paired.`);
    return [[textOf(policyCase, 'pair_relation'), policyCase, other] as const];
  });
};
