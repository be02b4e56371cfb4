import {
  badUserInput,
  type Connection,
  type ConnectionRules,
  type PageArguments,
  ProblemCollector,
  type SignedCall,
  toConnection,
} from '@resident-graph/service-kit';
import type { ContactType } from '../__generated__/schema-types.ts';
import type { BookNotice, ContactPreference, DetailChange } from '../domain/contact-book.ts';
import { assessContactability, type Contactability } from '../domain/contactability.ts';
import { lookupTextOf, toLookupKey } from '../domain/lookup-keys.ts';
import { findDefault, ownRows } from '../domain/own-defaults.ts';
import type { Reading } from '../domain/read-rule.ts';
import { ofTargetType, type VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { comparePositions } from './compare-positions.ts';
import { cursorSubjectOf } from './cursor-subject.ts';
import type { OperationParts } from './operation-parts.ts';

/** Most rows that one value finds. Source: SDL, `findByContact`. */
const maximumFound = 100;

/** Who reads, with the loaders of the request, so that persons that are asked about at once are read at once. */
export interface ContactReader extends SignedCall {
  readonly loaders: {
    readonly detailsByTarget: (includeHistoric: boolean) => { load(targetId: string): Promise<readonly VisibleContactDetail[]> };
    readonly preferenceByPerson: { load(personId: string): Promise<ContactPreference | null> };
  };
}

/** One change of a row, with the row as it is now. */
export interface ShownChange extends DetailChange {
  readonly contactDetail: VisibleContactDetail;
}

/** A notice with the row that it is about. */
export interface ShownNotice extends Omit<BookNotice, 'detailId' | 'openFor'> {
  readonly contactDetail: VisibleContactDetail;
}

/** What is asked of an area's default. */
export interface PreferredContactArguments {
  readonly contactType: ContactType;
  readonly team?: string | null | undefined;
}

/** What is asked of legacy triage. */
export interface LegacyTriageArguments extends PageArguments {
  readonly includeHistoric?: boolean | null | undefined;
}

/** The reads of contact books that are more than rows by id or target. */
export interface ContactReads {
  /** The current rows of the acting area with exactly this value, oldest first, at most the newest 100. */
  findByContact(
    asked: { readonly type: ContactType; readonly value: string },
    call: Pick<SignedCall, 'subject'>,
  ): Promise<readonly VisibleContactDetail[]>;
  contactability(asked: { readonly personId: string; readonly contactType: ContactType }, reader: ContactReader): Promise<Contactability>;
  /** Null without a default. */
  preferredContact(personId: string, asked: PreferredContactArguments, reader: ContactReader): Promise<VisibleContactDetail | null>;
  /** The changes of the acting area's rows, newest first. */
  contactDetailHistory(personId: string, page: PageArguments, reader: ContactReader): Promise<Connection<ShownChange>>;
  /** The open notices of the caller's teams, newest first. */
  notices(page: PageArguments, call: SignedCall): Promise<Connection<ShownNotice>>;
  /** The rows that no area owns, masked, oldest first. */
  legacyTriage(asked: LegacyTriageArguments, call: SignedCall): Promise<Connection<VisibleContactDetail>>;
}

/** How a list is ordered by position: ascending is oldest first. */
interface ListOrder<Node> {
  readonly filter: string;
  readonly direction: 'oldest-first' | 'newest-first';
  readonly positionOf: (node: Node) => readonly string[];
}

const toPage = <Node>(
  { cursors, call, page }: { readonly cursors: ConnectionRules<Node>['cursors']; readonly call: SignedCall; readonly page: PageArguments },
  nodes: readonly Node[],
  { filter, direction, positionOf }: ListOrder<Node>,
): Connection<Node> => {
  const sign = direction === 'oldest-first' ? 1 : -1;
  const compare = (node: Node, position: readonly string[]): number => sign * comparePositions(positionOf(node), position);
  const { subject } = call;
  const subjectId = cursorSubjectOf(subject);
  return toConnection(
    nodes.toSorted((one, other) => compare(one, positionOf(other))),
    page,
    { cursors, binding: { subjectId, area: subject.actingArea, filter }, positionOf, compare },
  );
};

const positionOfRow = ({ detail }: VisibleContactDetail): readonly string[] => [detail.createdAt, detail.id];

const readLookupText = (type: ContactType, value: string): string => {
  const problems = new ProblemCollector('value');
  const text = lookupTextOf(type, value, problems);
  // The readers name the field of an input; here the value is the argument itself.
  if (text === null || problems.problems.length > 0)
    throw badUserInput(problems.problems.map((problem) => ({ ...problem, path: 'value' })));
  return text;
};

/** The place of a change among those of its row, as text that orders like a number. */
const toPlace = (index: number): string => String(index).padStart(9, '0');

/** Binds the reads to what they stand on. */
export const createContactReads = ({ visible, digest, cursors, now }: OperationParts): ContactReads => {
  const readingOf = (
    { subject }: Pick<SignedCall, 'subject'>,
    change: Partial<Pick<Reading, 'includeHistoric' | 'isLegacyTriage'>> = {},
  ): Reading => ({
    subject,
    includeHistoric: false,
    isLegacyTriage: false,
    now: now(),
    ...change,
  });
  return {
    findByContact: async ({ type, value }, call) => {
      const text = readLookupText(type, value);
      const area = call.subject.actingArea;
      if (area === null) return [];
      const rows = await visible.findByLookupKey(toLookupKey({ area, contactType: type, text }, digest), area, readingOf(call));
      return rows.toSorted((one, other) => comparePositions(positionOfRow(one), positionOfRow(other))).slice(-maximumFound);
    },
    contactability: async ({ personId, contactType }, { subject, loaders }) => {
      const [rows, preference] = await Promise.all([
        loaders.detailsByTarget(false).load(personId),
        loaders.preferenceByPerson.load(personId),
      ]);
      const { actingArea, purpose } = subject;
      return assessContactability({ rows: ofTargetType(rows, 'PERSON'), preference, contactType, purpose, actingArea, now: now() });
    },
    preferredContact: async (personId, { contactType, team }, { subject, loaders }) =>
      findDefault(ofTargetType(await loaders.detailsByTarget(false).load(personId), 'PERSON'), {
        area: subject.actingArea,
        contactType,
        team,
      }),
    contactDetailHistory: async (personId, page, reader) => {
      const rows = ownRows(ofTargetType(await reader.loaders.detailsByTarget(true).load(personId), 'PERSON'), reader.subject.actingArea);
      const changes = rows.flatMap((contactDetail) =>
        contactDetail.detail.changes.map((change, index) => ({
          shown: { ...change, contactDetail },
          position: [change.at, contactDetail.detail.id, toPlace(index)],
        })),
      );
      const positions = new Map(changes.map(({ shown, position }) => [shown, position]));
      return toPage({ cursors, call: reader, page }, [...positions.keys()], {
        filter: JSON.stringify(['contactDetailHistory', personId]),
        direction: 'newest-first',
        positionOf: (shown: ShownChange) => positions.get(shown) ?? [],
      });
    },
    notices: async (page, call) => {
      const { actingArea: area, teams } = call.subject;
      const found = area === null ? [] : await visible.findNotices({ area, teams }, readingOf(call, { includeHistoric: true }));
      const notices = found.map(({ notice: { id, kind, team, at, by }, row }) => ({ id, kind, team, at, by, contactDetail: row }));
      // Teams are a part of who asks: a cursor of a queue is none of another's.
      const filter = JSON.stringify(['notices', teams]);
      return toPage({ cursors, call, page }, notices, {
        filter,
        direction: 'newest-first',
        positionOf: ({ at, id }: ShownNotice) => [at, id],
      });
    },
    legacyTriage: async ({ includeHistoric, ...page }, call) => {
      const asked = { includeHistoric: includeHistoric ?? false, isLegacyTriage: true };
      const rows = await visible.findWithoutArea(readingOf(call, asked));
      const filter = JSON.stringify(['legacyTriage', asked.includeHistoric]);
      return toPage({ cursors, call, page }, rows, { filter, direction: 'oldest-first', positionOf: positionOfRow });
    },
  };
};
