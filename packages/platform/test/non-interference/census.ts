import type { ContactBook, ContactDetailInBook } from '@resident-graph/contact-details-subgraph';
import type { AccessEventDraft, DocumentCollection, DocumentDatabase, StoredDocument } from '@resident-graph/service-kit';

/** A consent as it is stored, as far as the test looks at it. */
export interface CensusConsent {
  readonly id: string;
  readonly personId: string;
  readonly types: readonly string[] | null;
  readonly contactDetailIds: readonly string[] | null;
  readonly sourceArea: string;
  readonly recipientArea: string;
  readonly purpose: string;
  readonly capturedAt: string;
  readonly validFrom: string;
  readonly validUntil: string;
  /** The source area while it has to confirm the consent. */
  readonly pendingFor: string | null;
  readonly revocation: object | null;
}

/** An objection as it is stored, as far as the test looks at it. */
export interface CensusObjection {
  readonly id: string;
  readonly personId: string;
  readonly recipientArea: string;
  readonly capturedByArea: string | null;
  readonly capturedAt: string;
  readonly withdrawal: object | null;
}

/** Who is inside a restriction, as stored. */
export type CensusCompartment = readonly ({ readonly area: string; readonly role: string } | { readonly subjectId: string })[];

/** A restriction as it is stored, as far as the test looks at it. */
export interface CensusRestriction {
  readonly personId: string;
  readonly isActive: boolean;
  readonly restrictedAt: string;
  readonly area: string;
  readonly restrictedBy: string;
  readonly reason: string;
  readonly compartment: CensusCompartment;
  readonly liftProposal: { readonly at: string; readonly by: string } | null;
  readonly version: number;
}

/** An emergency opening as it is stored, as far as the test looks at it. */
export interface CensusOpening {
  readonly id: string;
  readonly personId: string;
  readonly area: string;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly endsAt: string;
  readonly endedAt: string | null;
  readonly narrative: string;
  readonly caseReference: string;
  readonly owningAreas: readonly string[];
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly reviews: readonly { readonly state: string; readonly note: string; readonly at: string }[];
}

/** What a subject used of the right to break glass. */
export interface CensusUse {
  readonly subjectId: string;
  readonly starts: number;
  readonly lockedAt: string | null;
}

/** A session of support. */
export interface CensusSession {
  /** Subject and case, as JSON. */
  readonly id: string;
  readonly area: string;
  readonly startedAt: string;
}

/** An event as it went on record, without what is another one at random. */
export interface CensusEvent {
  readonly id: string;
  readonly at: string;
  readonly draft: Omit<AccessEventDraft, 'requestId' | 'decisionIds'>;
  /** A digest of all of it. */
  readonly digest: string;
  readonly isReleased: boolean;
}

/** A person as stored, without the values of documents, which are other ones in each world. */
export interface CensusPerson {
  readonly id: string;
  readonly version: number;
  readonly identificationIds: readonly string[];
}

/** What an area alone holds of a person. */
export interface CensusExtendedData {
  readonly personId: string;
  readonly area: string;
  readonly version: number;
  readonly json: string;
  readonly lastModifiedAt: string;
}

/** Equality answers of a person. */
export interface CensusEquality {
  readonly id: string;
  readonly targetId: string;
  readonly version: number;
  /** Whether officers of every area see something of it. */
  readonly hasAdjustments: boolean;
  /** All of it. */
  readonly text: string;
}

interface StoredRegister extends StoredDocument {
  readonly consents: readonly CensusConsent[];
  readonly objections: readonly CensusObjection[];
}

interface StoredBook extends StoredDocument, ContactBook {}

/** What a world holds of some targets, past every rule: what the test's own idea of who sees what is applied to. */
export interface Census {
  /** Oldest first. */
  readonly rows: readonly ContactDetailInBook[];
  readonly preferences: readonly Pick<ContactBook, 'targetId' | 'area' | 'preference'>[];
  readonly notices: readonly { readonly area: string | null; readonly notice: ContactBook['notices'][number] }[];
  readonly consents: readonly CensusConsent[];
  readonly objections: readonly CensusObjection[];
  readonly restrictions: readonly CensusRestriction[];
  /** Of every epoch: queues are not about single persons. */
  readonly openings: readonly CensusOpening[];
  readonly uses: readonly CensusUse[];
  readonly sessions: readonly CensusSession[];
  /** About the targets, in their order by id. */
  readonly events: readonly CensusEvent[];
  readonly people: readonly CensusPerson[];
  readonly extendedData: readonly CensusExtendedData[];
  readonly equality: readonly CensusEquality[];
  readonly crossReferences: readonly object[];
}

const byAge = (one: ContactDetailInBook, other: ContactDetailInBook): number =>
  one.lastModifiedAt === other.lastModifiedAt ? (one.id < other.id ? -1 : 1) : one.lastModifiedAt < other.lastModifiedAt ? -1 : 1;

const read = async <Stored extends StoredDocument>(
  database: DocumentDatabase,
  name: string,
  filter: Parameters<DocumentCollection<Stored>['find']>[0],
): Promise<readonly Stored[]> => {
  // Without indexes of its own: the subgraph has declared them.
  const collection = await database.collection<Stored>({ name, indexes: [] });
  return collection.find(filter).toArray();
};

/** Holds many rows that are everybody's secret and that no request of the test names. */
export const crowdArea = 'libraries';

const byId = <Stored extends { readonly _id: string }>(one: Stored, other: Stored): number => (one._id < other._id ? -1 : 1);

type Stored<Shape> = StoredDocument & Shape;

const takeRestrictions = async (database: DocumentDatabase, targetIds: readonly string[]): Promise<readonly CensusRestriction[]> => {
  const found = await read<Stored<CensusRestriction>>(database, 'restrictions', { _id: { $in: [...targetIds] } });
  return found
    .toSorted(byId)
    .map(({ personId, isActive, restrictedAt, area, restrictedBy, reason, compartment, liftProposal, version }) => {
      return { personId, isActive, restrictedAt, area, restrictedBy, reason, compartment, liftProposal, version };
    });
};

const takeOpenings = async (database: DocumentDatabase): Promise<Pick<Census, 'openings' | 'uses' | 'sessions'>> => {
  const openings = await read<Stored<CensusOpening>>(database, 'breakGlass', {});
  const uses = await read<Stored<CensusUse>>(database, 'breakGlassUse', {});
  const sessions = await read<Stored<Omit<CensusSession, 'id'>>>(database, 'diagnosticSessions', {});
  return {
    openings: openings.toSorted(byId).map(({ _id, ...opening }) => opening),
    // A count that changed and changed back has another version, which nobody sees.
    uses: uses.toSorted(byId).map(({ subjectId, starts, lockedAt }) => ({ subjectId, starts, lockedAt })),
    sessions: sessions.toSorted(byId).map(({ _id, area, startedAt }) => ({ id: _id, area, startedAt })),
  };
};

const takeEvents = async (
  database: DocumentDatabase,
  targetIds: readonly string[],
  events: readonly CensusEvent[],
): Promise<readonly CensusEvent[]> => {
  const targets = new Set(targetIds);
  const released = new Set((await read<StoredDocument>(database, 'accessEventReleases', {})).map(({ _id }) => _id));
  return events
    .filter(({ draft }) => draft.personIds.some((id) => targets.has(id)))
    .map((event) => (released.has(event.id) ? { ...event, isReleased: true } : event))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
};

interface StoredPerson extends StoredDocument {
  readonly version: number;
  readonly identification?: readonly { readonly id: string }[];
}

interface StoredEquality extends StoredDocument {
  readonly targetId: string;
  readonly version: number;
  readonly languages?: readonly object[] | null;
  readonly communicationRequirements?: readonly string[] | null;
  readonly outbox?: unknown;
  readonly outboxPendingAt?: unknown;
}

const extendingAreas = ['housing', 'social-care'] as const;

const takePersons = async (
  database: DocumentDatabase,
  targetIds: readonly string[],
): Promise<Pick<Census, 'people' | 'extendedData' | 'crossReferences'>> => {
  const people = await read<StoredPerson>(database, 'persons', { _id: { $in: [...targetIds] } });
  const held = targetIds.flatMap((id) => extendingAreas.map((area) => `${id}:${area}`));
  const extended = await read<Stored<CensusExtendedData>>(database, 'extendedData', { _id: { $in: held } });
  const references = await read<StoredDocument>(database, 'crossReferences', { personId: { $in: [...targetIds] } });
  return {
    people: people.toSorted(byId).map(({ _id, version, identification = [] }) => {
      return { id: _id, version, identificationIds: identification.map(({ id }) => id) };
    }),
    extendedData: extended.toSorted(byId).map(({ _id, ...data }) => data),
    crossReferences: references.toSorted(byId),
  };
};

const takeEquality = async (database: DocumentDatabase, targetIds: readonly string[]): Promise<Pick<Census, 'equality'>> => {
  const records = await read<StoredEquality>(database, 'equalityInformation', { targetId: { $in: [...targetIds] } });
  return {
    equality: records.toSorted(byId).map(({ outbox: _outbox, outboxPendingAt: _pending, ...record }) => ({
      id: record._id,
      targetId: record.targetId,
      version: record.version,
      hasAdjustments: (record.languages ?? []).length > 0 || (record.communicationRequirements ?? []).length > 0,
      text: JSON.stringify(record),
    })),
  };
};

/** What is stored, and what went on record since the world began. */
export interface CensusSource {
  /** Of contact-details. */
  readonly database: DocumentDatabase;
  readonly person: DocumentDatabase;
  readonly equality: DocumentDatabase;
  readonly events: readonly CensusEvent[];
}

/** Reads what is stored of targets; the store's own order of documents leaves no trace. */
export const takeCensus = async ({ database, person, equality, events }: CensusSource, targetIds: readonly string[]): Promise<Census> => {
  const books = await read<StoredBook>(database, 'contactDetails', { targetId: { $in: [...targetIds] }, area: { $ne: crowdArea } });
  const registers = await read<StoredRegister>(database, 'consents', { _id: { $in: [...targetIds] } });
  const people = registers.toSorted(byId);
  const inOrder = books.toSorted(byId);
  return {
    rows: inOrder
      .flatMap(({ targetId, targetType, area, details }) => details.map((detail) => ({ ...detail, targetId, targetType, area })))
      .toSorted(byAge),
    preferences: inOrder
      .map(({ targetId, area, preference }) => ({ targetId, area, preference }))
      .filter(({ preference }) => preference !== null),
    notices: inOrder.flatMap(({ area, notices }) => notices.map((notice) => ({ area, notice }))),
    // As they were written down: some answers have that order.
    consents: people.flatMap(({ consents }) => consents),
    objections: people.flatMap(({ objections }) => objections),
    restrictions: await takeRestrictions(database, targetIds),
    ...(await takeOpenings(database)),
    events: await takeEvents(database, targetIds, events),
    ...(await takePersons(person, targetIds)),
    ...(await takeEquality(equality, targetIds)),
  };
};
