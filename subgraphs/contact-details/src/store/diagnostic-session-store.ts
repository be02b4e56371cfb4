import type { DiagnosticSession, Subject } from '@resident-graph/policy';
import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';

/** The newest session of a subject for a case; a newer one takes its place. */
interface DiagnosticSessionDocument extends StoredDocument {
  readonly area: string;
  readonly startedAt: string;
}

export const diagnosticSessionsCollection: CollectionDeclaration = { name: 'diagnosticSessions', indexes: [] };

/** Where reading learns of support's sessions. */
export interface DiagnosticSessionSource {
  /** The newest session of a subject for the case of the request, open or over; null without one, and for whoever is not support. */
  find(subject: Subject): Promise<DiagnosticSession | null>;
}

const idOf = (subjectId: string, caseReference: string): string => JSON.stringify([subjectId, caseReference]);

/** Support's sessions, over either document store. */
export class DiagnosticSessionStore implements DiagnosticSessionSource {
  readonly #sessions: DocumentCollection<DiagnosticSessionDocument>;

  constructor(sessions: DocumentCollection<DiagnosticSessionDocument>) {
    this.#sessions = sessions;
  }

  static async open(database: DocumentDatabase): Promise<DiagnosticSessionStore> {
    return new DiagnosticSessionStore(await database.collection<DiagnosticSessionDocument>(diagnosticSessionsCollection));
  }

  async find({ kind, id, caseReference }: Subject): Promise<DiagnosticSession | null> {
    if (kind !== 'support' || caseReference === null) return null;
    const document = await this.#sessions.findOne({ _id: idOf(id, caseReference) });
    return document === null ? null : { caseReference, area: document.area, startedAt: document.startedAt };
  }

  /** Begins a session of a subject; one for the same case ends with it. */
  async start(
    subjectId: string,
    session: { readonly caseReference: string; readonly area: string; readonly startedAt: string },
  ): Promise<void> {
    const _id = idOf(subjectId, session.caseReference);
    const replace = (): Promise<unknown> =>
      this.#sessions.replaceOne({ _id }, { _id, area: session.area, startedAt: session.startedAt }, { upsert: true });
    // Two first sessions at once: MongoDB refuses one of the two insertions, which then replaces the other.
    await replace().catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      return replace();
    });
  }
}
