import type { Decision } from './decide.ts';
import { type CapNumber, caps, grants } from './decision-table.ts';
import type { Audience, Reason } from './judged.ts';

/** What a sentence tells. */
interface Told {
  readonly decision: Decision;
  readonly reason: Reason;
  readonly audience: Audience;
  /** Whether the resident's own right decided, and not that of a service between. */
  readonly isOwnRecord: boolean;
}

const maskWords: Partial<Readonly<Record<CapNumber, string>>> = {
  4: 'it is a safe address, and the caller lacks the role `safe-address`',
  5: 'it is confidential, and the caller lacks the role `confidential`',
  6: "it is a third party's, who did not agree",
};

const grantWords = ({ grant }: Reason): string => grants.find(({ number }) => number === grant)?.words ?? '';
const capWords = ({ cap }: Reason): string => caps.find(({ number }) => number === cap)?.words ?? '';

const notes = ({ flags }: Decision): string =>
  [
    ...(flags.sharedUnder === undefined ? [] : [` The consent holds until ${flags.sharedUnder.validUntil}.`]),
    ...(flags.doNotUse === undefined ? [] : [' Its accuracy is disputed: it is to look at, not to use.']),
    ...(flags.flagged === undefined ? [] : [' The person objected to this area.']),
  ].join('');

const toResident = ({ decision: { outcome }, isOwnRecord }: Told): string => {
  if (outcome === 'HIDDEN') return 'This contact detail is not shown in this request.';
  const how = outcome === 'FULL' ? 'You see this contact detail in full' : 'You see this contact detail masked';
  if (!isOwnRecord) return `${how}, as far as the service through which you ask may see it.`;
  return outcome === 'FULL'
    ? `${how}, because it is on your own record.`
    : `${how}, because it is somebody else's, who did not agree that you see it.`;
};

/** A decision in one or a few plain sentences; it names rules and circumstances, never a value. */
export const sentenceOf = (told: Told): string => {
  const { decision, reason, audience } = told;
  if (audience === 'resident') return toResident(told);
  const { outcome } = decision;
  if (outcome === 'FULL') return `This contact detail is shown in full: it is ${grantWords(reason)}.${notes(decision)}`;
  if (outcome === 'MASK') {
    const why = reason.cap === null ? `it is ${grantWords(reason)}` : (maskWords[reason.cap] ?? `it is ${capWords(reason)}`);
    return `This contact detail is shown masked: ${why}.`;
  }
  if (audience !== 'governance') return 'This contact detail is hidden: nothing opens it to this caller in this request.';
  if (reason.cap === null) return 'This contact detail is hidden: no grant opens it to this caller.';
  return `This contact detail is hidden: it is ${grantWords(reason)}, but ${capWords(reason)}.`;
};
