import type { PlatformOverrides } from '../../src/index.ts';
import { type TestCaller, testCallers } from './callers.ts';
import { type Chance, createChance } from './chance.ts';
import { HiddenChanges } from './hidden-changes.ts';
import { type Operation, writeOperation } from './operations.ts';
import { crowdDetails, firstDetails, newPersons } from './population.ts';
import { type CellTally, reachedCells } from './reached-cells.ts';
import { Register } from './register.ts';
import type { Request, Write } from './requests.ts';
import { type Answer, createWorld, type World } from './world.ts';

/** What is run. */
export interface NonInterferenceOptions {
  readonly runs: number;
  readonly seed: number;
  /** What stands in place of the product's parts, made anew for each world. */
  readonly createOverrides?: () => PlatformOverrides;
  /** Ends at the first difference. */
  readonly stopsAtDifference?: boolean;
  readonly onRun?: (run: number) => void;
}

/** Two answers that should have been one. */
export interface Difference {
  readonly run: number;
  /** Whose answer differs. */
  readonly persona: string;
  readonly request: Request;
  /** Without and with the hidden changes before it. */
  readonly answers: readonly [string, string];
  readonly hiddenChanges: readonly Request[];
}

/** What came out. */
export interface NonInterferenceFigures {
  readonly runs: number;
  /** Runs that reached each grant and cap. */
  readonly cells: CellTally;
  readonly mutations: number;
  /** Runs whose document was refused as a whole. */
  readonly refused: number;
  /** Runs in which a hidden row changed before the operation in one world and after it in the other. */
  readonly hiddenChanged: number;
  readonly internalErrors: number;
  readonly differences: readonly Difference[];
}

const startOfTime = Date.UTC(2026, 2, 10, 9);
const runsOfEpoch = 50;
/** Who reads everything at the end of an epoch, when both worlds have seen the same. */
const settledReaders = ['housing-officer', 'social-care-officer', 'repairs-service'];

/** Two platforms from one seed. The second one sees hidden changes early; then the first one follows, and both hold the same again. */
class TwinRun {
  readonly #options: NonInterferenceOptions;
  readonly #worlds: readonly [World, World];
  readonly #register = new Register();
  readonly #differences: Difference[] = [];
  readonly #cells: Record<keyof CellTally, number> = { G1: 0, G2: 0, G9: 0, C7: 0 };
  #run = 0;
  #mutations = 0;
  #refused = 0;
  #hiddenChanged = 0;
  #internalErrors = 0;

  constructor(options: NonInterferenceOptions, worlds: readonly [World, World]) {
    this.#options = options;
    this.#worlds = worlds;
  }

  async runAll(): Promise<NonInterferenceFigures> {
    const { runs, stopsAtDifference = false, onRun } = this.#options;
    while (this.#run < runs && !(stopsAtDifference && this.#differences.length > 0)) {
      if (this.#run % runsOfEpoch === 0) await this.#beginEpoch();
      this.#run += 1;
      await this.#runOnce();
      if (this.#run % runsOfEpoch === 0 || this.#run === runs) await this.#compareSettled();
      onRun?.(this.#run);
    }
    return {
      runs: this.#run,
      cells: this.#cells,
      mutations: this.#mutations,
      refused: this.#refused,
      hiddenChanged: this.#hiddenChanged,
      internalErrors: this.#internalErrors,
      differences: this.#differences,
    };
  }

  async #beginEpoch(): Promise<void> {
    const chance = createChance(this.#options.seed * 7_919 + this.#run);
    this.#register.clear();
    const persons = newPersons(chance, this.#run);
    await this.#inBoth(persons, 'persons');
    await this.#inBoth(firstDetails(chance, this.#register), 'details');
    const [crowded] = this.#register.persons;
    if (crowded !== undefined) await this.#inBoth(crowdDetails(crowded.id), 'crowd');
  }

  async #inBoth({ request, learn }: Write, name: string): Promise<void> {
    const [first, second] = this.#worlds;
    const answer = await this.#ask(first, request, { name, at: 0 });
    this.#compare(request, [answer, await this.#ask(second, request, { name, at: 0 })], []);
    learn(answer, this.#register);
  }

  async #runOnce(): Promise<void> {
    const chance = createChance(this.#options.seed * 1_000_003 + this.#run);
    const caller = chance.pick(testCallers);
    const isHistoryHidden = caller.area !== null && chance.is(0.35);
    const focus = [this.#pickPerson(chance, caller), this.#pickPerson(chance, caller)];
    const changes = new HiddenChanges(chance, this.#register);
    const [first, second] = this.#worlds;
    const early: { readonly request: Request; readonly answer: Answer }[] = [];
    const run = `run-${this.#run}`;
    let changed = 0;
    for (let left = chance.is(0.05) ? 0 : 1 + chance.upTo(4); left > 0; left -= 1) {
      const { request, learn } = changes.next({ caller, isHistoryHidden, focus, run });
      const answer = await this.#ask(second, request, { name: `hidden-${early.length}`, at: early.length + 1 });
      changed += learn(answer, this.#register);
      early.push({ request, answer });
    }
    if (changed > 0) this.#hiddenChanged += 1;
    const operation = writeOperation(chance, { caller, register: this.#register, isHistoryHidden, focus, run });
    const [without, withChanges] = [await this.#askOperation(first, operation), await this.#askOperation(second, operation)];
    const hiddenChanges = early.map(({ request }) => request);
    this.#compare(operation.request, [without, withChanges], hiddenChanges);
    this.#count(caller, operation, without);
    operation.learn(withChanges, this.#register);
    for (const [place, { request, answer }] of early.entries()) {
      const late = await this.#ask(first, request, { name: `hidden-${place}`, at: place + 1 });
      // To whoever made it, the operation of the caller is as hidden as this change was to the caller.
      this.#compare(request, [answer, late], [operation.request]);
    }
  }

  /** Mostly somebody of whom the caller sees something. */
  #pickPerson(chance: Chance, { area }: TestCaller): string {
    const [crowded] = this.#register.persons;
    if (crowded !== undefined && chance.is(0.2)) return crowded.id;
    const rows = this.#register.rows.filter((row) => row.area === area);
    const ids = rows.length > 0 && chance.is(0.7) ? rows.map(({ targetId }) => targetId) : this.#register.persons.map(({ id }) => id);
    return chance.pick([...new Set(ids)]);
  }

  /** What every area sees, history too, once both worlds have seen the same: an order of events leaves no trace either. */
  async #compareSettled(): Promise<void> {
    const document = `query ($ids: [ID!]!) { persons(ids: $ids) { id version lastModifiedAt contactDetails(includeHistoric: true) {
      id version isActive createdAt lastModifiedAt contactInformation { contactType value description } sourceServiceArea { area isDefault } } } }`;
    const variables = { ids: this.#register.persons.map(({ id }) => id) };
    for (const persona of settledReaders) {
      const request = { persona, document, variables };
      const [first, second] = this.#worlds;
      const place = { name: 'settled', at: 900 };
      this.#compare(request, [await this.#ask(first, request, place), await this.#ask(second, request, place)], []);
    }
  }

  #askOperation(world: World, { request }: Operation): Promise<Answer> {
    return this.#ask(world, request, { name: 'operation', at: 500 });
  }

  /** All steps of a run lie within one second, so that going back to an earlier one leaves every token valid. */
  #ask(world: World, request: Request, { name, at }: { readonly name: string; readonly at: number }): Promise<Answer> {
    return world.ask({ ...request, name: `run-${this.#run}/${name}`, at: startOfTime + this.#run * 1_000 + at });
  }

  #compare(request: Request, [without, withChanges]: readonly [Answer, Answer], hiddenChanges: readonly Request[]): void {
    if ([...without.codes, ...withChanges.codes].includes('INTERNAL_SERVER_ERROR')) this.#internalErrors += 1;
    if (without.seen === withChanges.seen) return;
    this.#differences.push({
      run: this.#run,
      persona: request.persona,
      request,
      answers: [without.seen, withChanges.seen],
      hiddenChanges,
    });
  }

  #count(caller: TestCaller, operation: Operation, answer: Answer): void {
    if (operation.request.document.startsWith('mutation')) this.#mutations += 1;
    if (answer.codes.includes('GRAPHQL_VALIDATION_FAILED')) this.#refused += 1;
    for (const cell of reachedCells({ caller, operation, answer }, this.#register.rows)) this.#cells[cell] += 1;
  }
}

/** Runs operations in twin worlds that differ in what is hidden from the caller. Source: access-model.md section 13, T1. */
export const runNonInterference = async (options: NonInterferenceOptions): Promise<NonInterferenceFigures> => {
  const create = (): Promise<World> => createWorld(options.createOverrides?.() ?? {});
  const worlds = [await create(), await create()] as const;
  try {
    return await new TwinRun(options, worlds).runAll();
  } finally {
    for (const world of worlds) await world.stop();
  }
};
