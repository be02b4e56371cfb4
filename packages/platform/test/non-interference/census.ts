import type { ContactBook, ContactDetailInBook } from '@resident-graph/contact-details-subgraph';
import type { DocumentCollection, DocumentDatabase, StoredDocument } from '@resident-graph/service-kit';

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
}

export const emptyCensus: Census = { rows: [], preferences: [], notices: [], consents: [], objections: [] };

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

/** Reads what is stored of targets; the store's own order of documents leaves no trace. */
export const takeCensus = async (database: DocumentDatabase, targetIds: readonly string[]): Promise<Census> => {
  const books = await read<StoredBook>(database, 'contactDetails', { targetId: { $in: [...targetIds] }, area: { $ne: crowdArea } });
  const registers = await read<StoredRegister>(database, 'consents', { _id: { $in: [...targetIds] } });
  const people = registers.toSorted((one, other) => (one._id < other._id ? -1 : 1));
  const inOrder = books.toSorted((one, other) => (one._id < other._id ? -1 : 1));
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
  };
};
