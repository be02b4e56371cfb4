import { isResidentSpeaking, type Subject } from '@resident-graph/policy';
import { type Connection, type PageArguments, type SignedCall, toConnection } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import { type Consent, type ConsentRegister, consentStatus, type Objection } from '../domain/consent.ts';
import { isStaff, maySeeConsent, maySeeObjection } from '../domain/consent-authority.ts';
import { assertPermitted, type ConsentOperationParts } from './consent-operation-parts.ts';
import { cursorSubjectOf } from './cursor-subject.ts';
import { byCapture, newestFirst, positionOf } from './order-of-capture.ts';
import { showConsents } from './show-consents.ts';

/** Most consents, and most objections, of one person in one answer. */
const maximumItems = 100;

/** The consents and objections that a caller may see. */
export interface ConsentReads {
  /** Those of all joined ids, newest first, at most 100; empty for a person of whom the caller may see none. */
  consentsOf(personId: string, call: SignedCall): Promise<readonly Consent[]>;
  /** Those of all joined ids, newest first, at most 100; empty for a person of whom the caller may see none. */
  objectionsOf(personId: string, call: SignedCall): Promise<readonly Objection[]>;
  /** What waits for the acting area to confirm it, oldest first; what has expired meanwhile waits no longer. */
  consentsToConfirm(page: PageArguments, call: SignedCall): Promise<Connection<Consent>>;
}

/**
 * Binds the reads to what they stand on. Persons that are asked about at once are read at once, and nothing is remembered: what an
 * earlier mutation of the same request did counts.
 */
export const createConsentReads = (
  parts: Pick<ConsentOperationParts, 'store' | 'visible' | 'cursors' | 'now' | 'groups'>,
): ConsentReads => {
  const { store, cursors, now } = parts;
  const loaders = new Map<string | null, DataLoader<string, ConsentRegister>>();
  const registersFor = (subject: Subject): DataLoader<string, ConsentRegister> => {
    // What concerns other areas only is not read, so it takes no time that would tell of it. Source: access-model.md L14.
    const area = isStaff(subject) ? (subject.actingArea ?? '') : null;
    const loader = loaders.get(area) ?? new DataLoader((personIds) => store.getRegisters(personIds, area), { cache: false });
    loaders.set(area, loader);
    return loader;
  };
  const groupLoader = new DataLoader<string, readonly string[]>(
    async (personIds) => {
      const groups = await parts.groups.groupsOf(personIds);
      return personIds.map((id) => groups.get(id) ?? [id]);
    },
    { cache: false },
  );
  const registersOf = async (personId: string, subject: Subject): Promise<readonly ConsentRegister[]> => {
    const personIds = isResidentSpeaking(subject) ? [personId] : await groupLoader.load(personId);
    return Promise.all(personIds.map((id) => registersFor(subject).load(id)));
  };
  return {
    consentsOf: async (personId, { subject }) => {
      const consents = (await registersOf(personId, subject)).flatMap((register) => register.consents);
      return showConsents(
        parts,
        subject,
        newestFirst(consents.filter((consent) => maySeeConsent(subject, consent))).slice(0, maximumItems),
      );
    },
    objectionsOf: async (personId, { subject }) => {
      const objections = (await registersOf(personId, subject)).flatMap((register) => register.objections);
      return newestFirst(objections.filter((objection) => maySeeObjection(subject, objection))).slice(0, maximumItems);
    },
    consentsToConfirm: async (page, { subject }) => {
      assertPermitted(subject, 'consent.queue');
      const area = subject.actingArea;
      const pending = area === null ? [] : await store.findPending(area);
      const waiting = pending
        .filter((consent) => consentStatus(consent, now()) === 'PENDING' && maySeeConsent(subject, consent))
        .toSorted((one, other) => byCapture(one, positionOf(other)));
      return toConnection(waiting, page, {
        cursors,
        binding: { subjectId: cursorSubjectOf(subject), area, filter: 'consentsToConfirm' },
        positionOf,
        compare: byCapture,
      });
    },
  };
};
