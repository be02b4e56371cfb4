import {
  type ContactDetailAttributes,
  createDecide,
  type Decide,
  type Decision,
  type PersonFacts,
  type ReadContext,
  type Subject,
} from '@resident-graph/policy';
import { type AccessAttributes, concernsRow, isPersonFacts, isUnreadAttributes, type UnreadAttributes } from './access-attributes.ts';

/** Compiles how the rows of a subject in a context are judged: the decision whose outcome each must have been shaped by. */
export type JudgeRow = (subject: Subject, context: ReadContext) => Decide;

/** The judgement from the one decision table. */
export const policyJudgeRow: JudgeRow = (subject, context) => createDecide(subject, 'contact-detail.read', context);

/** A row that may be shown as its subgraph shaped it. */
interface PassedRow {
  readonly row: ContactDetailAttributes;
  readonly outcome: AccessAttributes['outcome'];
  readonly decision: Decision;
}

/** Who asks, by which judgement, at which instant. */
export interface RowJudgeParts {
  readonly subject: Subject;
  readonly judge: JudgeRow;
  /** The gateway's clock, milliseconds since 1970. */
  readonly now: number;
}

/** What the rows under a selection of a fetch were asked with. */
export type Asked = Pick<ReadContext, 'includeHistoric' | 'isLegacyTriage'>;

/** Judges the rows of one fetch. What is known of a person is read and compiled once for all rows that bring the same. */
export class RowJudge {
  readonly #parts: RowJudgeParts;
  readonly #known = new Map<string, { readonly person: PersonFacts | null; readonly judge: Decide } | null>();

  constructor(parts: RowJudgeParts) {
    this.#parts = parts;
  }

  /** A row that may be shown as its subgraph shaped it, with its decision; null for any other row, also for one that cannot be judged. */
  pass(attributes: unknown, asked: Asked): PassedRow | null {
    if (!isUnreadAttributes(attributes)) return null;
    const { row, outcome } = attributes;
    const known = this.#find(attributes, asked);
    if (known === null || !concernsRow(known.person, row)) return null;
    const decision = known.judge(row);
    return decision.outcome === outcome ? { row, outcome, decision } : null;
  }

  #find(
    { person, diagnosticSession: session }: Pick<UnreadAttributes, 'person' | 'diagnosticSession'>,
    { includeHistoric, isLegacyTriage }: Asked,
  ): { readonly person: PersonFacts | null; readonly judge: Decide } | null {
    const diagnosticSession = session ?? null;
    const key = JSON.stringify([includeHistoric, isLegacyTriage, diagnosticSession, person]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const read =
      person === null || isPersonFacts(person)
        ? { person, judge: this.#compile({ person, includeHistoric, isLegacyTriage, diagnosticSession }) }
        : null;
    this.#known.set(key, read);
    return read;
  }

  #compile(known: Omit<ReadContext, 'now'>): Decide {
    const { subject, judge, now } = this.#parts;
    return judge(subject, { ...known, now });
  }
}
