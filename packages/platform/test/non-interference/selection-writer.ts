import type { Chance } from './chance.ts';

/** A place where an operation asks for contact details. */
export interface Asked {
  /** Ids of targets, or of single details; null for whatever has no area. */
  readonly ids: readonly string[] | null;
  readonly includesHistoric: boolean;
}

/** What a document is written with besides chance. */
export interface SelectionGround {
  readonly mayAskHistory: boolean;
  /** False for whoever sees numbers of documents whole. */
  readonly mayAskIdentities: boolean;
  /** Teams that are asked for: own ones, others' and none that exists. */
  readonly teams: readonly string[];
  /** A cursor for each of the two worlds; null without one. */
  readonly pickCursor: () => readonly [string, string] | null;
  /** The id of an earlier request in each of the two worlds; null without one. */
  readonly pickRequest: () => readonly [string, string] | null;
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
  'team',
  'isMasked',
  'isValueMissing',
  'doNotUse',
  'objected',
  'sharedUnder { consentId purpose validUntil }',
  'sensitivity',
  'hasThirdPartyAgreed',
  'isWithheldFromSubject',
  'isPublic',
  'deliveryState',
  'deliveryStateOn',
  'supersedes { id isActive contactInformation { value } }',
  'organisation { id name version }',
  '__typename',
  // Aliases with the names of what rows are judged by.
  'area: contactName',
  'isDefault: version',
  'accessAttributes: origin',
  'value: team',
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
  'personRef',
  'preferredTitle preferredMiddleName preferredSurname',
  'dateOfDeath',
  'reason',
  'nameHistory { forename surname until }',
  'links { rel href type available }',
  'extendedData { data schemaVersion version lastModifiedAt }',
] as const;
const equalityLeaves = [
  'targetId',
  'person { id }',
  'ageGroup',
  'gender { code otherText differentToBirthSex }',
  'ethnicity { code otherText }',
  'disabled',
  'languages { language isPrimary }',
  'communicationRequirements',
  'nationalInsuranceNumber { value isMasked }',
  'pregnancyOrMaternity { isCurrent }',
  'sources { answer source at }',
  'version',
  'createdAt',
  'lastModifiedAt',
] as const;
const consentLeaves = [
  'personId',
  'types',
  'contactDetailIds',
  'sourceArea',
  'recipientArea',
  'purpose',
  'capturedByArea',
  'capturedAt',
  'validFrom',
  'validUntil',
  'status',
  'confirmedAt',
  'revokedAt',
  'supersedesId',
  'noticeTextSha256',
  '__typename',
] as const;
const contactTypes = ['PHONE', 'EMAIL', 'ADDRESS'] as const;

/** Writes selections by chance: aliases, duplicates, fragments of both kinds, directives, with variables or written out. */
export class SelectionWriter {
  readonly chance: Chance;
  /** Where contact details are asked for. */
  readonly asked: Asked[] = [];
  readonly #ground: SelectionGround;
  readonly #variables = new Map<string, { readonly type: string; readonly values: readonly [unknown, unknown] }>();
  readonly #fragments: string[] = [];
  #aliases = 0;

  constructor(chance: Chance, ground: SelectionGround) {
    this.chance = chance;
    this.#ground = ground;
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
    return this.#variable(type, [value, value]);
  }

  /** The argument that asks for history, or none; and whether it does. */
  history(): { readonly argument: string; readonly includesHistoric: boolean } {
    if (this.chance.is(0.2)) return { argument: '', includesHistoric: false };
    const includesHistoric = this.#ground.mayAskHistory && this.chance.is(0.7);
    return { argument: `includeHistoric: ${this.value('Boolean', includesHistoric)}`, includesHistoric };
  }

  /** The arguments of a page: from the start or after some cursor. */
  page(most = 3): readonly string[] {
    const cursor = this.chance.is(0.6) ? this.#ground.pickCursor() : null;
    return [
      ...(this.chance.is(0.8) ? [`first: ${this.value('Int', this.chance.is(0.5) ? 2 : 1 + this.chance.upTo(most))}`] : []),
      ...(cursor === null ? [] : [`after: ${this.#variable('String', cursor)}`]),
    ];
  }

  /** The id of an earlier request, or one that does not exist. */
  requestId(absent: string): string {
    const ids = this.chance.is(0.85) ? this.#ground.pickRequest() : null;
    return this.#variable('ID!', ids ?? [absent, absent]);
  }

  /** A page of nodes with everything around it. */
  connection(node: string): string {
    return this.chance.is(0.1) ? 'totalCount' : `totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${node} } }`;
  }

  contactType(): string {
    return this.value('ContactType!', this.chance.pick(contactTypes));
  }

  detail(depth: number): string {
    const fields: string[] = [...this.chance.some(detailLeaves, 0.25)];
    if (this.chance.is(0.7)) fields.push(this.#contactInformation());
    if (this.chance.is(0.6)) fields.push('sourceServiceArea { area isDefault }');
    if (depth > 0 && this.chance.is(0.2)) fields.push(`person { ${this.person(depth - 1, [])} }`);
    return `id ${this.#dress(fields, 'ContactDetail')}`;
  }

  /** `ids`: who the person can be, as far as that is known. */
  person(depth: number, ids: readonly string[]): string {
    const fields: string[] = [...this.chance.some(personLeaves, 0.3)];
    for (let lists = this.chance.upTo(3); lists > 0; lists -= 1) fields.push(this.#details(depth, ids));
    if (this.chance.is(0.15)) fields.push(`${this.key()}: equalityInformation { ${this.equality()} }`);
    if (this.chance.is(0.1)) fields.push(this.identification());
    if (this.chance.is(0.25)) fields.push(this.#preferred(ids));
    if (this.chance.is(0.15))
      fields.push('contactPreference { preferredChannel timesToAvoid { days from until } doNotUseFor { contactType purpose } version }');
    if (this.chance.is(0.2)) fields.push(`consents { ${this.consent()} }`);
    if (this.chance.is(0.15)) fields.push('restricted', 'restriction { area reason version }');
    if (this.chance.is(0.15)) fields.push(`objections { ${this.objection()} }`);
    if (this.#ground.mayAskHistory && this.chance.is(0.35)) fields.push(this.changes(ids));
    return `id ${this.#dress(fields, 'Person')}`;
  }

  organisation(depth: number, ids: readonly string[]): string {
    const fields = ['name', 'organisationType', 'version', 'lastModifiedAt', ...(this.chance.is(0.7) ? [this.#details(depth, ids)] : [])];
    return `id ${this.#dress(fields, 'Organisation')}`;
  }

  consent(): string {
    return `id ${this.#dress(this.chance.some(consentLeaves, 0.5), 'Consent')}`;
  }

  objection(): string {
    return `id ${this.#dress(['personId', 'recipientArea', 'capturedByArea', 'capturedAt', 'withdrawnAt'], 'Objection')}`;
  }

  /** The history of a person's details. */
  changes(ids: readonly string[]): string {
    this.asked.push({ ids, includesHistoric: true });
    const page = this.page();
    const node = `kind at by fields { field before after } contactDetail { ${this.detail(0)} }`;
    return `${this.key()}: contactDetailHistory${page.length === 0 ? '' : `(${page.join(' ')})`} { ${this.connection(node)} }`;
  }

  equality(): string {
    return `id ${this.#dress(this.chance.some(equalityLeaves, 0.4), 'EqualityInformation')}`;
  }

  /** Documents, with their numbers unless the caller sees those whole. */
  identification(): string {
    return `identification { id type originalSeen documentLink recordedAt isMasked ${this.#ground.mayAskIdentities ? 'value' : ''} }`;
  }

  /** The whole document around root selections, with the variables of each world. */
  document(
    kind: 'query' | 'mutation',
    roots: readonly string[],
  ): { readonly document: string; readonly variables: readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>] } {
    const variables = [...this.#variables];
    const declared = variables.map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    return {
      document: [`${kind} ${declared === '' ? '' : `(${declared})`} {\n${roots.join('\n')}\n}`, ...this.#fragments].join('\n'),
      variables: [
        Object.fromEntries(variables.map(([name, { values }]) => [name, values[0]])),
        Object.fromEntries(variables.map(([name, { values }]) => [name, values[1]])),
      ],
    };
  }

  #variable(type: string, values: readonly [unknown, unknown]): string {
    const name = `v${this.#variables.size + 1}`;
    this.#variables.set(name, { type, values });
    return `$${name}`;
  }

  #details(depth: number, ids: readonly string[]): string {
    const { argument, includesHistoric } = this.history();
    this.asked.push({ ids, includesHistoric });
    return `${this.key()}: contactDetails${argument === '' ? '' : `(${argument})`} { ${this.detail(depth)} }`;
  }

  #preferred(ids: readonly string[]): string {
    this.asked.push({ ids, includesHistoric: false });
    const team = this.chance.is(0.4) ? `team: ${this.value('String', this.chance.pick(this.#ground.teams))}` : '';
    return `${this.key()}: preferredContact(contactType: ${this.contactType()} ${team}) { ${this.detail(0)} }`;
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
