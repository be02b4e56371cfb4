import type { PlatformOverrides } from '../../src/index.ts';
import { readsRecord, residentPersonId, type TestCaller, testCallers, writers } from './callers.ts';
import type { Census } from './census.ts';
import { type Chance, createChance } from './chance.ts';
import { type Change, foreignPages, makeChange } from './changes.ts';
import { CursorPool } from './cursor-pool.ts';
import { beginEpoch } from './epoch.ts';
import type { Ground, Population, Target } from './ground.ts';
import { foundThoughRestricted } from './named-persons.ts';
import { type Operation, writeOperation } from './operations.ts';
import { type CellName, type CellTally, cellNames, reachedCells, shownThoughHidden } from './reached-cells.ts';
import type { Request } from './requests.ts';
import { settledRequests } from './settled.ts';
import { type Moment, TwinWorlds } from './twin-worlds.ts';
import { viewOf } from './view.ts';
import type { Answer } from './world.ts';

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

/** Two answers that should have been one, or an answer that shows what is hidden. */
export interface Difference {
  readonly run: number;
  /** Whose answer differs. */
  readonly persona: string;
  readonly request: Request;
  /** Without and with the hidden changes before it. */
  readonly answers: readonly [string, string];
  readonly hiddenChanges: readonly Request[];
  /** Ids of rows that the caller must not see and that both answers show; empty when the answers differ. */
  readonly shown: readonly string[];
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
  /** Runs after which the worlds were begun anew, because the caller had written what somebody hidden wrote too. */
  readonly renewed: number;
  readonly internalErrors: number;
  readonly differences: readonly Difference[];
}

const startOfTime = Date.UTC(2026, 2, 10, 9);
const millisecondsOfRun = 2_000;
const asksAfter = 500;
const runsOfEpoch = 100;
/** The one person who is the same in all epochs has more and more rows. */
const epochsOfWorlds = 8;

/** A request that was made in one world and still has to be made in the other. */
interface Step {
  readonly request: Request;
  readonly moment: Moment;
  readonly answer: Answer;
}

/** Who asks what in a run. */
interface Run {
  readonly chance: Chance;
  readonly caller: TestCaller;
  readonly isHistoryHidden: boolean;
  readonly asksRecord: boolean;
  readonly focus: readonly Target[];
}

/** Two platforms from one seed. The second one sees hidden changes early; then the first one follows, and both hold the same again. */
class TwinRun {
  readonly #options: NonInterferenceOptions;
  readonly #differences: Difference[] = [];
  readonly #cells = Object.fromEntries(cellNames.map((name) => [name, 0])) as Record<CellName, number>;
  #worlds: TwinWorlds | null = null;
  #population: Population = { persons: [], organisations: [], targets: [], twins: new Set() };
  #cursors = new CursorPool();
  #run = 0;
  #runsInEpoch = 0;
  #epochsInWorlds = 0;
  #mutations = 0;
  #refused = 0;
  #hiddenChanged = 0;
  #renewed = 0;
  #internalErrors = 0;
  /** What both worlds held after the last run; null when that is not known. */
  #settled: Census | null = null;

  constructor(options: NonInterferenceOptions) {
    this.#options = options;
  }

  async runAll(): Promise<NonInterferenceFigures> {
    const { runs, stopsAtDifference = false, onRun } = this.#options;
    try {
      while (this.#run < runs && !(stopsAtDifference && this.#differences.length > 0)) {
        const worlds = await this.#ready();
        this.#run += 1;
        this.#runsInEpoch += 1;
        const fate = await this.#runOnce(worlds);
        if (fate === 'same' && (this.#runsInEpoch === runsOfEpoch || this.#run === runs)) await this.#compareSettled(worlds);
        if (fate !== 'same') {
          this.#renewed += 1;
          this.#runsInEpoch = runsOfEpoch;
          // Look-ups, queues and triage reach over all epochs: worlds that differ once are of no use any more.
          this.#epochsInWorlds = epochsOfWorlds;
        }
        onRun?.(this.#run);
      }
    } finally {
      await this.#worlds?.stop();
    }
    return {
      runs: this.#run,
      cells: this.#cells,
      mutations: this.#mutations,
      refused: this.#refused,
      hiddenChanged: this.#hiddenChanged,
      renewed: this.#renewed,
      internalErrors: this.#internalErrors,
      differences: this.#differences,
    };
  }

  /** The worlds in an epoch that still lasts. */
  async #ready(): Promise<TwinWorlds> {
    if (this.#worlds !== null && this.#runsInEpoch < runsOfEpoch) return this.#worlds;
    if (this.#worlds === null || this.#epochsInWorlds >= epochsOfWorlds) {
      await this.#worlds?.stop();
      this.#worlds = null;
      this.#worlds = await TwinWorlds.start(this.#options.createOverrides ?? (() => ({})));
      this.#epochsInWorlds = 0;
    }
    this.#epochsInWorlds += 1;
    this.#runsInEpoch = 0;
    this.#settled = null;
    this.#cursors = new CursorPool();
    this.#population = await beginEpoch({
      worlds: this.#worlds,
      chance: createChance(this.#options.seed * 7_919 + this.#run),
      run: this.#run,
      startsAt: this.#momentOf('epoch', 1_000).at,
      compare: (request, answers) => {
        this.#compare({ request, answers, hiddenChanges: [] });
      },
    });
    return this.#worlds;
  }

  /** All steps of a run lie within a second, so that going back to an earlier one leaves every token valid. */
  #momentOf(name: string, after: number): Moment {
    return { name: `run-${this.#run}/${name}`, at: startOfTime + this.#run * millisecondsOfRun + after };
  }

  #chooseRun(): Run {
    const chance = createChance(this.#options.seed * 1_000_003 + this.#run);
    const caller = chance.pick(testCallers);
    const isHistoryHidden = caller.area !== null && chance.is(0.2);
    const asksRecord = readsRecord(caller) && chance.is(0.35);
    return { chance, caller, isHistoryHidden, asksRecord, focus: [this.#pickTarget(chance, caller), this.#pickTarget(chance, caller)] };
  }

  #pickTarget(chance: Chance, { kind, onBehalfOf, area }: TestCaller): Target {
    const { targets } = this.#population;
    const crowded = targets[1];
    if (crowded !== undefined && chance.is(0.12)) return crowded;
    if ((kind === 'resident' || onBehalfOf === 'resident') && chance.is(0.75)) return { id: residentPersonId, type: 'PERSON' };
    // The last persons have rows of housing that differ in the worlds.
    if (area === 'housing' && chance.is(0.2)) return chance.pick(targets.filter(({ type }) => type === 'PERSON').slice(-3));
    if (chance.is(0.12)) return chance.pick(targets.filter(({ type }) => type !== 'PERSON'));
    // Somebody of these is restricted, mostly.
    if (chance.is(0.12)) return chance.pick(targets.slice(2, 7));
    // A few persons of whom much is known lead further than many of whom there is little.
    return chance.pick(chance.is(0.6) ? targets.slice(0, 4) : targets);
  }

  #groundOf(run: Run, census: Census): Ground {
    return {
      ...run,
      census,
      population: this.#population,
      run: `run-${this.#run}`,
      startsAt: this.#momentOf('', 0).at,
      asksAt: this.#momentOf('', asksAfter).at,
    };
  }

  #take(worlds: TwinWorlds, which: 0 | 1): Promise<Census> {
    return worlds.takeCensus(
      which,
      this.#population.targets.map(({ id }) => id),
    );
  }

  /** What both worlds hold before anything happens. */
  async #start(worlds: TwinWorlds): Promise<Census> {
    return this.#settled ?? (await this.#take(worlds, 1));
  }

  async #runOnce(worlds: TwinWorlds): Promise<'same' | 'differs'> {
    const run = this.#chooseRun();
    const { caller } = run;
    const started = await this.#start(worlds);
    const { pending, census, hasVisible } = await this.#changeEarly(worlds, run, started);
    const without = hasVisible ? await this.#take(worlds, 0) : started;
    // The caller made something visible of what was hidden, or an order of changes counted: nothing can be said about this run.
    if (this.#viewOf(without, run) !== this.#viewOf(census, run)) {
      await this.#changeLate(worlds, pending, () => false);
      return this.#fateOf(await this.#take(worlds, 0), census);
    }
    if (toText(without, this.#population) !== toText(census, this.#population)) this.#hiddenChanged += 1;
    const hiddenChanges = pending.map(({ request }) => request);
    const operation = await this.#writeOperation({ worlds, made: hiddenChanges }, this.#groundOf(run, census), run);
    const moment = this.#momentOf('operation', asksAfter);
    const answers = await worlds.askBoth(operation.requests, moment);
    // A question goes on record too.
    const after = await this.#take(worlds, 1);
    const asked = { request: operation.requests[1], answer: answers[1] };
    const shown = [...this.#shownTo(caller, answers[1], [census, after]), ...foundThoughRestricted(caller, asked, [census, after])];
    this.#compare({ request: operation.requests[1], answers, hiddenChanges, shown });
    if (answers[0].seen === answers[1].seen) this.#cursors.keep(caller, answers[1]);
    if (!operation.isMutation && !hasVisible) this.#compareRecord({ request: operation.requests[1], answers, hiddenChanges });
    if (!operation.isMutation && caller.area === 'housing') this.#cursors.keepRequest(answers);
    this.#count(caller, { operation, answer: answers[1], census: operation.isMutation ? after : census });
    await this.#changeLate(worlds, pending, ({ request }) => {
      if (hasVisible) return false;
      if (!operation.isMutation) return true;
      const writer = writers.find(({ persona, headers }) => persona === request.persona && toKey(headers) === toKey(request.headers));
      if (writer === undefined) return false;
      const looking = { ...run, caller: writer, isHistoryHidden: false, asksRecord: readsRecord(writer) };
      return this.#viewOf(census, looking) === this.#viewOf(after, looking);
    });
    return this.#fateOf(await this.#take(worlds, 0), after);
  }

  /** Changes by chance in the second world. What the caller sees happens in both. */
  async #changeEarly(
    worlds: TwinWorlds,
    run: Run,
    started: Census,
  ): Promise<{ readonly pending: readonly Step[]; readonly census: Census; readonly hasVisible: boolean }> {
    const { chance } = run;
    const pending: Step[] = [];
    let hasVisible = false;
    let census = started;
    let steps = 0;
    for (let left = chance.is(0.05) ? 0 : 1 + chance.upTo(3); left > 0; left -= 1) {
      const made = await this.#makeChange(worlds, makeChange(this.#groundOf(run, census), run), steps);
      steps += made.length;
      const after = await this.#take(worlds, 1);
      if (this.#viewOf(census, run) === this.#viewOf(after, run)) pending.push(...made);
      else {
        hasVisible = true;
        for (const { request, moment } of made) await worlds.ask(0, request, moment);
      }
      census = after;
    }
    return { pending, census, hasVisible };
  }

  async #makeChange(worlds: TwinWorlds, { request, next: toNext }: Change, earlier: number): Promise<readonly Step[]> {
    const make = async (asked: Request, place: number): Promise<Step> => {
      const moment = this.#momentOf(`change-${place}`, place + 1);
      return { request: asked, moment, answer: await worlds.ask(1, asked, moment) };
    };
    const first = await make(request, earlier);
    const next = toNext?.(first.answer) ?? null;
    return next === null ? [first] : [first, await make(next, earlier + 1)];
  }

  /** Makes the changes in the first world too. To whoever made them, the operation is mostly as hidden as they were to the caller. */
  async #changeLate(worlds: TwinWorlds, pending: readonly Step[], isComparable: (step: Step) => boolean): Promise<void> {
    for (const step of pending) {
      const late = await worlds.ask(0, step.request, step.moment);
      if (isComparable(step)) this.#compare({ request: step.request, answers: [late, step.answer], hiddenChanges: [] });
    }
  }

  async #writeOperation(
    { worlds, made }: { readonly worlds: TwinWorlds; readonly made: readonly Request[] },
    ground: Ground,
    { chance, caller, isHistoryHidden, asksRecord }: Run,
  ): Promise<Operation> {
    this.#cursors.dropForeign();
    if (chance.is(0.7)) {
      const pages = foreignPages(ground, caller, made);
      this.#cursors.takeForeign(await worlds.askBoth([pages, pages], this.#momentOf('pages', asksAfter - 100)));
    }
    const actor = { caller, isCurious: true, isHistoryHidden, asksRecord };
    const pickRequest = (): readonly [string, string] | null => this.#cursors.pickRequest(chance);
    return writeOperation({ ground, actor, pickCursor: () => this.#cursors.pick(caller, chance), pickRequest });
  }

  /** What every area sees, history too, once both worlds have seen the same: an order of events leaves no trace either. */
  async #compareSettled(worlds: TwinWorlds): Promise<void> {
    for (const [place, request] of settledRequests(this.#population).entries()) {
      const answers = await worlds.askBoth([request, request], this.#momentOf('settled', 900 + place));
      this.#compare({ request, answers, hiddenChanges: [] });
    }
  }

  #viewOf(census: Census, { caller, isHistoryHidden, asksRecord }: Pick<Run, 'caller' | 'isHistoryHidden' | 'asksRecord'>): string {
    return viewOf(census, { caller, isHistoryHidden, asksRecord, now: this.#momentOf('', asksAfter).at });
  }

  #fateOf(one: Census, other: Census): 'same' | 'differs' {
    const isSame = toText(one, this.#population) === toText(other, this.#population);
    this.#settled = isSame ? other : null;
    return isSame ? 'same' : 'differs';
  }

  #shownTo(caller: TestCaller, { seen }: Answer, censuses: readonly [Census, Census]): readonly string[] {
    const now = this.#momentOf('', asksAfter).at;
    const [before, after] = censuses.map((census) => new Set(shownThoughHidden({ caller, seen, now }, census)));
    const known = new Set(censuses[0].rows.map(({ id }) => id));
    return [...(after ?? [])].filter((id) => before?.has(id) === true || !known.has(id));
  }

  #compare(
    compared: Omit<Difference, 'run' | 'persona' | 'answers' | 'shown'> & {
      readonly answers: readonly [Answer, Answer];
      readonly shown?: readonly string[];
    },
  ): void {
    const { request, answers, hiddenChanges, shown = [] } = compared;
    const [without, withChanges] = answers;
    if ([...without.codes, ...withChanges.codes].includes('INTERNAL_SERVER_ERROR')) this.#internalErrors += 1;
    if (without.seen === withChanges.seen && shown.length === 0) return;
    this.#differences.push({
      run: this.#run,
      persona: request.persona,
      request,
      answers: [without.seen, withChanges.seen],
      hiddenChanges,
      shown: without.seen === withChanges.seen ? shown : [],
    });
  }

  /** What goes on record of a question is what was shown, and so the same too. */
  #compareRecord({
    answers: [one, other],
    ...compared
  }: Pick<Difference, 'request' | 'hiddenChanges'> & { readonly answers: readonly [Answer, Answer] }): void {
    // The ids of requests are at random, and a trace is recorded by its request.
    if (compared.request.document.includes('requestTrace')) return;
    const toSeen = (answer: Answer): Answer => ({ ...answer, codes: [], seen: `on record:\n\n${answer.recorded}` });
    this.#compare({ ...compared, answers: [toSeen(one), toSeen(other)] });
  }

  #count(
    caller: TestCaller,
    { operation, answer, census }: { readonly operation: Operation; readonly answer: Answer; readonly census: Census },
  ): void {
    if (operation.isMutation) this.#mutations += 1;
    if (answer.codes.includes('GRAPHQL_VALIDATION_FAILED')) this.#refused += 1;
    const now = this.#momentOf('', asksAfter).at;
    for (const cell of reachedCells({ caller, asked: operation.asked, seen: answer.seen, now }, census)) this.#cells[cell] += 1;
  }
}

const toKey = (headers: Readonly<Record<string, string>>): string => JSON.stringify(headers);

/** What two worlds that have seen the same both hold: everything but the part of the twins in which they differ. */
const toText = (census: Census, { twins }: Population): string =>
  JSON.stringify({
    ...census,
    events: census.events.map(({ id, at, digest, isReleased }) => `${id} ${at} ${digest} ${isReleased}`),
    rows: census.rows.map((row) =>
      twins.has(row.id) ? { ...row, value: null, description: null, lookupKeys: null, changes: null, source: null } : row,
    ),
  });

/** Runs operations in twin worlds that differ in what is hidden from the caller. Source: access-model.md section 13, T1. */
export const runNonInterference = (options: NonInterferenceOptions): Promise<NonInterferenceFigures> => new TwinRun(options).runAll();
