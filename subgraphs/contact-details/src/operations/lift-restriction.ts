import { isInsideCompartment } from '@resident-graph/policy';
import { AuthorityError, InputError, notFound, outsideCompartment, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { LiftRestrictionInput } from '../__generated__/schema-types.ts';
import { findGroup } from '../domain/person-groups.ts';
import { lift, openProposal, proposeLift, type Restriction } from '../domain/restriction.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { recordChange } from './record-change.ts';
import { requireArea } from './require-area.ts';
import { type RestrictionParts, readRestrictionReason, writeRestriction } from './restriction-parts.ts';

/**
 * Whose restrictions are meant: of an id that was merged away and is restricted itself that one; otherwise all that hold of the group, each
 * by its id, the survivor's first. Source: access-model.md W11.
 */
const findMeant = async (parts: RestrictionParts, personId: string, call: SignedCall): Promise<readonly string[]> => {
  const { personIds, survivorId } = await findGroup(parts, personId, call);
  const active = await parts.store.findActive(personIds);
  if (personId !== survivorId && active.has(personId)) return [personId];
  return personIds.filter((id) => active.has(id));
};

/**
 * Proposes to lift a restriction, of a person whose ids are joined each that holds; while a proposal waits, doing it again changes nothing (access-model.md section 5).
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
  const meant = await findMeant(parts, personId, call);
  for (const active of (await parts.store.findActive(meant)).values()) {
    if (!isInsideCompartment(call.subject, active.compartment)) throw outsideCompartment();
  }
  const proposed: Restriction[] = [];
  for (const id of meant) {
    const restriction = await writeRestriction(parts, id, async (before) => {
      if (before?.isActive !== true) throw notFound('restriction');
      if (!isInsideCompartment(call.subject, before.compartment)) throw outsideCompartment();
      if (openProposal(before, parts.now()) !== null) return null;
      await recordChange(parts.log, call, { action: 'restriction.propose-lift', personIds: [id], resourceIds: [id] });
      return proposeLift(before, { area, reason, caseReference: call.subject.caseReference }, circumstances);
    });
    if (restriction !== null) proposed.push(restriction);
  }
  const [first] = proposed;
  if (first === undefined) throw notFound('restriction');
  return first;
};

const ownProposal = (): AuthorityError => new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: 'S3' });

/**
 * Lifts a restriction, of a person whose ids are joined each that holds, that somebody else proposed to lift less than 24 hours ago, from inside or outside the compartment
 * (access-model.md section 5: one `safeguarding` subject proposes, another confirms).
 * @throws AuthorityError FORBIDDEN (S3) for who proposed it; InputError CONFLICT without a proposal that waits; DependencyError
 * AUDIT_UNAVAILABLE, nothing is changed then
 */
export const confirmLiftRestriction = async (parts: RestrictionParts, personId: string, call: SignedCall): Promise<string> => {
  const area = requireArea(call);
  const circumstances = circumstancesOf(parts, call);
  const meant = await findMeant(parts, personId, call);
  const proposals = [...(await parts.store.findActive(meant)).values()].map((active) => openProposal(active, parts.now()));
  const noProposal = (): InputError =>
    new InputError('CONFLICT', 'Expected a proposal to lift that is less than 24 hours old; propose it first.');
  // One that was not proposed holds: the person would stay restricted, and whoever confirms would not know.
  if (proposals.length === 0 || proposals.includes(null)) throw noProposal();
  if (proposals.some((proposal) => proposal?.by === call.subject.id)) throw ownProposal();
  for (const id of meant) {
    await writeRestriction(parts, id, async (before) => {
      const proposal = before === null ? null : openProposal(before, parts.now());
      if (before === null || proposal === null) throw noProposal();
      if (proposal.by === call.subject.id) throw ownProposal();
      await recordChange(parts.log, call, { action: 'restriction.lift', personIds: [id], resourceIds: [id] });
      return lift(before, area, circumstances);
    });
  }
  return personId;
};
