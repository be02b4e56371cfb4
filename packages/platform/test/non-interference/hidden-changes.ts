import { type TestCaller, writers } from './callers.ts';
import type { Chance } from './chance.ts';
import type { KnownRow, Register } from './register.ts';
import { type IngestedDetail, ingestDetails, learnRecorded, learnRetired, type Write } from './requests.ts';
import { comparedValue, detailInput, idempotencyKey, streets } from './values.ts';

/** What the changes of a run are hidden from. */
export interface HiddenFrom {
  readonly caller: TestCaller;
  /** The operation never asks for history, so historic rows of the own area are hidden from it too. */
  readonly isHistoryHidden: boolean;
  /** The persons that the run is about. */
  readonly focus: readonly string[];
  /** Makes names of the run unique. */
  readonly run: string;
}

const allAreas = ['housing', 'social-care', 'repairs', 'council-tax', 'benefits', 'libraries'] as const;

/** Makes changes of rows that a caller may not see, each by a request that somebody entitled sends. */
export class HiddenChanges {
  readonly #chance: Chance;
  readonly #register: Register;
  #made = 0;

  constructor(chance: Chance, register: Register) {
    this.#chance = chance;
    this.#register = register;
  }

  /** A change by chance. */
  next(from: HiddenFrom): Write {
    const chance = this.#chance;
    this.#made += 1;
    if (from.isHistoryHidden && from.caller.area !== null && chance.is(0.6)) return this.#ownHistory(from, from.caller.area);
    if (!from.caller.seesEquality && chance.is(0.15)) return this.#equality(from);
    if (!from.caller.seesPersons && chance.is(0.2)) return this.#person(from);
    const kind = chance.upTo(100);
    if (kind < 40) return this.#record(from);
    if (kind < 62) return this.#retire(from);
    if (kind < 76) return this.#fillOrFree(from);
    if (kind < 95) return this.#ingest(from);
    return this.#withoutArea(from);
  }

  #target({ focus }: HiddenFrom): string {
    return this.#chance.is(0.9) ? this.#chance.pick(focus) : this.#chance.pick(this.#register.persons).id;
  }

  #sourceId({ run }: HiddenFrom): string {
    return `${run}-${this.#made}`;
  }

  #foreignArea({ caller }: HiddenFrom): string {
    return this.#chance.pick(allAreas.filter((area) => area !== caller.area));
  }

  #record(from: HiddenFrom): Write {
    const chance = this.#chance;
    const writer = chance.pick(writers.filter(({ area }) => area !== from.caller.area));
    const targetId = this.#target(from);
    const detail = detailInput(chance);
    const key = chance.is(0.6) ? { idempotencyKey: idempotencyKey(chance, from.run) } : {};
    return {
      request: {
        ...writer,
        document: 'mutation ($input: RecordContactDetailInput!) { recordContactDetail(input: $input) { contactDetail { id isActive } } }',
        variables: { input: { targetId, ...detail, ...key } },
      },
      learn: (answer, register) => {
        const row = {
          targetId,
          area: writer.area,
          isActive: true,
          contactType: detail.contactType,
          value: comparedValue(detail),
          sourceId: null,
        };
        return learnRecorded(answer, { key: 'recordContactDetail', row }, register);
      },
    };
  }

  #retire(from: HiddenFrom): Write {
    const writer = this.#chance.pick(writers.filter(({ area }) => area !== from.caller.area));
    const rows = this.#register.rows.filter(
      ({ area, isActive, targetId }) => area === writer.area && isActive && from.focus.includes(targetId),
    );
    if (rows.length === 0) return this.#record(from);
    return {
      request: {
        ...writer,
        document: 'mutation ($id: ID!) { retireContactDetail(input: { id: $id }) { contactDetail { id isActive } } }',
        variables: { id: this.#chance.pick(rows).id },
      },
      learn: (answer, register) => learnRetired(answer, 'retireContactDetail', register),
    };
  }

  #ingest(from: HiddenFrom): Write {
    const rows = this.#register.rows.filter(
      ({ area, sourceId, targetId }) => area !== null && area !== from.caller.area && sourceId !== null && from.focus.includes(targetId),
    );
    const place = rows.length > 0 && this.#chance.is(0.5) ? this.#chance.pick(rows) : null;
    return ingestDetails('ingest-service', [place === null ? this.#newItem(from, this.#foreignArea(from)) : this.#changedItem(place)]);
  }

  #newItem(from: HiddenFrom, area: string | null): IngestedDetail {
    const isActive = this.#chance.is(0.7);
    return { sourceId: this.#sourceId(from), targetId: this.#target(from), area, isActive, input: detailInput(this.#chance) };
  }

  #changedItem({ sourceId, targetId, area, isActive }: KnownRow): IngestedDetail {
    return { sourceId: sourceId ?? '', targetId, area, isActive, input: detailInput(this.#chance) };
  }

  /** Five phones of a target that an area holds or no longer holds: as many as one area may have. */
  #fillOrFree(from: HiddenFrom): Write {
    const [area, targetId] = [this.#foreignArea(from), this.#chance.pick(from.focus)];
    const sourceIds = [1, 2, 3, 4, 5].map((place) => `five-${targetId}-${area}-${place}`);
    const isActive = !this.#register.ofTarget(targetId).some((row) => row.isActive && row.sourceId === sourceIds[0]);
    const items = sourceIds.map((sourceId, place): IngestedDetail => {
      const input = { contactType: 'PHONE', subType: 'MOBILE', value: `+44 20 7946 0${900 + place}`, isDefault: false } as const;
      return { sourceId, targetId, area, isActive, input };
    });
    return ingestDetails('ingest-service', items);
  }

  #withoutArea(from: HiddenFrom): Write {
    return ingestDetails('data-steward', [this.#newItem(from, null)]);
  }

  #ownHistory(from: HiddenFrom, area: string): Write {
    const rows = this.#register.rows.filter(
      (row) => row.area === area && !row.isActive && row.sourceId !== null && from.focus.includes(row.targetId),
    );
    const item = rows.length > 0 && this.#chance.is(0.4) ? this.#changedItem(this.#chance.pick(rows)) : this.#newItem(from, area);
    return ingestDetails('ingest-service', [{ ...item, isActive: false }]);
  }

  #equality(from: HiddenFrom): Write {
    const gender = { code: this.#chance.pick(['m', 'f', 'o']) };
    const item = { sourceId: this.#sourceId(from), targetId: this.#target(from), answers: { gender } };
    return {
      request: {
        persona: 'ingest-service',
        document: 'mutation ($input: IngestEqualityInformationInput!) { ingestEqualityInformation(input: $input) { results { outcome } } }',
        variables: { input: { sourceSystem: 'test', items: [item] } },
      },
      learn: (answer) => (answer.seen.includes('CREATED') ? 1 : 0),
    };
  }

  #person(from: HiddenFrom): Write {
    const [id, version] = [this.#target(from), this.#chance.upTo(3)];
    return {
      request: {
        persona: 'social-care-officer',
        document: 'mutation ($input: AmendPersonInput!) { amendPerson(input: $input) { person { version } } }',
        variables: { input: { id, expectedVersion: version, placeOfBirth: this.#chance.pick(streets) } },
      },
      learn: (answer) => (answer.codes.length === 0 ? 1 : 0),
    };
  }
}
