import { InputError, versionConflict } from '@resident-graph/service-kit';
import type { BookChange, WriteCircumstances } from './change-contact-book.ts';
import type { ContactBook, ContactPreference } from './contact-book.ts';

/** What an area says about contacting a person. */
export type ContactPreferenceFacts = Omit<ContactPreference, 'version' | 'lastModifiedAt'>;

/** A changed book in which the preference is what the change is about. */
export interface PreferenceChange extends BookChange {
  readonly preference: ContactPreference;
}

/** The version that a caller read: null when there was no preference. */
const assertPreferenceVersion = ({ preference }: ContactBook, expectedVersion: number | null): void => {
  const currentVersion = preference?.version ?? null;
  if (currentVersion === expectedVersion) return;
  if (currentVersion !== null && expectedVersion !== null) throw versionConflict(expectedVersion, currentVersion);
  throw new InputError(
    'VERSION_CONFLICT',
    currentVersion === null
      ? 'There is no preference yet. Leave `expectedVersion` out to set the first one.'
      : `A preference exists at version ${currentVersion}. Read it and repeat the change with its version in \`expectedVersion\`.`,
    { expectedVersion, currentVersion },
  );
};

const factsOf = ({ preferredChannel, timesToAvoid, doNotUseFor }: ContactPreferenceFacts): ContactPreferenceFacts => ({
  preferredChannel,
  timesToAvoid,
  doNotUseFor,
});

const isSame = (one: ContactPreferenceFacts, other: ContactPreferenceFacts): boolean =>
  JSON.stringify(factsOf(one)) === JSON.stringify(factsOf(other));

/**
 * Sets the whole preference of a book; the same again changes nothing.
 * @throws InputError VERSION_CONFLICT with both versions, null where there is none
 */
export const setPreferenceInBook = (
  before: ContactBook,
  { facts, expectedVersion }: { readonly facts: ContactPreferenceFacts; readonly expectedVersion: number | null },
  circumstances: WriteCircumstances,
): PreferenceChange => {
  assertPreferenceVersion(before, expectedVersion);
  if (before.preference !== null && isSame(before.preference, facts)) {
    return { before, book: before, preference: before.preference, events: [] };
  }
  const { at, correlationId, newId } = circumstances;
  const { targetId, area } = before;
  const version = (before.preference?.version ?? -1) + 1;
  const preference = { ...factsOf(facts), version, lastModifiedAt: at };
  return {
    before,
    book: { ...before, preference, version: before.version + 1 },
    preference,
    events: [{ id: newId(), type: 'ContactPreferenceSet', entityId: targetId, version, at, correlationId, targetId, area }],
  };
};
