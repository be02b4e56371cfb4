import {
  type ContactDetailInBook,
  type ContactDetailsSubstitutes,
  type Reading,
  type VisibleContactDetail,
  VisibleDetails,
  type VisibleDetailsParts,
} from '@resident-graph/contact-details-subgraph';
import { type Outcome, plainPerson } from '@resident-graph/policy';
import { AuthorityError } from '@resident-graph/service-kit';

type Rows = readonly VisibleContactDetail[];
type LeakyDetails = new (parts: VisibleDetailsParts) => VisibleDetails;

/** Reads through a leaky class. */
export const openLeakyDetails =
  (Leaky: LeakyDetails): NonNullable<ContactDetailsSubstitutes['openVisible']> =>
  (parts) =>
    new Leaky(parts);

const mostListed = 100;

/** Reads that can look at all rows, whoever asks. */
abstract class LookingDetails extends VisibleDetails {
  readonly #books: VisibleDetailsParts['books'];

  constructor(parts: VisibleDetailsParts) {
    super(parts);
    this.#books = parts.books;
  }

  /** Oldest first. */
  protected async allRows(filter: Parameters<VisibleDetailsParts['books']['find']>[0]): Promise<readonly ContactDetailInBook[]> {
    const books = await this.#books.find(filter).toArray();
    return books
      .flatMap(({ targetId, targetType, area, details }) => details.map((detail) => ({ ...detail, targetId, targetType, area })))
      .toSorted((one, other) =>
        one.createdAt === other.createdAt ? (one.id < other.id ? -1 : 1) : one.createdAt < other.createdAt ? -1 : 1,
      );
  }
}

/** A row as if somebody had decided so. */
const shownAs = (detail: ContactDetailInBook, outcome: Exclude<Outcome, 'HIDDEN'>, reading: Reading): VisibleContactDetail => {
  const person = detail.targetType === 'PERSON' ? plainPerson([detail.targetId]) : null;
  const { includeHistoric, isLegacyTriage, now } = reading;
  return {
    detail,
    decision: { outcome, code: outcome === 'FULL' ? 'OWN_AREA' : 'LEGACY_TRIAGE', flags: {} },
    context: { includeHistoric, isLegacyTriage, now, person, diagnosticSession: null },
    access: { row: detail, person, outcome },
  };
};

/** The newest hundred are taken before hidden rows are removed. */
export class CountBeforeFilterDetails extends LookingDetails {
  override async findByTarget(targetIds: readonly string[], reading: Reading): Promise<Rows> {
    const visible = await super.findByTarget(targetIds, reading);
    const lists = await Promise.all(targetIds.map((targetId) => this.allRows({ targetId })));
    const listed = new Set(lists.flatMap((rows) => rows.slice(-mostListed).map(({ id }) => id)));
    return visible.filter(({ detail }) => listed.has(detail.id));
  }
}

/** A connection counts its nodes before the hidden ones are taken out, here behind the store by the gateway's re-check. */
export class TotalBeforeFilterDetails extends LookingDetails {
  override async findWithoutArea(reading: Reading): Promise<Rows> {
    const visible = await super.findWithoutArea(reading);
    const known = new Set(visible.map(({ detail }) => detail.id));
    const all = await this.allRows({ area: { $in: [null, ''] } });
    const hidden = all.filter(({ id, isActive }) => !known.has(id) && (isActive || reading.includeHistoric));
    return [...visible, ...hidden.map((row) => shownAs(attributesOnly(row), 'MASK', reading))];
  }
}

const attributesOnly = (row: ContactDetailInBook): ContactDetailInBook => ({ ...row, description: null, changes: [], address: null });

/** A hidden row is refused by its place instead of being left out. */
export class ErrorWithIndexDetails extends LookingDetails {
  override async findByTarget(targetIds: readonly string[], reading: Reading): Promise<Rows> {
    const visible = await super.findByTarget(targetIds, reading);
    const known = new Set(visible.map(({ detail }) => detail.id));
    const all = await this.allRows({ targetId: { $in: [...targetIds] } });
    const place = all.findLastIndex(({ id }) => !known.has(id));
    if (place >= 0) {
      throw new AuthorityError('FORBIDDEN', `The contact detail at ${place} belongs to another service area.`, { ruleId: 'C1' });
    }
    return visible;
  }
}

/** Where the acting area has no default of a type, another area's is answered. */
export class DefaultOfAnyAreaDetails extends LookingDetails {
  override async findByTarget(targetIds: readonly string[], reading: Reading): Promise<Rows> {
    const visible = await super.findByTarget(targetIds, reading);
    const { actingArea: area } = reading.subject;
    if (area === null || reading.includeHistoric) return visible;
    const hasDefault = ({ targetId, contactType }: ContactDetailInBook): boolean =>
      visible.some(
        ({ detail }) => detail.targetId === targetId && detail.contactType === contactType && detail.area === area && detail.isDefault,
      );
    const foreign = (await this.allRows({ targetId: { $in: [...targetIds] } })).filter(
      (row) => row.area !== area && row.isActive && row.isDefault && row.sensitivity === 'STANDARD' && !hasDefault(row),
    );
    return [...visible, ...foreign.map((row) => shownAs({ ...row, area, team: null }, 'FULL', reading))];
  }
}

/** A masked row is found by its value. */
export class FindMaskedDetails extends LookingDetails {
  override async findByLookupKey(key: string, area: string, reading: Reading): Promise<Rows> {
    const rows = (await this.allRows({ area, 'details.lookupKeys': key })).filter(({ lookupKeys }) => lookupKeys.includes(key));
    return (
      await super.findById(
        rows.map(({ id }) => id),
        reading,
      )
    ).filter(({ detail }) => detail.area === area);
  }
}

/** A masked row keeps its description. Leaks together with a gateway that takes such a row for one that is shown in full. */
export class DescribedMaskDetails extends LookingDetails {
  override async findByTarget(targetIds: readonly string[], reading: Reading): Promise<Rows> {
    return this.#describe(await super.findByTarget(targetIds, reading));
  }

  override async findById(ids: readonly string[], reading: Reading): Promise<Rows> {
    return this.#describe(await super.findById(ids, reading));
  }

  async #describe(rows: Rows): Promise<Rows> {
    const described = await this.allRows({ 'details.id': { $in: rows.map(({ detail }) => detail.id) } });
    const descriptions = new Map(described.map(({ id, description }) => [id, description]));
    return rows.map((row) =>
      row.decision.outcome === 'FULL'
        ? row
        : {
            ...row,
            detail: { ...row.detail, description: descriptions.get(row.detail.id) ?? null },
            access: { ...row.access, outcome: 'FULL' },
          },
    );
  }
}

/** A row that was written is shown to whoever wrote it. Leaks together with books that find a row whoever owns it. */
export class ForeignWriteDetails extends VisibleDetails {
  override show(
    rows: readonly ContactDetailInBook[],
    reading: Pick<Reading, 'subject' | 'now'>,
  ): Promise<readonly (VisibleContactDetail | null)[]> {
    return super.show(
      rows.map((row) => ({ ...row, area: reading.subject.actingArea })),
      reading,
    );
  }
}
