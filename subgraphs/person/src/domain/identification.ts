import { type ProblemCollector, readRequiredText, readText } from '@resident-graph/service-kit';
import type { IdentificationType, IdentificationTypeInput } from '../__generated__/schema-types.ts';

/** A document that a person identified themselves with. Source: person seed, `identification`. */
export interface Identification {
  readonly id: string;
  readonly type: IdentificationType;
  /** The document's number, whole. */
  readonly value: string;
  readonly originalSeen: boolean;
  /** Where a copy is kept, https. */
  readonly documentLink: string | null;
  /** The instant, ISO 8601. */
  readonly recordedAt: string;
}

/** A document as one caller is shown it. */
export interface ShownIdentification extends Identification {
  readonly isMasked: boolean;
}

/** Most documents of one person. */
export const maximumIdentifications = 20;

/** What may be sent of a document. */
export interface LooseIdentification {
  readonly type: IdentificationTypeInput;
  readonly value: string;
  readonly originalSeen?: boolean | null | undefined;
  readonly documentLink?: string | null | undefined;
}

/** A value under five characters would be told by its last three. */
const valueRule = { path: 'value', minimumLength: 5, maximumLength: 50, expected: "the document's number" };
const linkLength = 500;

const isPlainHttps = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
};

const readLink = (sent: string | null | undefined, problems: ProblemCollector): string | null => {
  const link = readText(sent, { path: 'documentLink', maximumLength: linkLength }, problems);
  if (link !== null && !isPlainHttps(link)) {
    problems.add('documentLink', 'INVALID_FORMAT', 'Expected an https address without a user name or password in it.');
  }
  return link;
};

/**
 * Reads a document to record; null when its type has its place elsewhere, which is a problem as any other. Problems: REQUIRED, TOO_SHORT,
 * TOO_LONG, W42, INVALID_FORMAT, RECORDED_ELSEWHERE. Source: domain-write.md section 2.2 and access-model.md section 8.
 */
export const readIdentification = (
  sent: LooseIdentification,
  made: { readonly id: string; readonly at: string },
  problems: ProblemCollector,
): Identification | null => {
  const { type } = sent;
  if (type === 'NI') {
    problems.add(
      'type',
      'RECORDED_ELSEWHERE',
      'Expected another type. A national insurance number belongs to the equality information: use recordEqualityInformation.',
    );
  }
  const value = readRequiredText(sent.value, valueRule, problems);
  const documentLink = readLink(sent.documentLink, problems);
  return type === 'NI' ? null : { id: made.id, type, value, originalSeen: sent.originalSeen ?? false, documentLink, recordedAt: made.at };
};

/** A shape of one length, whatever is behind it. Source: access-model.md section 6, "Masks have fixed shapes". */
const maskOf = (value: string): string => `•••${[...value].slice(-3).join('')}`;

/** A document as it is shown with or without `identity:read`. */
export const showIdentification = (identification: Identification, isWhole: boolean): ShownIdentification => ({
  ...identification,
  value: isWhole ? identification.value : maskOf(identification.value),
  isMasked: !isWhole,
});
