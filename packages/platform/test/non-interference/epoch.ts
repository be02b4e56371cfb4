import { approver, emergencyOfficers, housingWriter, lead, residentPersonId, reviewer, support, type TestCaller } from './callers.ts';
import type { Chance } from './chance.ts';
import type { KnownPerson, Population, Target } from './ground.ts';
import { firstRecords, twinDocumentRequests } from './person-population.ts';
import {
  crowdDetails,
  firstDetails,
  ingestPopulation,
  newOrganisation,
  newPersons,
  residentRecord,
  type Twin,
  twins,
} from './population.ts';
import { type MutationCall, type Request, toBatch, toRequest, valueAt } from './requests.ts';
import { sharedDetails } from './shared-details.ts';
import type { Moment, TwinWorlds } from './twin-worlds.ts';
import { detailInput } from './values.ts';
import type { Answer } from './world.ts';

/** An epoch that is to begin. */
export interface EpochStart {
  readonly worlds: TwinWorlds;
  readonly chance: Chance;
  /** The number of runs before it. */
  readonly run: number;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  /** Called with what both worlds answered to the same. */
  readonly compare: (request: Request, answers: readonly [Answer, Answer]) => void;
}

/** How many persons have rows that differ in the worlds; the last ones. */
const personsWithTwins = 3;
/** How many persons let areas see details of others. */
const personsWithConsents = 4;
const organisationDetails = 4;

/** Fills both worlds with persons, organisations, rows and consents. */
class Epoch {
  readonly #start: EpochStart;
  #steps = 0;

  constructor(start: EpochStart) {
    this.#start = start;
  }

  async begin(): Promise<Population> {
    const { chance, run, startsAt } = this.#start;
    const persons = await this.#persons();
    const ids = persons.map(({ id }) => id);
    const organisation = newOrganisation(chance);
    const organisationId = String(valueAt(await this.#ask(organisation), 'createOrganisation', 'organisation', 'id'));
    const tenure: Target = { id: `7e0a5e00-0000-4000-8000-${String(run).padStart(12, '0')}`, type: 'TENURE' };
    await this.#ask(firstDetails(chance, ids));
    await this.#ofOrganisation(organisationId);
    const crowded = ids[1];
    if (crowded !== undefined) await this.#ask(crowdDetails(crowded));
    const twinIds = await this.#twins(ids.filter((id) => id !== residentPersonId).slice(-personsWithTwins));
    for (const { rows, marks, consents } of sharedDetails(ids.slice(0, personsWithConsents), startsAt)) {
      await this.#ask(marks(await this.#ask(rows)));
      await this.#ask(consents);
    }
    await this.#records(ids);
    await this.#doors(ids);
    return {
      persons,
      organisations: [{ id: organisationId, name: organisation.name }],
      targets: [...ids.map((id): Target => ({ id, type: 'PERSON' })), { id: organisationId, type: 'ORGANISATION' }, tenure],
      twins: twinIds,
    };
  }

  /** Somebody restricted with another area inside and somebody without, openings of them and of others, a session of support. */
  async #doors(ids: readonly string[]): Promise<void> {
    const [, crowded = '', shared = '', known = '', restricted = ''] = ids;
    const reason = 'The household is in danger from somebody who looks for it.';
    const make = (caller: TestCaller, call: MutationCall): Promise<Answer> => this.#ask(toRequest(caller, call));
    const inside = { area: 'housing', role: 'contact:read' };
    await make(lead, { name: 'restrictPerson', input: { personId: known, reason, compartment: [inside] } });
    await make(lead, { name: 'restrictPerson', input: { personId: restricted, reason, compartment: [] } });
    const [housing, socialCare] = emergencyOfficers;
    await this.#open(socialCare, crowded);
    await this.#open(housing, shared);
    const id = await this.#open(housing, restricted);
    if (id !== null) await make(approver, { name: 'approveBreakGlass', input: { id } });
    await make(support, { name: 'startDiagnosticSession', input: { caseReference: support.caseReference, area: 'housing' } });
  }

  /** What is known of persons besides contact details, documents with another number in each world, and answers enough for a report. */
  async #records(ids: readonly string[]): Promise<void> {
    const { worlds, chance, compare } = this.#start;
    for (const request of firstRecords(chance, ids)) await this.#ask(request);
    for (const requests of twinDocumentRequests(ids.filter((id) => id !== residentPersonId))) {
      compare(requests[1], await worlds.askBoth(requests, this.#moment()));
    }
  }

  /** Starts an emergency opening; a right that is locked by now is given back. */
  async #open(officer: TestCaller, personId: string): Promise<string | null> {
    const input = {
      personId,
      reasonCode: 'RISK_TO_LIFE',
      narrative: 'A neighbour reports cries for help, nobody opens.',
      caseReference: 'CASE-77',
      lawfulBasis: 'VITAL_INTERESTS',
    };
    for (let tries = 0; tries < 2; tries += 1) {
      const id = valueAt(await this.#ask(toRequest(officer, { name: 'breakGlass', input })), 'breakGlass', 'breakGlass', 'id');
      if (typeof id === 'string') return id;
      const unlock = { subjectId: `persona-${officer.persona}`, reason: 'Talked with the officer.' };
      await this.#ask(toRequest(reviewer, { name: 'unlockBreakGlass', input: unlock }));
    }
    return null;
  }

  async #persons(): Promise<readonly KnownPerson[]> {
    const { chance, run } = this.#start;
    const persons = newPersons(chance, run);
    const answer = await this.#ask(ingestPopulation(persons));
    return [residentRecord, ...persons].map(({ forename, surname }, place) => ({
      id: String(valueAt(answer, 'ingestPersons', 'results', place, 'id')),
      forename,
      surname,
    }));
  }

  async #ofOrganisation(targetId: string): Promise<void> {
    const { chance } = this.#start;
    const calls = Array.from({ length: organisationDetails }, () => {
      const input = { targetId, targetType: 'ORGANISATION', ...detailInput(chance, true) };
      return { name: 'recordContactDetail', input };
    });
    const answer = await this.#ask(toBatch(housingWriter, calls));
    const ids = calls.map((_call, place) => valueAt(answer, `k${place}`, 'contactDetail', 'id')).filter((id) => typeof id === 'string');
    const published = ids.slice(0, Math.ceil(ids.length / 2));
    const publish = published.map((id) => ({ name: 'publishOrganisationDetail', input: { id, isPublic: true } }));
    if (publish.length > 0) await this.#ask(toBatch(housingWriter, publish));
  }

  async #twins(personIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { worlds, run } = this.#start;
    const ids = new Set<string>();
    for (const twin of twins(personIds, run)) {
      const answers = await worlds.askBoth(twin.requests, this.#moment());
      const id = this.#idOf(twin, answers);
      if (id === null) continue;
      ids.add(id);
      if (twin.mark !== null) await this.#ask(twin.mark(id));
    }
    return ids;
  }

  #idOf({ idPath }: Twin, [one, other]: readonly [Answer, Answer]): string | null {
    const [id, same] = [valueAt(one, ...idPath), valueAt(other, ...idPath)];
    // Where the area has five already, both worlds refuse.
    if (typeof id !== 'string' && typeof same !== 'string') return null;
    if (id !== same) throw new Error('Expected the same id for a twin in both worlds.');
    return String(id);
  }

  #moment(): Moment {
    this.#steps += 1;
    return { name: `epoch-${this.#start.run}/${this.#steps}`, at: this.#start.startsAt + this.#steps };
  }

  async #ask(request: Request): Promise<Answer> {
    const answers = await this.#start.worlds.askBoth([request, request], this.#moment());
    this.#start.compare(request, answers);
    return answers[0];
  }
}

/** Begins an epoch: new persons, and whatever there is of them from the start. */
export const beginEpoch = (start: EpochStart): Promise<Population> => new Epoch(start).begin();
