import { afterAll, beforeAll } from 'vitest';
import { type PlatformOptions, type RunningPlatform, startPlatform } from './start-platform.ts';

/**
 * One platform for all stories of a `describe` block, started before the first and ended after the last. A start of five processes takes
 * longer than most stories; those that share one bring people of their own and expect nothing of what the others left there.
 */
export const sharePlatform = (options: PlatformOptions): (() => RunningPlatform) => {
  let platform: RunningPlatform | undefined;
  beforeAll(async () => {
    platform = await startPlatform(options);
  });
  afterAll(async () => {
    await platform?.[Symbol.asyncDispose]();
  });
  return () => {
    if (platform === undefined) throw new Error('The platform is asked for inside a story only.');
    return platform;
  };
};
