import type { PersonFacts } from '@resident-graph/policy';
import type { ConsentEvent } from '@resident-graph/schema';
import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  type DocumentFilter,
  isDuplicateKey,
  outboxIndex,
  startOutbox,
  type WithOutbox,
  withEvents,
} from '@resident-graph/service-kit';
import {
  type Consent,
  type ConsentRegister,
  emptyRegister,
  monitoringObjectedIds,
  type Objection,
  objectedIds,
  type RegisterChange,
  toPersonFacts,
} from '../domain/consent.ts';
import type { PersonFactsSource } from '../domain/person-facts-source.ts';

/** A consent register as stored; `_id` is the person's id. */
export interface ConsentRegisterDocument extends WithOutbox<ConsentEvent>, ConsentRegister {
  /** Every area that something in the register concerns: what does not concern an area is not read for it, so it takes no time either. */
  readonly areas: readonly string[];
  /**
   * The ids of other persons for which an objection in the register holds, because they were joined when it was captured; left out where
   * there are none.
   */
  readonly objectedIds?: readonly string[];
  /** The ids for which an objection to monitoring holds now; left out where there never was one. */
  readonly monitoringObjectedIds?: readonly string[];
}

export const consentsCollection: CollectionDeclaration = {
  name: 'consents',
  indexes: [
    { name: 'consent-id', key: { 'consents.id': 1 }, isMultikey: true },
    { name: 'areas', key: { areas: 1 }, isMultikey: true },
    { name: 'pending-for', key: { 'consents.pendingFor': 1 }, isMultikey: true },
    { name: 'objection-id', key: { 'objections.id': 1 }, isMultikey: true },
    { name: 'idempotency-scope', key: { 'idempotency.scope': 1 }, isMultikey: true },
    { name: 'objected-ids', key: { objectedIds: 1 }, isMultikey: true },
    { name: 'monitoring-objected-ids', key: { monitoringObjectedIds: 1 }, isMultikey: true },
    outboxIndex,
  ],
};

const toRegister = ({ personId, consents, objections, idempotency, version }: ConsentRegisterDocument): ConsentRegister => ({
  personId,
  consents,
  objections,
  idempotency,
  version,
});

const areasOf = ({ consents, objections }: ConsentRegister): readonly string[] => {
  const areas = [
    ...consents.flatMap(({ sourceArea, recipientArea, capturedByArea }) => [sourceArea, recipientArea, capturedByArea]),
    ...objections.flatMap(({ recipientArea, capturedByArea }) => [recipientArea, capturedByArea]),
  ];
  return [...new Set(areas.filter((area) => area !== null))].toSorted();
};

/** What a register is found by. */
const keysOf = (register: ConsentRegister): Pick<ConsentRegisterDocument, 'areas' | 'objectedIds' | 'monitoringObjectedIds'> => {
  const others = new Set(register.objections.flatMap(objectedIds));
  others.delete(register.personId);
  const ofMonitoring = [...new Set(monitoringObjectedIds(register))];
  return {
    areas: areasOf(register),
    ...(others.size === 0 ? {} : { objectedIds: [...others] }),
    // An update takes no field away, so an objection that was withdrawn leaves an empty list.
    ...(register.objections.some(({ recipientArea }) => recipientArea === null) ? { monitoringObjectedIds: ofMonitoring } : {}),
  };
};

/** Registers of some ids, and those with an objection that holds for one of them. */
const naming = (ids: readonly string[], condition: DocumentFilter = {}): DocumentFilter => ({
  $or: [
    { _id: { $in: [...ids] }, ...condition },
    { objectedIds: { $in: [...ids] }, ...condition },
  ],
});

/**
 * The consent registers of this subgraph. Everything is read from the store each time: a revocation works on the next request of every
 * process.
 */
export class ConsentStore implements PersonFactsSource {
  readonly #registers: DocumentCollection<ConsentRegisterDocument>;

  constructor(registers: DocumentCollection<ConsentRegisterDocument>) {
    this.#registers = registers;
  }

  static async open(database: DocumentDatabase): Promise<ConsentStore> {
    return new ConsentStore(await database.collection<ConsentRegisterDocument>(consentsCollection));
  }

  /** The collection, for the relay. */
  get collection(): DocumentCollection<ConsentRegisterDocument> {
    return this.#registers;
  }

  /** What decisions rest on, by person, in one read. */
  async find(personIds: readonly string[], recipientArea: string | null): Promise<ReadonlyMap<string, PersonFacts>> {
    if (recipientArea === null) return new Map();
    const ids = new Set(personIds);
    // Whole: the embedded store takes longer to cut fields out of a register than to read all of it.
    const documents = await this.#registers.find(naming([...ids], { areas: recipientArea })).toArray();
    const named = new Map<string, ConsentRegisterDocument[]>();
    for (const document of documents) {
      for (const id of [document.personId, ...(document.objectedIds ?? [])]) {
        if (ids.has(id)) named.set(id, [...(named.get(id) ?? []), document]);
      }
    }
    return new Map([...named].map(([id, registers]) => [id, toPersonFacts(id, registers)]));
  }

  /** Those of some persons for whom an objection to monitoring holds, in one read. */
  async findMonitoringObjected(personIds: readonly string[]): Promise<ReadonlySet<string>> {
    const ids = [...new Set(personIds)];
    const documents = await this.#registers.find({ monitoringObjectedIds: { $in: ids } }).toArray();
    const objected = new Set(documents.flatMap((document) => document.monitoringObjectedIds ?? []));
    return new Set(ids.filter((id) => objected.has(id)));
  }

  /** The register of a person, empty when nothing was recorded. */
  async getRegister(personId: string): Promise<ConsentRegister> {
    const [register = emptyRegister(personId)] = await this.#find({ _id: personId });
    return register;
  }

  /**
   * The registers of several persons, in their order, in one read; empty ones where nothing was recorded, or nothing that concerns the
   * area, when one is named.
   */
  async getRegisters(personIds: readonly string[], area: string | null = null): Promise<readonly ConsentRegister[]> {
    const registers = await this.#find({ _id: { $in: [...new Set(personIds)] }, ...(area === null ? {} : { areas: area }) });
    const byPerson = new Map(registers.map((register) => [register.personId, register]));
    return personIds.map((personId) => byPerson.get(personId) ?? emptyRegister(personId));
  }

  /** A consent with the register that it stands in; null without one. */
  async findConsent(id: string): Promise<{ readonly register: ConsentRegister; readonly consent: Consent } | null> {
    const [register] = await this.#find({ 'consents.id': id });
    const consent = register?.consents.find((candidate) => candidate.id === id);
    return register === undefined || consent === undefined ? null : { register, consent };
  }

  /** An objection with the register that it stands in; null without one. */
  async findObjection(id: string): Promise<{ readonly register: ConsentRegister; readonly objection: Objection } | null> {
    const [register] = await this.#find({ 'objections.id': id });
    const objection = register?.objections.find((candidate) => candidate.id === id);
    return register === undefined || objection === undefined ? null : { register, objection };
  }

  /** The consents that wait for an area to confirm them, in no order. */
  async findPending(sourceArea: string): Promise<readonly Consent[]> {
    const registers = await this.#find({ 'consents.pendingFor': sourceArea });
    return registers.flatMap(({ consents }) => consents.filter(({ pendingFor }) => pendingFor === sourceArea));
  }

  /** The registers in which an idempotency key left its mark. */
  async findMarked(scope: string): Promise<readonly ConsentRegister[]> {
    return this.#find({ 'idempotency.scope': scope });
  }

  async #find(filter: DocumentFilter): Promise<readonly ConsentRegister[]> {
    return (await this.#registers.find(filter).toArray()).map(toRegister);
  }

  /** Writes a change; without events there is nothing to write. False when somebody else wrote first: read again and repeat the change. */
  async save({ register, events: [first, ...others] }: RegisterChange<unknown>): Promise<boolean> {
    if (first === undefined) return true;
    const { personId: _id, version } = register;
    if (version > 0) {
      const outcome = await this.#registers.updateOne(
        { _id, version: version - 1 },
        withEvents([first, ...others], { ...register, ...keysOf(register) }),
      );
      return outcome.matchedCount > 0;
    }
    try {
      await this.#registers.insertOne({ _id, ...register, ...keysOf(register), ...startOutbox(first, ...others) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
