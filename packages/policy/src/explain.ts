import { createDecide, type Decision, explainPaths } from './decide.ts';
import { type DecisionCode, grantCodes, type Outcome, outcomes } from './decision-table.ts';
import { type ExplainedFact, factsOf } from './explain-facts.ts';
import { sentenceOf } from './explain-sentence.ts';
import type { Asker, Judged, Reason } from './judged.ts';
import { type ExplainedChange, findNearestChange } from './nearest-change.ts';
import type { Subject } from './subject.ts';

/** Why a decision is as it is. It holds ids and circumstances, never a contact value. Source: access-model.md section 12. */
export interface Explanation {
  readonly outcome: Outcome;
  readonly code: DecisionCode;
  /** A grant such as G3 that decided, or a cap such as C5 that lowered it; G9 where nothing opens the row. */
  readonly ruleId: string;
  readonly facts: readonly ExplainedFact[];
  /** What would change the outcome; null when nothing near would. */
  readonly nearestChange: ExplainedChange | null;
  readonly sentence: string;
}

const judge = ({ subject, row, context }: Judged): Decision => createDecide(subject, 'contact-detail.read', context)(row);

/** Of a service and the user for whom it calls the one whose outcome holds; see `createDecide`. */
const decidingSubject = ({ subject, row, context }: Judged): Subject => {
  const { onBehalfOf } = subject;
  if (onBehalfOf === null) return subject;
  const service = { ...subject, onBehalfOf: null };
  const [ofService, ofUser] = [service, onBehalfOf].map((each) => outcomes.indexOf(judge({ subject: each, row, context }).outcome));
  return (ofService ?? 0) < (ofUser ?? 0) ? service : onBehalfOf;
};

const reasonOf = ({ subject, row, context }: Judged, { outcome, code }: Decision): Reason => {
  const paths = explainPaths(subject, row, context);
  // Hidden by all paths, the first one tells how near it was.
  const path = paths.find(({ grant, outcome: given }) => given === outcome && (outcome === 'HIDDEN' || grantCodes[grant] === code));
  return { grant: path?.grant ?? null, cap: path?.loweredBy.at(-1) ?? null };
};

const ruleIdOf = ({ grant, cap }: Reason): string => (cap === null ? `G${grant ?? 9}` : `C${cap}`);

/** Explains a decision: it is judged as `decide` judges it, and its reasons are told as far as the asker may learn them. */
export const explain = (judged: Judged, asker: Asker): Explanation => {
  const { audience } = asker;
  const deciding: Judged = { ...judged, subject: decidingSubject(judged) };
  const decision = judge(judged);
  const { outcome, code } = decision;
  const known = reasonOf(deciding, decision);
  // Which cap hides a row is told to governance only: the others may know no more than that nothing opens it.
  const reason: Reason = outcome === 'HIDDEN' && audience !== 'governance' ? { grant: null, cap: null } : known;
  return {
    outcome,
    code,
    ruleId: ruleIdOf(reason),
    facts: factsOf(deciding, decision, asker),
    nearestChange: findNearestChange(judged, asker),
    sentence: sentenceOf({ decision, reason, audience, isOwnRecord: deciding.subject.kind === 'resident' }),
  };
};
