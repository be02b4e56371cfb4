import type { TestCaller } from './callers.ts';
import type { Chance } from './chance.ts';
import type { KnownPerson, KnownRow, Register } from './register.ts';
import { learnRecorded, learnRetired, type Write } from './requests.ts';
import { type Asked, SelectionWriter } from './selection-writer.ts';
import { comparedValue, detailInput, idempotencyKey, streets } from './values.ts';

/** An operation of the caller, with where it asks for contact details. */
export interface Operation extends Write {
  readonly asked: readonly Asked[];
}

/** What an operation is made from. */
export interface OperationGround {
  readonly caller: TestCaller;
  readonly register: Register;
  readonly isHistoryHidden: boolean;
  readonly focus: readonly string[];
  /** Makes names of the run unique. */
  readonly run: string;
}

const absentId = '00000000-0000-4000-8000-000000000000';
const depth = 1;

class OperationWriter {
  readonly #chance: Chance;
  readonly #ground: OperationGround;
  readonly #selections: SelectionWriter;
  readonly #learn: Write['learn'][] = [];

  constructor(chance: Chance, ground: OperationGround) {
    this.#chance = chance;
    this.#ground = ground;
    this.#selections = new SelectionWriter(chance, !ground.isHistoryHidden);
  }

  write(): Operation {
    const isMutation = this.#chance.is(0.4);
    const roots = Array.from({ length: 1 + this.#chance.upTo(3) }, () => (isMutation ? this.#mutation() : this.#query()));
    const { persona, headers } = this.#ground.caller;
    return {
      request: { persona, headers, ...this.#selections.document(isMutation ? 'mutation' : 'query', roots) },
      asked: this.#selections.asked,
      learn: (answer, register) => this.#learn.reduce((changed, learn) => changed + learn(answer, register), 0),
    };
  }

  #query(): string {
    const key = this.#selections.key();
    const kind = this.#chance.upTo(100);
    if (kind < 17) return this.#person(key);
    if (kind < 26) return this.#persons(key);
    if (kind < 46) return this.#search(key);
    if (kind < 66) return this.#detail(key);
    if (kind < 90) return this.#details(key);
    if (kind < 95) return `${key}: equalityInformationByTarget(targetId: ${this.#id(this.#targetId())}) { ${this.#selections.equality()} }`;
    return this.#refused(key);
  }

  #mutation(): string {
    const key = this.#selections.key();
    const kind = this.#chance.upTo(100);
    if (kind < 64) return this.#record(key);
    if (kind < 92) return this.#retire(key);
    if (kind < 96) return this.#amend(key);
    return this.#recordEquality(key);
  }

  #id(id: string): string {
    return this.#selections.value('ID!', id);
  }

  #targetId(): string {
    const { focus, register } = this.#ground;
    if (this.#chance.is(0.05)) return absentId;
    return this.#chance.is(0.8) ? this.#chance.pick(focus) : this.#chance.pick(register.persons).id;
  }

  /** The id of a detail: visible, hidden or absent. */
  #detailId(rows: readonly KnownRow[]): string {
    const near = rows.filter(({ targetId }) => this.#ground.focus.includes(targetId));
    if (near.length === 0 || this.#chance.is(0.1)) return absentId;
    // The newest are those that a hidden change has just made.
    return this.#chance.pick(this.#chance.is(0.6) ? near.slice(-3) : near).id;
  }

  #person(key: string): string {
    const id = this.#targetId();
    return `${key}: person(id: ${this.#id(id)}) { ${this.#selections.person(depth, [id])} }`;
  }

  #persons(key: string): string {
    const ids = [this.#targetId(), this.#targetId(), this.#targetId()];
    return `${key}: persons(ids: ${this.#selections.value('[ID!]!', ids)}) { ${this.#selections.person(depth, ids)} }`;
  }

  #search(key: string): string {
    const chance = this.#chance;
    const person =
      this.#ground.register.persons.find(({ id }) => id === this.#ground.focus[0]) ?? chance.pick(this.#ground.register.persons);
    const text = this.#selections.value('String!', this.#searchText(person));
    const more = [
      ...(chance.is(0.4)
        ? [`sortBy: ${this.#selections.value('PersonSearchSort', chance.pick(['RELEVANCE', 'SURNAME', 'DATE_OF_BIRTH']))}`]
        : []),
      ...(chance.is(0.3) ? [`isDesc: ${this.#selections.value('Boolean', chance.is(0.5))}`] : []),
      ...(chance.is(0.4)
        ? [`pageSize: ${this.#selections.value('Int', 1 + chance.upTo(5))}`, `page: ${this.#selections.value('Int', 1 + chance.upTo(3))}`]
        : []),
    ];
    const hits = `matchedOn person { ${this.#selections.person(0, [person.id])} }`;
    return `${key}: searchPersons(searchText: ${text}, ${more.join(', ')}) { total results { ${hits} } pageInfo { page totalPages hasNextPage } }`;
  }

  /** A name in one of its forms, or the value of a contact detail, which finds nobody. */
  #searchText({ forename, surname }: KnownPerson): string {
    const kind = this.#chance.upTo(9);
    if (kind < 2) return surname;
    if (kind === 2) return `${surname} ${forename}`;
    if (kind === 3) return surname.slice(0, 4);
    if (kind === 4) return `${surname.slice(0, 3)}x${surname.slice(4)}`;
    if (kind === 5) return this.#chance.pick(streets);
    const newest = this.#ground.register.rows.slice(-4);
    const addresses = newest.filter(({ contactType }) => contactType === 'ADDRESS');
    if (addresses.length > 0) return this.#chance.pick(addresses).value;
    return newest.length === 0 ? forename : this.#chance.pick(newest).value;
  }

  #detail(key: string): string {
    const { argument, includesHistoric } = this.#selections.history();
    const id = this.#detailId(this.#ground.register.rows);
    this.#selections.asked.push({ ids: [id], includesHistoric });
    return `${key}: contactDetail(id: ${this.#id(id)}, ${argument}) { ${this.#selections.detail(depth)} }`;
  }

  #details(key: string): string {
    const { argument, includesHistoric } = this.#selections.history();
    const id = this.#targetId();
    this.#selections.asked.push({ ids: [id], includesHistoric });
    const type = this.#chance.is(0.2)
      ? `targetType: ${this.#selections.value('ContactTargetType', this.#chance.pick(['PERSON', 'TENURE']))}`
      : '';
    return `${key}: contactDetails(targetId: ${this.#id(id)}, ${type} ${argument}) { ${this.#selections.detail(depth)} }`;
  }

  /** What no document may ask for. */
  #refused(key: string): string {
    const field = this.#chance.pick(['accessAttributes { area }', 'rg__access: id', 'nothing']);
    return `${key}: contactDetails(targetId: ${this.#id(this.#targetId())}) { id ${field} }`;
  }

  #record(key: string): string {
    const chance = this.#chance;
    const { caller, register } = this.#ground;
    const targetId = this.#targetId();
    const copied = register.ofTarget(targetId).filter(({ isActive, contactType }) => isActive && contactType === 'PHONE');
    const isCopy = copied.length > 0 && chance.is(0.4);
    const detail = isCopy
      ? { contactType: 'PHONE', subType: 'MOBILE', value: chance.pick(copied).value, isDefault: false }
      : chance.is(0.03)
        ? { contactType: 'PHONE', subType: 'PERSONAL', value: 'none', isDefault: false }
        : detailInput(chance);
    const idempotency = chance.is(0.5) ? { idempotencyKey: idempotencyKey(chance, this.#ground.run) } : {};
    const input = this.#selections.value('RecordContactDetailInput!', { targetId, ...detail, ...idempotency });
    const value = 'address' in detail ? comparedValue(detail) : (detail.value ?? '');
    const row = { targetId, area: caller.area, isActive: true, contactType: detail.contactType, value, sourceId: null };
    this.#learn.push((answer, known) => learnRecorded(answer, { key, row }, known));
    return `${key}: recordContactDetail(input: ${input}) { contactDetail { ${this.#selections.detail(depth)} } }`;
  }

  #retire(key: string): string {
    const { caller, isHistoryHidden, register } = this.#ground;
    // A write names the historic rows of the own area whoever asks, so it is no question that they could be hidden from.
    const rows = register.rows.filter(({ area, isActive }) => isActive || area !== caller.area || !isHistoryHidden);
    const id = this.#detailId(rows);
    this.#learn.push((answer, known) => learnRetired(answer, key, known));
    const input = `{ id: ${this.#id(id)} }`;
    return `${key}: retireContactDetail(input: ${input}) { contactDetail { ${this.#selections.detail(depth)} } }`;
  }

  #amend(key: string): string {
    const input = { id: this.#targetId(), expectedVersion: this.#chance.upTo(2), placeOfBirth: this.#chance.pick(streets) };
    const variable = this.#selections.value('AmendPersonInput!', input);
    return `${key}: amendPerson(input: ${variable}) { person { ${this.#selections.person(depth, [input.id])} } }`;
  }

  #recordEquality(key: string): string {
    const input = { targetId: this.#targetId(), answers: { gender: { code: 'f' } } };
    const variable = this.#selections.value('RecordEqualityInformationInput!', input);
    return `${key}: recordEqualityInformation(input: ${variable}) { equalityInformation { ${this.#selections.equality()} } }`;
  }
}

/** Writes an operation by chance, over everything that the API offers. */
export const writeOperation = (chance: Chance, ground: OperationGround): Operation => new OperationWriter(chance, ground).write();
