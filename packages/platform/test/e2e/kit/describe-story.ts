import { describe } from 'vitest';
import { storyWays, type Way } from './start-platform.ts';

/** Tells a story on each way to run; a way that cannot be run here is skipped with its reason in the title. */
export const describeStory = (title: string, tell: (way: Way) => void): void => {
  for (const { way, skipped } of storyWays) {
    if (skipped === false) describe(`${title} (${way})`, () => tell(way));
    else describe.skip(`${title} (${way}; skipped: ${skipped})`, () => tell(way));
  }
};
