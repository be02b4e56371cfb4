import { accountabilityChanges, lookChange, opened } from './accountability-changes.ts';
import { readsRecord, residentWriter, type TestCaller, writers } from './callers.ts';
import { consentCalls } from './consent-calls.ts';
import { detailCalls } from './detail-calls.ts';
import { type Actor, absentId, type Ground, isAboutOpenings, isAboutPersons, pickPerson } from './ground.ts';
import { type IngestedDetail, ingestDetails } from './imports.ts';
import { equalityChange, extendedChange, restrictedEqualityChange } from './person-changes.ts';
import { as, type Request, toRequest, valueAt } from './requests.ts';
import { addressOf, detailInput, idempotencyKey, streets } from './values.ts';
import type { Answer } from './world.ts';

/** A change that somebody entitled makes: a request, and one that rests on its answer. */
export interface Change {
  readonly request: Request;
  readonly next?: (answer: Answer) => Request | null;
}

const importedAreas = ['housing', 'social-care', 'repairs', 'council-tax', 'benefits'] as const;

/** Writers, mostly of other areas than the caller's. */
const pickWriter = ({ chance }: Ground, caller: TestCaller): TestCaller => {
  const others = writers.filter(({ area }) => area !== caller.area);
  return chance.pick(chance.is(0.82) ? others : writers);
};

const asWriter = (caller: TestCaller): Actor => ({ caller, isCurious: false, isHistoryHidden: false, asksRecord: false });

const detailChange = (ground: Ground, caller: TestCaller): Change => {
  const writer = pickWriter(ground, caller);
  return { request: toRequest(writer, ground.chance.weigh(detailCalls)(ground, asWriter(writer))) };
};

/** A row that is marked as soon as it is there: what a consent by type would show in between, nobody asks for. */
const markedRow = (ground: Ground, caller: TestCaller): Change => {
  const { chance, run } = ground;
  const writer = pickWriter(ground, caller);
  const { id: targetId } = pickPerson(ground);
  const input = { targetId, ...detailInput(chance), isDefault: false, idempotencyKey: `marked-${run}` };
  const isDisputed = chance.is(0.35);
  return {
    request: toRequest(writer, { name: 'recordContactDetail', input }),
    next: (answer) => {
      const id = valueAt(answer, 'recordContactDetail', 'contactDetail', 'id');
      if (typeof id !== 'string') return null;
      return isDisputed
        ? toRequest(writer, { name: 'disputeContactDetail', input: { id, reason: 'Said to be out of date.' } })
        : toRequest(writer, { name: 'markSensitivity', input: { id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' } });
    },
  };
};

const withheldRow = (ground: Ground): Change => {
  const { chance, run } = ground;
  const writer = writers.find(({ mayWithhold }) => mayWithhold) ?? residentWriter;
  const isAddress = chance.is(0.4);
  const detail = isAddress
    ? { contactType: 'ADDRESS', subType: 'CORRESPONDENCE_ADDRESS', address: addressOf(chance), isDefault: false }
    : { ...detailInput(chance), isDefault: false };
  const input = { targetId: pickPerson(ground).id, ...detail, idempotencyKey: `withheld-${run}` };
  return {
    request: toRequest(writer, { name: 'recordContactDetail', input }),
    next: (answer) => {
      const id = valueAt(answer, 'recordContactDetail', 'contactDetail', 'id');
      if (typeof id !== 'string') return null;
      return toRequest(writer, { name: 'withholdFromSubject', input: { id, isWithheld: true, reason: 'Safety of the household.' } });
    },
  };
};

const consentChange = (ground: Ground, caller: TestCaller): Change => {
  const isResident = ground.chance.is(0.15);
  const writer = isResident ? residentWriter : pickWriter(ground, caller);
  return { request: toRequest(writer, ground.chance.weigh(consentCalls)(ground, asWriter(writer))) };
};

/** One consent's way from the recipient's capture to the owner's confirmation. */
const confirmedConsent = (ground: Ground): Change => {
  const { chance, run, startsAt } = ground;
  const [source, recipient] = chance.shuffle(writers.filter(({ mayCaptureConsent }) => mayCaptureConsent));
  const [owner, capturer] = [source ?? residentWriter, recipient ?? residentWriter];
  const call = consentCalls[0]?.[1](ground, asWriter(capturer));
  const { contactDetailIds: _named, supersedesId: _old, ...input } = { contactDetailIds: null, supersedesId: null, ...call?.input };
  return {
    request: toRequest(capturer, {
      name: 'captureConsent',
      input: {
        ...input,
        types: ['PHONE'],
        sourceArea: owner.area,
        recipientArea: capturer.area,
        validUntil: new Date(startsAt + 60_000).toISOString(),
        idempotencyKey: `consent-${run}`,
      },
    }),
    next: (answer) => {
      const id = valueAt(answer, 'captureConsent', 'consent', 'id');
      return typeof id === 'string' && chance.is(0.6) ? toRequest(owner, { name: 'confirmConsent', input: { id } }) : null;
    },
  };
};

const newItem = (ground: Ground, area: string | null): IngestedDetail => {
  const { chance, run } = ground;
  return {
    sourceId: `${run}-${chance.upTo(1_000)}`,
    targetId: pickPerson(ground).id,
    area,
    isActive: chance.is(0.7),
    input: detailInput(chance),
  };
};

const importChange = (ground: Ground, caller: TestCaller): Change => {
  const { chance } = ground;
  const areas = importedAreas.filter((area) => area !== caller.area);
  const item = newItem(ground, chance.is(0.25) ? null : chance.pick(areas));
  return { request: ingestDetails([{ ...item, sourceId: chance.is(0.4) ? `again-${item.targetId}` : item.sourceId }]) };
};

/** A third party's row without an area: not even stewards see it. */
const triageChange = (ground: Ground): Change => {
  const item = newItem(ground, null);
  return { request: ingestDetails([{ ...item, input: { ...item.input, relation: 'CARER' } }]) };
};

/** Five phones or emails of a target that an area holds or no longer holds: as many as one area may have. */
const fillOrFree = (ground: Ground, caller: TestCaller): Change => {
  const { chance, census } = ground;
  const area = chance.pick(importedAreas.filter((other) => other !== caller.area));
  const { id: targetId } = pickPerson(ground);
  const contactType = chance.is(0.4) ? 'PHONE' : 'EMAIL';
  const sourceIds = [1, 2, 3, 4, 5].map((place) => `five-${contactType}-${targetId}-${area}-${place}`);
  const isActive = !census.rows.some((row) => row.isActive && row.source?.key === `test/${sourceIds[0]}`);
  const items = sourceIds.map((sourceId, place): IngestedDetail => {
    const input =
      contactType === 'PHONE'
        ? ({ contactType, subType: 'MOBILE', value: `+44 20 7946 0${900 + place}`, isDefault: false } as const)
        : ({ contactType, subType: 'PERSONAL', value: `five${place}@example.org`, isDefault: false } as const);
    return { sourceId, targetId, area, isActive, input };
  });
  return { request: ingestDetails(items) };
};

/** A historic row of the caller's own area, which counts as hidden where nobody asks for history. */
const ownHistory = (ground: Ground, caller: TestCaller): Change => ({
  request: ingestDetails([{ ...newItem(ground, caller.area), isActive: false }]),
});

/** A key that the caller uses too, under another name or in another area. */
const sharedKey = (ground: Ground, caller: TestCaller): Change => {
  const { chance, run } = ground;
  const writer = pickWriter(ground, caller);
  const input = { targetId: pickPerson(ground).id, ...detailInput(chance), idempotencyKey: idempotencyKey(chance, run) };
  return { request: toRequest(writer, { name: 'recordContactDetail', input }) };
};

const personChange = (ground: Ground, caller: TestCaller): Change => {
  const { chance } = ground;
  const others = ground.population.persons.filter(({ id }) => id !== caller.personId);
  const id = others.length === 0 ? absentId : chance.pick(others).id;
  const input = { id, expectedVersion: chance.upTo(3), placeOfBirth: chance.pick(streets) };
  return { request: toRequest(writers[0] ?? residentWriter, { name: 'amendPerson', input }) };
};

/** An organisation's name is everybody's who sees contact details at all. */
const organisationChange = (ground: Ground): Change => {
  const { chance, population } = ground;
  const id = population.organisations[0]?.id ?? absentId;
  const input = { id, expectedVersion: chance.upTo(2), organisationType: chance.pick(['LANDLORD', 'CHARITY']) };
  return { request: toRequest(writers[0] ?? residentWriter, { name: 'amendOrganisation', input }) };
};

/** Something of a person besides contact details that is hidden from the caller, now and then. */
const personRecordChange = (ground: Ground, caller: TestCaller): Change | null => {
  const { chance } = ground;
  if (chance.is(isAboutPersons(ground) ? 0.5 : 0.08)) return extendedChange(ground, caller);
  if (caller.persona === 'data-analyst' ? chance.is(0.6) : !caller.seesEquality && chance.is(0.08)) return equalityChange(ground, caller);
  return caller.seesEquality && !caller.maySafeguard && chance.is(0.08) ? restrictedEqualityChange(ground, caller) : null;
};

/** What changes are made for. */
export interface ChangeOccasion {
  readonly caller: TestCaller;
  readonly isHistoryHidden: boolean;
  readonly asksRecord: boolean;
}

/** A change by chance, made by somebody entitled; mostly one that is hidden from the caller. */
export const makeChange = (ground: Ground, { caller, isHistoryHidden, asksRecord }: ChangeOccasion): Change => {
  const { chance } = ground;
  const isReader = caller.kind === 'officer' || caller.kind === 'service' || caller.kind === 'steward';
  if (asksRecord && readsRecord(caller) && chance.is(0.5)) return lookChange(ground);
  if (isReader && isAboutOpenings(ground) && chance.is(0.8)) return opened(ground);
  if (isHistoryHidden && caller.area !== null && chance.is(0.5)) return ownHistory(ground, caller);
  const ofPerson = personRecordChange(ground, caller);
  if (ofPerson !== null) return ofPerson;
  if (!caller.seesPersons && chance.is(0.12)) return personChange(ground, caller);
  if (!isReader && chance.is(0.08)) return organisationChange(ground);
  if (caller.kind === 'steward' && chance.is(0.5)) return triageChange(ground);
  if (caller.kind === 'resident' && chance.is(0.4)) return withheldRow(ground);
  const kinds: readonly (readonly [number, (from: Ground, of: TestCaller) => Change])[] = [
    [42, detailChange],
    [12, markedRow],
    [4, withheldRow],
    [9, sharedKey],
    [14, consentChange],
    [7, endedConsent],
    [5, confirmedConsent],
    [13, importChange],
    [12, fillOrFree],
  ];
  return chance.weigh([...kinds, ...accountabilityChanges])(ground, caller);
};

/** A consent to the caller's area ends that was active just now. */
const endedConsent = (ground: Ground, caller: TestCaller): Change => {
  const { chance, census, focus, asksAt } = ground;
  const active = census.consents.filter(
    (consent) =>
      consent.recipientArea === caller.area &&
      consent.revocation === null &&
      consent.pendingFor === null &&
      asksAt < Date.parse(consent.validUntil) &&
      focus.some(({ id }) => id === consent.personId),
  );
  const id = active.length === 0 ? absentId : chance.pick(active).id;
  return { request: toRequest(writers[0] ?? residentWriter, { name: 'revokeConsent', input: { id } }) };
};

/** The question of somebody who has just written, mostly: its answer holds cursors that are not the caller's. */
export const foreignPages = (ground: Ground, caller: TestCaller, made: readonly Request[]): Request => {
  const readers = writers.filter(({ area, persona }) => area !== caller.area || persona !== caller.persona);
  const busy = readers.filter(({ persona }) => made.some((request) => request.persona === persona));
  const reader = ground.chance.pick(busy.length === 0 ? readers : busy);
  return {
    ...as(reader),
    document: `query ($id: ID!) { person(id: $id) { contactDetailHistory(first: 3) { edges { cursor } } }
      notices(first: 1) { edges { cursor } } consentsToConfirm(first: 2) { edges { cursor } } }`,
    variables: { id: ground.chance.pick(ground.focus).id },
  };
};
