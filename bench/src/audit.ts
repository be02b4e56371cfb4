/** What the record of looks costs, and what a crash leaves out of it. Source: issue 6, "Figures". */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDocumentDatabase } from '@resident-graph/service-kit';
import type { ReadyPlatform } from './audit-platform.ts';
import { measureVerify } from './audit-verify.ts';
import { calibrate, inTemporaryFolder, median, report } from './measure.ts';

const help = `bench:audit [--rounds N] [--seconds S] [--json FILE]

What it costs to put every look on record before its answer leaves, on the embedded store in a temporary folder.

  audit_ratio             requests a second of the three-caller query at 32 connections with looks on record, beside the same with an
                          append that answers at once and stores nothing; medians of rounds that alternate; at least 0.85
  on_per_second           with looks on record
  off_per_second          without
  refused_answers         refused because the record did not answer in time; 0
  verify_per_second       events a second of audit:verify; at least 50000
  lost_reads              of 1,000 reads with kill -9 in the middle: answered with a detail and not on record; 0
  answered_reads          how many of those were answered before the kill
  calibration_ms          how fast the machine is now: 64 MB digested

  --rounds N    rounds of each kind, 7 unless said otherwise
  --seconds S   seconds of a round, 3 unless said otherwise
  --json FILE   writes the figures as JSON too
  --help        this text

Exits 1 when a limit is missed. Run it on an idle machine.
`;

const connections = 32;
const lowestRatio = 0.85;
const lowestVerified = 50_000;
const reads = 1_000;
/** Rounds of each kind before the first that counts: the engine goes on making the platform faster for so long. */
const warmRounds = 2;

const query = readFileSync(new URL('../../schema/operations/three-callers.graphql', import.meta.url), 'utf8');
const body = JSON.stringify({ query, variables: { name: 'Amara Okafor-Lindqvist' } });

/** An answer: the request's id, and whether it shows a contact detail. */
interface Answer {
  readonly requestId: string;
  readonly isShown: boolean;
}

const ask = ({ url, token }: ReadyPlatform, agent: Agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ requestId: String(response.headers['x-request-id'] ?? ''), isShown: text.includes('"value":"+44') });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });

const startPlatform = async (folder: string): Promise<{ readonly child: ChildProcess; readonly ready: ReadyPlatform }> => {
  const child = fork(fileURLToPath(new URL('audit-platform.js', import.meta.url)), [join(folder, 'data')], {
    env: { PATH: process.env['PATH'] ?? '', APOLLO_TELEMETRY_DISABLED: '1' },
  });
  const [ready] = (await once(child, 'message')) as [ReadyPlatform];
  return { child, ready };
};

/** Answers with a contact detail, a second, and how many were refused. */
interface Round {
  readonly perSecond: number;
  readonly refused: number;
}

const measureRound = async (ready: ReadyPlatform, agent: Agent, seconds: number): Promise<Round> => {
  const began = performance.now();
  const end = began + seconds * 1_000;
  let answered = 0;
  let refused = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const { isShown } = await ask(ready, agent);
      // What is refused on a starved machine, because the record did not answer in time, is no throughput.
      if (isShown) answered += 1;
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return { perSecond: (answered * 1_000) / (performance.now() - began), refused };
};

const measureThroughput = ({ rounds, seconds }: { readonly rounds: number; readonly seconds: number }) =>
  inTemporaryFolder(async (folder) => {
    const { child, ready } = await startPlatform(folder);
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const rates: Record<'on' | 'off', number[]> = { on: [], off: [] };
    let refused = 0;
    const run = async (kind: 'on' | 'off'): Promise<Round> => {
      child.send(kind);
      await once(child, 'message');
      return measureRound(ready, agent, seconds);
    };
    for (let round = 0; round < warmRounds; round += 1) {
      await run('on');
      await run('off');
    }
    for (let number = 0; number < rounds; number += 1) {
      // Who goes first alternates too, so that a drift of the machine favours neither.
      for (const kind of number % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
        const round = await run(kind);
        rates[kind].push(round.perSecond);
        refused += round.refused;
      }
    }
    agent.destroy();
    child.kill('SIGKILL');
    await once(child, 'exit');
    return { on: median(rates.on), off: median(rates.off), refused };
  });

/** The ids of the requests whose looks are on record, from the store of a platform that is gone. */
const readRecorded = async (folder: string): Promise<ReadonlySet<string>> => {
  const database = await openDocumentDatabase({
    mongodbUri: undefined,
    dataDirectory: join(folder, 'data'),
    name: 'contact-details',
    databasePrefix: 'bench',
    onWarning: () => undefined,
  });
  const events = await database.collection<{ readonly _id: string; readonly text?: string }>({ name: 'accessEvents', indexes: [] });
  const documents = await events.find({ text: { $exists: true } }).toArray();
  await database.close();
  return new Set(
    documents.flatMap(({ text }) => {
      const { action, requestId } = JSON.parse(text ?? '{}') as { readonly action?: string; readonly requestId?: string };
      return action === 'contact-detail.read' && requestId !== undefined ? [requestId] : [];
    }),
  );
};

const measureLoss = () =>
  inTemporaryFolder(async (folder) => {
    const { child, ready } = await startPlatform(folder);
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const shown: string[] = [];
    let asked = 0;
    const client = async (): Promise<void> => {
      while (asked < reads) {
        asked += 1;
        const answer = await ask(ready, agent).catch(() => null);
        if (answer?.isShown === true) shown.push(answer.requestId);
        if (shown.length === reads / 2) child.kill('SIGKILL');
      }
    };
    const ended = once(child, 'exit');
    await Promise.all(Array.from({ length: connections }, client));
    await ended;
    agent.destroy();
    const recorded = await readRecorded(folder);
    return { answered: shown.length, lost: shown.filter((id) => !recorded.has(id)).length };
  });

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) process.stdout.write(help);
else {
  const { on, off, refused } = await measureThroughput({ rounds: Number(values.rounds), seconds: Number(values.seconds) });
  const { answered, lost } = await measureLoss();
  report([
    { name: 'calibration_ms', value: calibrate() },
    { name: 'audit_ratio', value: Number((on / off).toFixed(3)), atLeast: lowestRatio },
    { name: 'on_per_second', value: Math.round(on) },
    { name: 'off_per_second', value: Math.round(off) },
    { name: 'refused_answers', value: refused, atMost: 0 },
    { name: 'verify_per_second', value: await measureVerify(), atLeast: lowestVerified },
    { name: 'lost_reads', value: lost, atMost: 0 },
    { name: 'answered_reads', value: answered },
  ]);
}
