/** How well somebody is found before a second record of them is made, and how often a newcomer is taken for somebody. Source: issue 7, "Figures". */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { corrupt } from './duplicates-corruptions.ts';
import {
  type Corruption,
  corruptionOf,
  corruptions,
  createChance,
  draw,
  type Identity,
  readFebrl,
  readSampleRegister,
} from './duplicates-register.ts';
import { createDuplicatesStage, type DuplicatesStage } from './duplicates-stage.ts';
import { calibrate, type Figure, febrlPath, inTemporaryFolder, report } from './measure.ts';

const help = `bench:duplicates [--seed N] [--json FILE]

Asks a platform in this process, on the embedded store in a temporary folder, as the housing officer for possibleDuplicates by names and birth
date, one question at a time. The 5,000 originals of FEBRL 4 are registered, their corrupted copies are asked for.

  recall_1, recall_5      share of copies whose original is first, or among the first five; at least 0.94 and 0.97
  false_alarms            share of 1,000 originals, left out of the register at first and asked for as they are, that find somebody in a
                          band that stops a creation; at most 0.02
  p50_ms, p95_ms          time of one question, 5,000 persons registered; p95 at most 30
  recall_1_<corruption>   by what differs between copy and original; n_<corruption> is how many there are
  recall_1_untuned        of 5 copies of each of the 200 invented residents of samples/, corrupted by chance in one to three ways; n_untuned is
  recall_5_untuned        how many. No weight was chosen on them, and no limit is set
  calibration_ms          how fast the machine is now: 64 MB digested

  --seed N      chooses who is left out and how residents are corrupted, 1 unless told otherwise
  --json FILE   writes the figures as JSON too
  --help        this text

Exits 1 when a limit is missed. The weights were chosen on FEBRL 4: see schema/decisions/0017-find-before-create.md.
`;

const leftOut = 1_000;
const copiesOfResident = 5;
const copiesPath = febrlPath.replace(/a\.csv$/u, 'b.csv');

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const percentile = (times: readonly number[], share: number): number =>
  round(times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? Number.NaN, 1);

/** One question and where the one who was meant stood in the answer, from 0; -1 for not found. */
interface Asked {
  readonly corruption: Corruption;
  readonly place: number;
}

const recall = (asked: readonly Asked[], within: number): number =>
  round(asked.filter(({ place }) => place >= 0 && place < within).length / asked.length, 4);

const countFalseAlarms = async (stage: DuplicatesStage, strangers: readonly Identity[], onAsked: () => void): Promise<number> => {
  let alarms = 0;
  for (const stranger of strangers) {
    const answer = await stage.ask(stranger);
    if (answer?.candidates.some(({ band }) => band !== 'POSSIBLE') === true) alarms += 1;
    onAsked();
  }
  return alarms;
};

/** Asks for copies one after the other; those of whom nothing is known are asked by nobody, and found by nobody. */
const askForCopies = async (
  stage: DuplicatesStage,
  pairs: readonly (readonly [original: Identity, copy: Identity])[],
  onAsked: () => void,
): Promise<{ readonly asked: readonly Asked[]; readonly times: readonly number[] }> => {
  const times: number[] = [];
  const asked: Asked[] = [];
  for (const [original, copy] of pairs) {
    const answer = await stage.ask(copy);
    if (answer !== null) times.push(answer.milliseconds);
    asked.push({ corruption: corruptionOf(original, copy), place: answer?.candidates.findIndex(({ key }) => key === original.key) ?? -1 });
    onAsked();
  }
  return { asked, times };
};

const readFebrlPairs = (): readonly (readonly [Identity, Identity])[] => {
  const copies = new Map(readFebrl(copiesPath).map((copy) => [copy.key, copy]));
  return readFebrl(febrlPath).flatMap((original) => {
    const copy = copies.get(original.key);
    return copy === undefined ? [] : [[original, copy] as const];
  });
};

const measure = async (seed: number): Promise<readonly Figure[]> => {
  const pairs = readFebrlPairs();
  const originals = pairs.map(([original]) => original);
  const chance = createChance(seed);
  const strangers = draw(originals, leftOut, chance);
  const residents = readSampleRegister();
  const untuned = residents.flatMap((resident) =>
    Array.from({ length: copiesOfResident }, () => [resident, corrupt(resident, chance)] as const),
  );
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage}% | {value} of {total} asked | {eta_formatted} left',
  });
  return inTemporaryFolder(async (folder) => {
    const stage = await createDuplicatesStage(folder);
    const onAsked = (): void => bar.increment();
    bar.start(strangers.length + pairs.length + untuned.length, 0);
    try {
      await stage.register(originals.filter((original) => !strangers.includes(original)));
      const alarms = await countFalseAlarms(stage, strangers, onAsked);
      await stage.register(strangers);
      const { asked, times } = await askForCopies(stage, pairs, onAsked);
      await stage.register(residents);
      const beside = await askForCopies(stage, untuned, onAsked);
      return [
        { name: 'calibration_ms', value: calibrate() },
        { name: 'recall_1', value: recall(asked, 1), atLeast: 0.94 },
        { name: 'recall_5', value: recall(asked, 5), atLeast: 0.97 },
        { name: 'false_alarms', value: round(alarms / strangers.length, 4), atMost: 0.02 },
        { name: 'p50_ms', value: percentile(times, 0.5) },
        { name: 'p95_ms', value: percentile(times, 0.95), atMost: 30 },
        ...corruptions.flatMap((corruption): readonly Figure[] => {
          const those = asked.filter((one) => one.corruption === corruption);
          if (those.length === 0) return [];
          return [
            { name: `n_${corruption}`, value: those.length },
            { name: `recall_1_${corruption}`, value: recall(those, 1) },
          ];
        }),
        { name: 'n_untuned', value: beside.asked.length },
        { name: 'recall_1_untuned', value: recall(beside.asked, 1) },
        { name: 'recall_5_untuned', value: recall(beside.asked, 5) },
      ];
    } finally {
      bar.stop();
      await stage.stop();
    }
  });
};

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) process.stdout.write(help);
else if (!existsSync(febrlPath) || !existsSync(copiesPath)) process.stdout.write('skipped=1 reason=shared-data-is-absent\n');
else report(await measure(Number(values.seed)));
