import { type Actor, absentId, type Ground, pickPerson, pickRow } from './ground.ts';
import type { MutationCall } from './requests.ts';
import { idempotencyKey } from './values.ts';

const areas = ['housing', 'social-care', 'benefits', 'repairs'] as const;
const types = ['PHONE', 'EMAIL', 'ADDRESS'] as const;
const purposes = ['SERVICE_DELIVERY', 'SERVICE_DELIVERY', 'SERVICE_DELIVERY', 'STATUTORY_NOTICE', 'SAFEGUARDING'] as const;

/** What every consent needs and no question of this test turns on. */
export const formalities = {
  method: 'IN_PERSON',
  noticeId: 'sharing',
  noticeVersion: '3',
  noticeText: 'We share what you name with whom you name.',
  evidenceRef: 'case 4711',
} as const;

/** Milliseconds after the beginning of the run: before and after the operation, on the very instant, and long after. */
const ends = [300, 499, 500, 501, 3_000, 40_000, 86_400_000] as const;

/** The areas of a new consent: mostly the actor's own on one side. */
const sidesOf = ({ chance }: Ground, { caller, isCurious }: Actor): { readonly sourceArea: string; readonly recipientArea: string } => {
  const pickOther = (area: string): string => chance.pick(areas.filter((other) => other !== area));
  const own = caller.area === null || (isCurious && chance.is(0.1)) ? chance.pick(areas) : caller.area;
  const other = pickOther(own);
  return chance.is(0.65) ? { sourceArea: own, recipientArea: other } : { sourceArea: other, recipientArea: own };
};

const scopeOf = (ground: Ground, actor: Actor, sourceArea: string): object => {
  const { chance, population } = ground;
  if (chance.is(0.65) || (sourceArea !== actor.caller.area && !actor.isCurious && actor.caller.kind !== 'resident')) {
    return { types: [...new Set([chance.pick(types), chance.pick(types)])] };
  }
  const of = { ...actor, caller: { ...actor.caller, area: sourceArea } };
  const named = [pickRow(ground, of), ...(chance.is(0.4) ? [pickRow(ground, of)] : [])];
  // Under a consent that names it a twin would be seen whole.
  return { contactDetailIds: [...new Set(named.map(({ id }) => (population.twins.has(id) ? absentId : id)))] };
};

const capture = (ground: Ground, actor: Actor): MutationCall => {
  const { chance, census, startsAt } = ground;
  const sides = sidesOf(ground, actor);
  const scope = scopeOf(ground, actor, sides.sourceArea);
  const named = 'contactDetailIds' in scope && Array.isArray(scope.contactDetailIds) ? scope.contactDetailIds : [];
  const owner = census.rows.find(({ id, targetType }) => named.includes(id) && targetType === 'PERSON')?.targetId;
  const personId = owner ?? pickPerson(ground).id;
  const known = census.consents.filter((consent) => consent.personId === personId);
  const input = {
    personId,
    ...sides,
    ...scope,
    ...formalities,
    purpose: chance.pick(purposes),
    validUntil: new Date(startsAt + chance.pick(ends)).toISOString(),
    ...(known.length > 0 && chance.is(0.1) ? { supersedesId: chance.pick(known).id } : {}),
    ...(chance.is(0.3) ? { idempotencyKey: idempotencyKey(chance, ground.run) } : {}),
  };
  return { name: 'captureConsent', input };
};

/** A consent of the focus that concerns the actor's area, or for the curious any one or none. */
const pickConsent = ({ chance, census, focus }: Ground, { caller, isCurious }: Actor): string => {
  const near = census.consents.filter(({ personId }) => focus.some(({ id }) => id === personId));
  const own = near.filter(({ sourceArea, recipientArea }) => sourceArea === caller.area || recipientArea === caller.area);
  const among = own.length > 0 && (!isCurious || chance.is(0.6)) ? own : isCurious || caller.kind === 'resident' ? near : [];
  return among.length === 0 ? absentId : chance.pick(among).id;
};

const confirm = (ground: Ground, actor: Actor): MutationCall => {
  const pending = ground.census.consents.filter(({ pendingFor }) => pendingFor !== null && pendingFor === actor.caller.area);
  const id = pending.length > 0 && ground.chance.is(0.7) ? ground.chance.pick(pending).id : pickConsent(ground, actor);
  return { name: 'confirmConsent', input: { id } };
};

const revoke = (ground: Ground, actor: Actor): MutationCall => ({
  name: 'revokeConsent',
  input: ground.chance.is(0.75) ? { id: pickConsent(ground, actor) } : { personId: pickPerson(ground).id, method: 'PHONE_CALL' },
});

const object = (ground: Ground): MutationCall => ({
  name: 'recordObjection',
  input: { personId: pickPerson(ground).id, recipientArea: ground.chance.pick(areas) },
});

const withdraw = ({ chance, census }: Ground, { caller, isCurious }: Actor): MutationCall => {
  const own = census.objections.filter(({ capturedByArea }) => isCurious || caller.kind === 'resident' || capturedByArea === caller.area);
  return { name: 'withdrawObjection', input: { id: own.length === 0 ? absentId : chance.pick(own).id } };
};

/** Every mutation of consents and objections with how often it should be chosen. */
export const consentCalls: readonly (readonly [number, (ground: Ground, actor: Actor) => MutationCall])[] = [
  [12, capture],
  [4, confirm],
  [4, revoke],
  [3, object],
  [3, withdraw],
];
