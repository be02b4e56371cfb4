import { type Action, type Decision, permit, type Subject } from '@resident-graph/policy';
import {
  AuthorityError,
  type CursorCodec,
  notFound,
  type PersonDirectory,
  type readIdempotency,
  type SignedCall,
} from '@resident-graph/service-kit';
import type { RegisterChange } from '../domain/consent.ts';
import type { ContactDetailInBook } from '../domain/contact-book.ts';
import type { Reading } from '../domain/read-rule.ts';
import type { ConsentStore } from '../store/consent-store.ts';

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

/** Makes a change of a register until it is written, reading anew whenever somebody else wrote first; answers what changed. */
export const writeRegister = async <Changed>(
  parts: ConsentOperationParts,
  makeChange: () => Promise<RegisterChange<Changed>>,
): Promise<Changed> => {
  for (;;) {
    const change = await makeChange();
    if (!(await parts.store.save(change))) continue;
    if (change.events.length > 0) parts.announce();
    return change.changed;
  }
};
