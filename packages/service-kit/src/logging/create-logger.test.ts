import { describe, expect, it } from 'vitest';
import { createCollectingLogger } from '../testing/collecting-logger.ts';
import { describeError } from './create-logger.ts';

const canary = 'canary-07911123456';

const rooted = new Error(`${canary}\n    at ${canary} (file.ts:1:1)\nat ${canary}`, { cause: new TypeError(canary, { cause: canary }) });
const circular = new Error(canary);
circular.cause = circular;
const renamed = Object.assign(new Error(canary), { name: 'MongoServerError', code: 11_000, keyValue: { value: canary } });
const changed = new Error('first words');
changed.message = canary;

describe('the log', () => {
  it.each<[string, (log: ReturnType<typeof createCollectingLogger>['logger']) => void]>([
    ['an error under err', (log) => log.error({ err: rooted }, 'failed')],
    ['an error under err without words', (log) => log.error({ err: rooted })],
    ['an error alone', (log) => log.error(rooted)],
    ['an error with words', (log) => log.error(rooted, 'failed')],
    ['an error under cause', (log) => log.warn({ cause: rooted }, 'failed')],
    ['an error that is its own cause', (log) => log.error({ err: circular }, 'failed')],
    ["a driver's error with a document", (log) => log.error({ err: renamed }, 'failed')],
    ['an error of a child', (log) => log.child({ part: 'relay' }).error({ err: rooted }, 'failed')],
    ['a thrown text', (log) => log.error({ err: canary }, 'failed')],
  ])('never repeats the message of %s', (_title, write) => {
    const { logger, lines } = createCollectingLogger();
    write(logger);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('canary');
  });

  it('has one JSON object a line: level, time, service, words and the class, code and frames of an error', () => {
    const { logger, lines } = createCollectingLogger();
    logger.error({ err: renamed, correlationId: 'c' }, 'failed');
    const line: unknown = JSON.parse(lines[0] ?? '');
    expect(line).toEqual({
      level: 'error',
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/u),
      service: 'test',
      correlationId: 'c',
      msg: 'failed',
      err: { type: 'MongoServerError', code: 11_000, stack: expect.stringContaining('create-logger.test.ts') },
    });
  });
});

describe('what is told of an error', () => {
  it('has at most eight frames and five causes', () => {
    const deep = Array.from({ length: 9 }).reduce<Error>((cause) => new Error('x', { cause }), new Error('root'));
    const depthOf = (description: Record<string, unknown>): number =>
      description['cause'] === undefined ? 0 : 1 + depthOf(description['cause'] as Record<string, unknown>);
    expect(depthOf(describeError(deep))).toBe(5);
    expect(String(describeError(deep)['stack']).split('\n').length).toBeLessThanOrEqual(8);
  });

  it('is the kind of a thrown value that is no error', () => {
    expect(describeError(canary)).toEqual({ type: 'string' });
  });

  it('has no words of a message that was changed later', () => {
    expect(JSON.stringify(describeError(changed))).not.toMatch(/canary|first words/u);
  });
});
