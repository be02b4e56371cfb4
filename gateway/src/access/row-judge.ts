import {
  type ContactDetailAttributes,
  createDecide,
  type Outcome,
  type PersonFacts,
  type ReadContext,
  type Subject,
} from '@resident-graph/policy';
import { type AccessAttributes, concernsRow, isPersonFacts, isUnreadAttributes } from './access-attributes.ts';

/** Compiles how the rows of a subject in a context are judged: the outcome that each must have been shaped by. */
export type JudgeRow = (subject: Subject, context: ReadContext) => (row: ContactDetailAttributes) => Outcome;

/** The judgement from the one decision table. */
export const policyJudgeRow: JudgeRow = (subject, context) => {
  const decide = createDecide(subject, 'contact-detail.read', context);
  return (row) => decide(row).outcome;
};

/** Who asks, by which judgement, at which instant. */
export interface RowJudgeParts {
  readonly subject: Subject;
  readonly judge: JudgeRow;
  /** The gateway's clock, milliseconds since 1970. */
  readonly now: number;
}

/** What the rows under a selection of a fetch were asked with. */
export type Asked = Pick<ReadContext, 'includeHistoric' | 'isLegacyTriage'>;

type Judgement = ReturnType<JudgeRow>;

/** Judges the rows of one fetch. What is known of a person is read and compiled once for all rows that bring the same. */
export class RowJudge {
  readonly #parts: RowJudgeParts;
  readonly #known = new Map<string, { readonly person: PersonFacts | null; readonly judge: Judgement } | null>();

  constructor(parts: RowJudgeParts) {
    this.#parts = parts;
  }

  /** The attributes of a row that may be shown as its subgraph shaped it; null for any other row, also for one that cannot be judged. */
  pass(attributes: unknown, asked: Asked): AccessAttributes | null {
    if (!isUnreadAttributes(attributes)) return null;
    const { row, outcome } = attributes;
    const known = this.#find(attributes.person, asked);
    if (known === null || !concernsRow(known.person, row)) return null;
    return known.judge(row) === outcome ? { row, person: known.person, outcome } : null;
  }

  #find(
    person: unknown,
    { includeHistoric, isLegacyTriage }: Asked,
  ): { readonly person: PersonFacts | null; readonly judge: Judgement } | null {
    const key = JSON.stringify([includeHistoric, isLegacyTriage, person]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const read =
      person === null || isPersonFacts(person) ? { person, judge: this.#compile(person, { includeHistoric, isLegacyTriage }) } : null;
    this.#known.set(key, read);
    return read;
  }

  #compile(person: PersonFacts | null, asked: Asked): Judgement {
    const { subject, judge, now } = this.#parts;
    return judge(subject, { ...asked, now, person, diagnosticSession: null });
  }
}
