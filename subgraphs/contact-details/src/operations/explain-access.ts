import { type Audience, explain, policyRevision, type Subject } from '@resident-graph/policy';
import { InputError, type SignedCall } from '@resident-graph/service-kit';
import type { AccessExplanation, DescribedSubjectInput } from '../__generated__/schema-types.ts';
import type { AccessLog } from '../domain/access-log.ts';
import { isSelfDescription, readDescribedSubject } from '../domain/described-subject.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import type { VisibleDetails } from '../store/visible-details.ts';
import { assertPermitted } from './consent-operation-parts.ts';
import { recordChange } from './record-change.ts';

/** What is asked. */
export interface ExplainAccessQuestion {
  readonly contactDetailId: string;
  /** As whom to decide; the caller when left out. */
  readonly as?: DescribedSubjectInput | null | undefined;
  readonly includeHistoric?: boolean | null | undefined;
}

/** What explaining stands on. */
export interface ExplainAccessParts {
  readonly visible: Pick<VisibleDetails, 'findById' | 'findJudged'>;
  readonly log: AccessLog;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Explains a decision about one contact detail. */
export type ExplainAccess = (question: ExplainAccessQuestion, call: SignedCall) => Promise<AccessExplanation>;

/** The same for what does not exist and for what the caller may not see. Source: access-model.md section 12. */
const notAvailable = (): InputError => new InputError('NOT_AVAILABLE', 'There is no explanation for you here.');

const audienceOf = ({ kind, onBehalfOf }: Subject): Audience => {
  if (kind === 'resident' || onBehalfOf?.kind === 'resident') return 'resident';
  return kind === 'governance' ? 'governance' : 'staff';
};

/** Whether a caller may ask how somebody else would be judged: governance about any row, a steward about those of the own area. */
const mayDescribe = ({ kind, onBehalfOf }: Subject): boolean => onBehalfOf === null && (kind === 'governance' || kind === 'steward');

/** Whether a caller who sees a row may ask about it: a steward about rows of the own area only. */
const isTheirs = ({ kind, actingArea, onBehalfOf }: Subject, { access }: VisibleContactDetail): boolean =>
  [kind, onBehalfOf?.kind].includes('steward') ? access.row.area === actingArea : true;

const sentenceOnly: Omit<AccessExplanation, 'sentence'> = {
  decisionId: null,
  outcome: null,
  code: null,
  ruleId: null,
  policyRevision: null,
  facts: null,
  nearestChange: null,
};

/**
 * Binds the explanation to what it stands on. Whoever is not governance learns something of rows only that they see themselves, history
 * counted as asked for; each explanation is on record before it is given. Source: access-model.md section 12.
 */
export const createExplainAccess =
  ({ visible, log, now, newId }: ExplainAccessParts): ExplainAccess =>
  async ({ contactDetailId, as, includeHistoric }, call) => {
    const { subject } = call;
    assertPermitted(subject, 'access.explain');
    const isDescribed = as != null && !isSelfDescription(as, subject);
    if (isDescribed && !mayDescribe(subject)) throw notAvailable();
    const asked = isDescribed ? readDescribedSubject(as, subject) : subject;
    const audience = audienceOf(subject);
    const moment = { isLegacyTriage: false, now: now() };
    let seesWhole = false;
    if (audience !== 'governance') {
      const [own] = await visible.findById([contactDetailId], { ...moment, subject, includeHistoric: true });
      if (own === undefined || !isTheirs(subject, own)) throw notAvailable();
      seesWhole = own.decision.outcome === 'FULL';
    }
    const judged = await visible.findJudged(contactDetailId, { ...moment, subject: asked, includeHistoric: includeHistoric ?? false });
    if (judged === null) throw notAvailable();
    const explanation = explain({ subject: asked, ...judged }, { audience, seesWhole });
    const decisionId = newId();
    const { targetType, targetId, area } = judged.row;
    await recordChange(log, call, {
      action: 'access.explain',
      personIds: targetType === 'PERSON' ? [targetId] : [],
      resourceIds: [contactDetailId],
      resourceAreas: [area],
      decisionIds: [decisionId],
      codes: [...new Set([explanation.code, explanation.ruleId])],
    });
    if (audience === 'resident') return { ...sentenceOnly, sentence: explanation.sentence };
    return { decisionId, policyRevision, ...explanation };
  };
