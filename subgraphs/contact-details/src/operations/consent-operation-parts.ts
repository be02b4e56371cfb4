import { type Action, type Decision, permit, type Subject } from '@resident-graph/policy';
import type { ConsentEvent } from '@resident-graph/schema';
import {
  type AuditedAction,
  AuthorityError,
  type CursorCodec,
  groupBy,
  notFound,
  type PersonDirectory,
  type readIdempotency,
  type SignedCall,
} from '@resident-graph/service-kit';
import type { AccessLog } from '../domain/access-log.ts';
import type { RegisterChange } from '../domain/consent.ts';
import type { ContactDetailInBook } from '../domain/contact-book.ts';
import type { RestrictionSource } from '../domain/join-person-facts.ts';
import type { PersonGroups } from '../domain/person-groups.ts';
import type { Reading } from '../domain/read-rule.ts';
import type { ConsentStore } from '../store/consent-store.ts';
import { recordChange } from './record-change.ts';

/** What a consent that names details has to know of a row that the caller may see. */
export interface NameableRow {
  readonly detail: Pick<
    ContactDetailInBook,
    'id' | 'targetType' | 'targetId' | 'area' | 'relation' | 'subType' | 'isActive' | 'hasThirdPartyAgreed' | 'isWithheldFromSubject'
  >;
  readonly decision: Pick<Decision, 'outcome'>;
}

/** What the operations on consents and objections stand on. */
export interface ConsentOperationParts {
  readonly store: ConsentStore;
  /** The contact details as their readers see them. */
  readonly visible: { readonly findById: (ids: readonly string[], reading: Reading) => Promise<readonly NameableRow[]> };
  readonly persons: PersonDirectory;
  /** Where changes of consents go on record. */
  readonly log: AccessLog;
  /** Who is restricted. */
  readonly restrictions: RestrictionSource;
  /** Which ids of persons are joined. */
  readonly groups: PersonGroups;
  readonly now: () => number;
  readonly newId: () => string;
  /** Tells what an idempotency key counts for. */
  readonly readIdempotency: typeof readIdempotency;
  readonly cursors: CursorCodec;
  /** Called after every write that left an event. */
  readonly announce: () => void;
}

/** @throws AuthorityError FORBIDDEN, with the rule, for a subject that may not do this at all. */
export const assertPermitted = (subject: Subject, action: Action): void => {
  const { isPermitted, ruleId } = permit(subject, action);
  if (!isPermitted) throw new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId });
};

/** @throws InputError NOT_FOUND for an unknown person; DependencyError STORE_UNAVAILABLE when that cannot be known now. */
export const assertPersonExists = async (parts: ConsentOperationParts, personId: string, { correlationId }: SignedCall): Promise<void> => {
  const existing = await parts.persons.findExisting([personId], correlationId);
  if (!existing.has(personId)) throw notFound('person');
};

const auditedChanges: Readonly<Record<ConsentEvent['type'], AuditedAction>> = {
  ConsentCaptured: 'consent.capture',
  ConsentConfirmed: 'consent.confirm',
  ConsentRevoked: 'consent.revoke',
  ObjectionRecorded: 'objection.record',
  ObjectionWithdrawn: 'objection.withdraw',
};

const recordEvents = async (log: AccessLog, call: SignedCall, events: readonly ConsentEvent[]): Promise<void> => {
  for (const [type, ofType] of groupBy(events, (event) => event.type)) {
    await recordChange(log, call, {
      action: auditedChanges[type],
      personIds: [...new Set(ofType.map(({ personId }) => personId))],
      resourceIds: ofType.map(({ entityId }) => entityId),
      resourceAreas: ofType.map(({ sourceArea }) => sourceArea),
    });
  }
};

/**
 * Makes a change of a register until it is on record and written, reading anew whenever somebody else wrote first; answers what changed.
 * @throws DependencyError AUDIT_UNAVAILABLE; nothing was changed
 */
export const writeRegister = async <Changed>(
  parts: ConsentOperationParts,
  call: SignedCall,
  makeChange: () => Promise<RegisterChange<Changed>>,
): Promise<Changed> => {
  for (;;) {
    const change = await makeChange();
    await recordEvents(parts.log, call, change.events);
    if (!(await parts.store.save(change))) continue;
    if (change.events.length > 0) parts.announce();
    return change.changed;
  }
};
