/** A person of the test. */
export interface KnownPerson {
  readonly id: string;
  readonly forename: string;
  readonly surname: string;
}

/** A contact detail as the test knows it, independently of the platform's own rule. */
export interface KnownRow {
  readonly id: string;
  readonly targetId: string;
  /** Null for a row without an area. */
  readonly area: string | null;
  readonly isActive: boolean;
  readonly contactType: string;
  readonly value: string;
  /** The key in the source system; null unless ingested. */
  readonly sourceId: string | null;
}

/** What both worlds hold, as far as the test needs it to choose and to count. */
export class Register {
  readonly persons: KnownPerson[] = [];
  readonly #rows = new Map<string, KnownRow>();

  get rows(): readonly KnownRow[] {
    return [...this.#rows.values()];
  }

  ofTarget(targetId: string): readonly KnownRow[] {
    return this.rows.filter((row) => row.targetId === targetId);
  }

  find(id: string): KnownRow | undefined {
    return this.#rows.get(id);
  }

  /** Adds a row; false when it is known. One that came under the same key of the source before becomes historic. */
  add(row: KnownRow): boolean {
    if (this.#rows.has(row.id)) return false;
    const earlier = row.sourceId === null ? undefined : this.rows.find(({ sourceId }) => sourceId === row.sourceId);
    if (earlier !== undefined) this.#rows.set(earlier.id, { ...earlier, isActive: false, sourceId: null });
    this.#rows.set(row.id, row);
    return true;
  }

  /** Makes a row historic; false when it was. */
  retire(id: string): boolean {
    const row = this.#rows.get(id);
    if (row?.isActive !== true) return false;
    this.#rows.set(id, { ...row, isActive: false });
    return true;
  }

  /** Begins anew. */
  clear(): void {
    this.persons.length = 0;
    this.#rows.clear();
  }
}
