import { isInsideCompartment } from '@resident-graph/policy';
import { AuthorityError, InputError, notFound, outsideCompartment, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { LiftRestrictionInput } from '../__generated__/schema-types.ts';
import { lift, openProposal, proposeLift, type Restriction } from '../domain/restriction.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { recordChange } from './record-change.ts';
import { requireArea } from './require-area.ts';
import { type RestrictionParts, readRestrictionReason, writeRestriction } from './restriction-parts.ts';

/**
 * Proposes to lift a restriction; while a proposal waits, doing it again changes nothing (access-model.md section 5).
 * @throws InputError BAD_USER_INPUT, NOT_FOUND for a person who is not restricted; AuthorityError FORBIDDEN (S4) from outside;
 * DependencyError AUDIT_UNAVAILABLE, nothing is changed then
 */
export const liftRestriction = async (parts: RestrictionParts, input: LiftRestrictionInput, call: SignedCall): Promise<Restriction> => {
  const area = requireArea(call);
  const { personId } = input;
  const problems = new ProblemCollector('input');
  const reason = readRestrictionReason(input.reason, problems);
  problems.throwIfAny();
  const circumstances = circumstancesOf(parts, call);
  const restriction = await writeRestriction(parts, personId, async (before) => {
    if (before?.isActive !== true) throw notFound('restriction');
    if (!isInsideCompartment(call.subject, before.compartment)) throw outsideCompartment();
    if (openProposal(before, parts.now()) !== null) return null;
    await recordChange(parts.log, call, { action: 'restriction.propose-lift', personIds: [personId], resourceIds: [personId] });
    return proposeLift(before, { area, reason, caseReference: call.subject.caseReference }, circumstances);
  });
  if (restriction === null) throw notFound('restriction');
  return restriction;
};

/**
 * Lifts a restriction that somebody else proposed to lift less than 24 hours ago, from inside or outside the compartment
 * (access-model.md section 5: one `safeguarding` subject proposes, another confirms).
 * @throws AuthorityError FORBIDDEN (S3) for who proposed it; InputError CONFLICT without a proposal that waits; DependencyError
 * AUDIT_UNAVAILABLE, nothing is changed then
 */
export const confirmLiftRestriction = async (parts: RestrictionParts, personId: string, call: SignedCall): Promise<string> => {
  const area = requireArea(call);
  const circumstances = circumstancesOf(parts, call);
  await writeRestriction(parts, personId, async (before) => {
    const proposal = before === null ? null : openProposal(before, parts.now());
    if (before === null || proposal === null) {
      throw new InputError('CONFLICT', 'Expected a proposal to lift that is less than 24 hours old; propose it first.');
    }
    if (proposal.by === call.subject.id) throw new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: 'S3' });
    await recordChange(parts.log, call, { action: 'restriction.lift', personIds: [personId], resourceIds: [personId] });
    return lift(before, area, circumstances);
  });
  return personId;
};
