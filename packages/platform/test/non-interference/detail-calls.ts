import type { Chance } from './chance.ts';
import { type Actor, absentId, absentRow, type Ground, pickPerson, pickRow, pickTarget, type RowReference } from './ground.ts';
import type { MutationCall } from './requests.ts';
import { addressOf, descriptions, detailInput, idempotencyKey, pickValue, twinValues } from './values.ts';

const uses = ['SERVICE_DELIVERY', 'STATUTORY_NOTICE', 'EMERGENCY'] as const;
const days = ['MONDAY', 'TUESDAY', 'SATURDAY'] as const;
const channels = ['PHONE', 'EMAIL', 'ADDRESS'] as const;

/** Now and then one too high. */
const versionOf = (chance: Chance, { version }: RowReference): number => (chance.is(0.9) ? version : version + 1);

const withKey = (ground: Ground): { readonly idempotencyKey?: string } =>
  ground.chance.is(0.5) ? { idempotencyKey: idempotencyKey(ground.chance, ground.run) } : {};

const isTwinValue = (value: string): boolean => value.replaceAll(/\D/gu, '').endsWith('11') || value.startsWith('g');

type Recorded = { readonly targetId: string; readonly targetType: string } & Readonly<Record<string, unknown>>;

/** Somebody else's value, or one more of a kind that somebody has just recorded: what duplicates and limits would tell of. */
const recordLikeOthers = (ground: Ground): Recorded | null => {
  const { chance, census, focus } = ground;
  // The newest are those that a hidden change has just made.
  const near = census.rows.filter(
    (row) => row.isActive && row.contactType !== 'ADDRESS' && !isTwinValue(row.value) && focus.some(({ id }) => id === row.targetId),
  );
  const { targetId, targetType, contactType, value } = chance.is(0.7) ? (near.at(-1) ?? absentRow) : chance.pick([absentRow, ...near]);
  if (targetId === absentId || contactType === 'ADDRESS') return null;
  const subType = contactType === 'PHONE' ? 'MOBILE' : 'PERSONAL';
  return { targetId, targetType, contactType, subType, value: chance.is(0.5) ? value : pickValue(chance, contactType), isDefault: false };
};

const recordAny = (ground: Ground): Recorded => {
  const { chance } = ground;
  const { id: targetId, type: targetType } = pickTarget(ground);
  if (chance.is(0.03)) return { targetId, targetType, contactType: 'PHONE', subType: 'PERSONAL', value: 'none', isDefault: false };
  return { targetId, targetType, ...detailInput(chance, targetType !== 'PERSON') };
};

const record = (ground: Ground, { caller, isCurious }: Actor): MutationCall => {
  const { chance } = ground;
  const input = (chance.is(isCurious ? 0.6 : 0.3) ? recordLikeOthers(ground) : null) ?? recordAny(ground);
  const [team] = caller.teams;
  const forTeam = team !== undefined && chance.is(0.3) ? { team } : {};
  return { name: 'recordContactDetail', input: { ...input, ...forTeam, ...withKey(ground) } };
};

const replace = (ground: Ground, actor: Actor): MutationCall => {
  const { chance } = ground;
  const row = pickRow(ground, actor, ({ isActive }) => isActive);
  const value = row.contactType === 'ADDRESS' ? { address: addressOf(chance) } : { value: pickValue(chance, row.contactType) };
  return { name: 'replaceContactDetail', input: { id: row.id, expectedVersion: versionOf(chance, row), ...value, ...withKey(ground) } };
};

const amend = (ground: Ground, actor: Actor): MutationCall => {
  const { chance } = ground;
  const row = pickRow(ground, actor);
  const kind = chance.upTo(10);
  const change =
    kind < 5 ? { description: chance.pick(descriptions) } : kind < 8 ? { isDefault: chance.is(0.7) } : { isActive: !row.isActive };
  return { name: 'amendContactDetail', input: { id: row.id, expectedVersion: versionOf(chance, row), ...change } };
};

const mark = (ground: Ground, actor: Actor): MutationCall => {
  const { chance, population } = ground;
  const isActive = (row: RowReference): boolean => row.isActive;
  const row = pickRow(ground, actor, chance.is(0.3) ? ({ contactType }) => contactType === 'ADDRESS' : isActive);
  // What is lowered shows its value to whoever lowered it, and that of a twin is another one in each world.
  const isLowered = !population.twins.has(row.id) && row.sensitivity !== 'STANDARD' && chance.is(0.3);
  const raised = row.contactType === 'ADDRESS' && chance.is(0.5) ? 'SAFE_ADDRESS' : 'CONFIDENTIAL';
  const sensitivity = isLowered ? 'STANDARD' : row.sensitivity === 'SAFE_ADDRESS' ? 'SAFE_ADDRESS' : raised;
  const reason = isLowered ? { reason: 'No longer needed.' } : {};
  return { name: 'markSensitivity', input: { id: row.id, expectedVersion: versionOf(chance, row), sensitivity, ...reason } };
};

const setDeliveryState = (ground: Ground, actor: Actor): MutationCall => {
  const { chance } = ground;
  const row = pickRow(ground, actor);
  const failed = { PHONE: 'DISCONNECTED', EMAIL: 'BOUNCED', ADDRESS: 'RETURNED' } as const;
  const state = chance.is(0.5) ? 'VERIFIED' : failed[row.contactType];
  return { name: 'setDeliveryState', input: { id: row.id, expectedVersion: versionOf(chance, row), state } };
};

const byId =
  (name: string, input: Readonly<Record<string, unknown>>, wanted?: (row: RowReference) => boolean) =>
  (ground: Ground, actor: Actor): MutationCall => ({ name, input: { id: pickRow(ground, actor, wanted).id, ...input } });

const setPreference = (ground: Ground, { caller }: Actor): MutationCall => {
  const { chance, census } = ground;
  const { id: personId } = pickPerson(ground);
  const known = census.preferences.find(({ targetId, area }) => targetId === personId && area === caller.area)?.preference ?? null;
  const input = {
    personId,
    ...(known === null ? {} : { expectedVersion: known.version }),
    ...(chance.is(0.7) ? { preferredChannel: chance.pick(channels) } : {}),
    timesToAvoid: chance.is(0.5) ? [{ days: [chance.pick(days)], from: '09:00', until: '12:00' }] : [],
    doNotUseFor: chance.is(0.5) ? [{ contactType: chance.pick(channels), purpose: chance.pick(uses) }] : [],
  };
  return { name: 'setContactPreference', input };
};

const acknowledge = ({ chance, census }: Ground, { caller, isCurious }: Actor): MutationCall => {
  const notices = census.notices.filter(({ area }) => isCurious || area === caller.area);
  return { name: 'acknowledgeNotice', input: { id: notices.length === 0 ? absentId : chance.pick(notices).notice.id } };
};

const withhold = (ground: Ground, actor: Actor): MutationCall => ({
  name: 'withholdFromSubject',
  input: { id: pickRow(ground, actor).id, isWithheld: ground.chance.is(0.75), reason: 'Safety of the household.' },
});

const publish = (ground: Ground, actor: Actor): MutationCall => ({
  name: 'publishOrganisationDetail',
  input: { id: pickRow(ground, actor, ({ targetType }) => targetType === 'ORGANISATION').id, isPublic: ground.chance.is(0.6) },
});

const agree = (ground: Ground, actor: Actor): MutationCall => ({
  name: 'recordThirdPartyAgreement',
  input: {
    id: pickRow(ground, actor).id,
    ...(ground.chance.is(0.7) ? { hasAgreed: true, evidenceRef: 'case 4711' } : { hasAgreed: false }),
  },
});

/** The value that another area has recorded last, once more. */
export const recordAgain = (ground: Ground, { caller }: Actor): MutationCall | null => {
  const row = ground.census.rows.findLast(
    ({ area, isActive, contactType, targetId, value }) =>
      area !== caller.area &&
      isActive &&
      contactType !== 'ADDRESS' &&
      !isTwinValue(value) &&
      ground.focus.some(({ id }) => id === targetId),
  );
  if (row === undefined) return null;
  const { targetId, targetType, contactType, value } = row;
  const subType = contactType === 'PHONE' ? 'MOBILE' : 'PERSONAL';
  return { name: 'recordContactDetail', input: { targetId, targetType, contactType, subType, value, isDefault: false } };
};

/** Every mutation of contact details with how often it should be chosen. */
export const detailCalls: readonly (readonly [number, (ground: Ground, actor: Actor) => MutationCall])[] = [
  [38, record],
  [9, replace],
  [13, amend],
  [10, byId('retireContactDetail', {})],
  [9, mark],
  [4, setDeliveryState],
  [6, byId('disputeContactDetail', { reason: 'Said to be out of date.' }, ({ isActive }) => isActive)],
  [3, byId('resolveDispute', { resolution: 'Checked with the person.' })],
  [3, agree],
  [4, withhold],
  [4, publish],
  [6, setPreference],
  [2, acknowledge],
];

/** Looks a twin's value up, now and then. */
export const twinLookup = (chance: Chance): { readonly type: 'PHONE' | 'EMAIL'; readonly value: string } => {
  const type = chance.is(0.5) ? 'PHONE' : 'EMAIL';
  return { type, value: chance.pick(twinValues[type]) };
};
