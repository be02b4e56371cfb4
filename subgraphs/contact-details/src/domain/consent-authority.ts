import type { Subject } from '@resident-graph/policy';
import type { Consent, Objection } from './consent.ts';

/** As what somebody captures a consent. */
export type ConsentCapacity = 'OWNER' | 'RECIPIENT' | 'RESIDENT';

/** The subject, and the user for whom it calls: whatever is asked, both must be allowed it. */
const speakers = (subject: Subject): readonly Subject[] => (subject.onBehalfOf === null ? [subject] : [subject, subject.onBehalfOf]);

const everySpeaker = (subject: Subject, may: (speaker: Subject) => boolean): boolean => speakers(subject).every(may);

const isOwn = ({ kind, personId }: Subject, of: string): boolean => kind === 'resident' && personId === of;

const actsFor = ({ kind, actingArea }: Subject, areas: readonly (string | null)[]): boolean =>
  kind !== 'resident' && actingArea !== null && areas.includes(actingArea);

const staff: readonly string[] = ['officer', 'service', 'steward'];

/** Whether somebody sees consents for an area that they act for. */
export const isStaff = ({ kind }: Pick<Subject, 'kind'>): boolean => staff.includes(kind);

const maySee = (
  subject: Subject,
  { personId, areas }: { readonly personId: string; readonly areas: readonly (string | null)[] },
): boolean =>
  everySpeaker(
    subject,
    (speaker) => speaker.kind === 'governance' || isOwn(speaker, personId) || (isStaff(speaker) && actsFor(speaker, areas)),
  );

/** Whether a consent is shown: to source and recipient, to the resident, to governance. Source: access-model.md section 4. */
export const maySeeConsent = (subject: Subject, { personId, sourceArea, recipientArea }: Consent): boolean =>
  maySee(subject, { personId, areas: [sourceArea, recipientArea] });

/** Whether the ids that a consent names are shown as they are: to the area whose rows they are, and to governance. */
export const mayNameRowsOf = (subject: Subject, { sourceArea }: Consent): boolean =>
  everySpeaker(subject, (speaker) => speaker.kind === 'governance' || actsFor(speaker, [sourceArea]));

/** Whether an objection is shown: to the area it concerns and the one that captured it, to the resident, to governance. */
export const maySeeObjection = (subject: Subject, { personId, recipientArea, capturedByArea }: Objection): boolean =>
  maySee(subject, { personId, areas: [recipientArea, capturedByArea] });

/** Whether a consent of a recipient can be confirmed: by the owning area and the resident (access-model.md W7a). */
export const mayConfirmConsent = (subject: Subject, { personId, sourceArea }: Consent): boolean =>
  everySpeaker(subject, (speaker) => isOwn(speaker, personId) || actsFor(speaker, [sourceArea]));

/** Whether an objection can be withdrawn: by the area that captured it and the resident. */
export const mayWithdrawObjection = (subject: Subject, { personId, capturedByArea }: Objection): boolean =>
  everySpeaker(subject, (speaker) => isOwn(speaker, personId) || actsFor(speaker, [capturedByArea]));

/** As what a subject captures a consent between two areas; null when it is neither's. A service for a user has the lower of both. */
export const captureCapacity = (
  subject: Subject,
  { sourceArea, recipientArea }: Pick<Consent, 'sourceArea' | 'recipientArea'>,
): ConsentCapacity | null => {
  const capacities = speakers(subject).map((speaker): ConsentCapacity | null => {
    if (speaker.kind === 'resident') return 'RESIDENT';
    if (actsFor(speaker, [sourceArea])) return 'OWNER';
    return actsFor(speaker, [recipientArea]) ? 'RECIPIENT' : null;
  });
  if (capacities.includes(null)) return null;
  if (capacities.includes('RECIPIENT')) return 'RECIPIENT';
  return capacities.includes('OWNER') ? 'OWNER' : 'RESIDENT';
};
