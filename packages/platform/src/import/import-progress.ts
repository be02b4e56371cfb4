import cliProgress from 'cli-progress';
import type { ImportProgressReport } from './run-batches.ts';

/** Shows how far an import is. */
export interface ImportProgress {
  readonly update: (report: ImportProgressReport) => void;
  /** Ends the bar or writes the last line; call it however the import ended. */
  readonly stop: () => void;
}

/** Where progress is shown. */
export interface ImportProgressOptions {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Milliseconds; only differences count. */
  readonly clock: () => number;
}

/** A log is not flooded: plain lines come this far apart at least. */
const lineIntervalMs = 2_000;

const formatDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours}h ${minutes}m`;
  return minutes > 0 ? `${minutes}m ${whole % 60}s` : `${whole}s`;
};

const describe = ({ rows, bytesRead, totalBytes }: ImportProgressReport, elapsedMs: number): { rate: string; remaining: string } => {
  const rate = elapsedMs > 0 ? `${Math.round((rows * 1000) / elapsedMs)} rows/s` : 'starting';
  if (totalBytes === null || bytesRead === 0) return { rate, remaining: 'time remaining unknown' };
  const leftMs = (elapsedMs * Math.max(0, totalBytes - bytesRead)) / bytesRead;
  return { rate, remaining: `${formatDuration(leftMs / 1000)} remaining` };
};

const percentOf = ({ bytesRead, totalBytes }: ImportProgressReport): number | null =>
  totalBytes === null || totalBytes === 0 ? null : Math.min(100, Math.floor((bytesRead * 100) / totalBytes));

const nothingYet: ImportProgressReport = { rows: 0, bytesRead: 0, totalBytes: null };

const createBar = ({ stream, clock }: ImportProgressOptions): ImportProgress => {
  const startedAt = clock();
  const bar = new cliProgress.SingleBar({
    stream,
    format: '{bar} {percentage}% | {rows} rows | {rate} | {remaining}',
    hideCursor: true,
    clearOnComplete: false,
  });
  const payload = (report: ImportProgressReport): Readonly<Record<string, string>> => ({
    rows: String(report.rows),
    ...describe(report, clock() - startedAt),
  });
  bar.start(100, 0, payload(nothingYet));
  return {
    update: (report) => bar.update(percentOf(report) ?? 0, payload(report)),
    stop: () => bar.stop(),
  };
};

const createLines = ({ stream, clock }: ImportProgressOptions): ImportProgress => {
  const startedAt = clock();
  let writtenAt = startedAt;
  let unwritten: ImportProgressReport | undefined;
  const write = (report: ImportProgressReport): void => {
    const percent = percentOf(report);
    const { rate, remaining } = describe(report, clock() - startedAt);
    stream.write(`${report.rows} rows${percent === null ? '' : ` (${percent}%)`}, ${rate}, ${remaining}\n`);
    unwritten = undefined;
    writtenAt = clock();
  };
  return {
    update: (report) => {
      unwritten = report;
      if (clock() - writtenAt >= lineIntervalMs) write(report);
    },
    stop: () => {
      if (unwritten !== undefined) write(unwritten);
    },
  };
};

/** On a terminal a bar with rate and remaining time by the bytes read; otherwise plain lines, one every two seconds at most and the last. */
export const createImportProgress = (options: ImportProgressOptions): ImportProgress =>
  options.stream.isTTY === true ? createBar(options) : createLines(options);
