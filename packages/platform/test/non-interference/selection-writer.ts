import type { Chance } from './chance.ts';

/** A place where an operation asks for contact details. */
export interface Asked {
  /** Ids of targets, or of single details. */
  readonly ids: readonly string[];
  readonly includesHistoric: boolean;
}

const detailLeaves = [
  'targetId',
  'targetType',
  'relation',
  'contactName',
  'isActive',
  'validFrom',
  'validUntil',
  'origin',
  'version',
  'createdAt',
  'lastModifiedAt',
  '__typename',
  // Aliases with the names of what rows are judged by.
  'area: contactName',
  'isDefault: version',
  'accessAttributes: origin',
] as const;
const personLeaves = [
  'title',
  'forename',
  'middleName',
  'surname',
  'preferredForename',
  'placeOfBirth',
  'dateOfBirth',
  'personTypes',
  'isAMinor',
  'origin',
  'version',
  'createdAt',
  'lastModifiedAt',
  '__typename',
] as const;

/** Writes selections by chance: aliases, duplicates, fragments of both kinds, directives, with variables or written out. */
export class SelectionWriter {
  readonly chance: Chance;
  /** Where contact details are asked for. */
  readonly asked: Asked[] = [];
  readonly #mayAskHistory: boolean;
  readonly #variables = new Map<string, { readonly type: string; readonly value: unknown }>();
  readonly #fragments: string[] = [];
  #aliases = 0;

  constructor(chance: Chance, mayAskHistory: boolean) {
    this.chance = chance;
    this.#mayAskHistory = mayAskHistory;
  }

  /** A response key of its own. */
  key(): string {
    this.#aliases += 1;
    return `k${this.#aliases}`;
  }

  /** A value as a variable, or where it can be, written out. */
  value(type: string, value: unknown): string {
    const isEnum = !/^(?:ID|String|Int|Boolean|Date)!?$/u.test(type);
    if (!isEnum && this.chance.is(0.5)) return JSON.stringify(value);
    const name = `v${this.#variables.size + 1}`;
    this.#variables.set(name, { type, value });
    return `$${name}`;
  }

  /** The argument that asks for history, or none; and whether it does. */
  history(): { readonly argument: string; readonly includesHistoric: boolean } {
    if (this.chance.is(0.2)) return { argument: '', includesHistoric: false };
    const includesHistoric = this.#mayAskHistory && this.chance.is(0.7);
    return { argument: `includeHistoric: ${this.value('Boolean', includesHistoric)}`, includesHistoric };
  }

  detail(depth: number): string {
    const fields: string[] = [...this.chance.some(detailLeaves, 0.3)];
    if (this.chance.is(0.7)) fields.push(this.#contactInformation());
    if (this.chance.is(0.6)) fields.push('sourceServiceArea { area isDefault }');
    if (depth > 0 && this.chance.is(0.3)) fields.push(`person { ${this.person(depth - 1, [])} }`);
    return `id ${this.#dress(fields, 'ContactDetail')}`;
  }

  /** `ids`: who the person can be, as far as that is known. */
  person(depth: number, ids: readonly string[]): string {
    const fields: string[] = [...this.chance.some(personLeaves, 0.3)];
    for (let lists = this.chance.upTo(3); lists > 0; lists -= 1) fields.push(this.#details(depth, ids));
    if (this.chance.is(0.15)) fields.push(`${this.key()}: equalityInformation { ${this.equality()} }`);
    return `id ${this.#dress(fields, 'Person')}`;
  }

  equality(): string {
    return `id ${this.#dress(['targetId', 'gender { code }', 'version', 'createdAt'], 'EqualityInformation')}`;
  }

  /** The whole document around root selections. */
  document(
    kind: 'query' | 'mutation',
    roots: readonly string[],
  ): { readonly document: string; readonly variables: Readonly<Record<string, unknown>> } {
    const variables = [...this.#variables];
    const declared = variables.map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    return {
      document: [`${kind} ${declared === '' ? '' : `(${declared})`} {\n${roots.join('\n')}\n}`, ...this.#fragments].join('\n'),
      variables: Object.fromEntries(variables.map(([name, { value }]) => [name, value])),
    };
  }

  #details(depth: number, ids: readonly string[]): string {
    const { argument, includesHistoric } = this.history();
    this.asked.push({ ids, includesHistoric });
    return `${this.key()}: contactDetails${argument === '' ? '' : `(${argument})`} { ${this.detail(depth)} }`;
  }

  #contactInformation(): string {
    const fields = this.chance.some(
      ['contactType', 'subType', 'value', 'description', '__typename', 'address { line1 postcode uprn }'],
      0.6,
    );
    return `contactInformation { ${fields.length === 0 ? 'value' : fields.join(' ')} }`;
  }

  /** Repeats, skips and wraps fields. */
  #dress(fields: readonly string[], type: string): string {
    const { chance } = this;
    const dressed = chance.shuffle(fields).flatMap((field) => {
      if (chance.is(0.05)) return [`... @skip(if: ${this.value('Boolean!', true)}) { ${field} }`];
      if (chance.is(0.05)) return [`... @include(if: ${this.value('Boolean!', true)}) { ${field} }`];
      return chance.is(0.08) ? [field, field] : [field];
    });
    if (dressed.length === 0) return '';
    const wrap = chance.upTo(10);
    if (wrap === 0) return `... on ${type} { ${dressed.join(' ')} }`;
    if (wrap === 1) return `... { ${dressed.join(' ')} }`;
    if (wrap > 3) return dressed.join(' ');
    const name = `F${this.#fragments.length + 1}${type}`;
    this.#fragments.push(`fragment ${name} on ${type} { ${dressed.join(' ')} }`);
    return wrap === 2 ? `...${name}` : `...${name} ...${name}`;
  }
}
