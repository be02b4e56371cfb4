import type { PlatformOverrides } from '../../src/index.ts';
import type { Census } from './census.ts';
import type { Request } from './requests.ts';
import { type Answer, createWorld, type World } from './world.ts';

/** Where a request stands in the worlds' common time. */
export interface Moment {
  /** Names the step. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The world that changes late, and the one that changes early. */
export type Which = 0 | 1;

/** Two platforms that are asked the same. */
export class TwinWorlds {
  readonly #worlds: readonly [World, World];

  constructor(worlds: readonly [World, World]) {
    this.#worlds = worlds;
  }

  static async start(createOverrides: () => PlatformOverrides): Promise<TwinWorlds> {
    return new TwinWorlds([await createWorld(createOverrides()), await createWorld(createOverrides())]);
  }

  ask(which: Which, request: Request, moment: Moment): Promise<Answer> {
    return this.#worlds[which].ask({ ...request, ...moment });
  }

  async askBoth(requests: readonly [Request, Request], moment: Moment): Promise<readonly [Answer, Answer]> {
    return [await this.ask(0, requests[0], moment), await this.ask(1, requests[1], moment)];
  }

  takeCensus(which: Which, targetIds: readonly string[]): Promise<Census> {
    return this.#worlds[which].takeCensus(targetIds);
  }

  async stop(): Promise<void> {
    for (const world of this.#worlds) await world.stop();
  }
}
