import type { TestCaller } from './callers.ts';
import type { Chance } from './chance.ts';
import type { Answer } from './world.ts';

const cursorForm = /"(?:cursor|endCursor)":"([^"]+)"/gu;
const mostKept = 20;

const cursorsIn = ({ seen }: Answer): readonly string[] => [...seen.matchAll(cursorForm)].map(([, cursor]) => cursor ?? '');

const nameOf = ({ persona, headers, onBehalfOf }: TestCaller): string => JSON.stringify([persona, headers, onBehalfOf]);

/** Cursors that came back, by the caller who got them. */
export class CursorPool {
  readonly #own = new Map<string, readonly string[]>();
  #foreign: readonly (readonly [string, string])[] = [];
  #requests: readonly (readonly [string, string])[] = [];

  /** Keeps the cursors of an answer that was the same in both worlds. */
  keep(caller: TestCaller, answer: Answer): void {
    const name = nameOf(caller);
    this.#own.set(name, [...(this.#own.get(name) ?? []), ...cursorsIn(answer)].slice(-mostKept));
  }

  /** Keeps the ids that a request got in the worlds. */
  keepRequest([one, other]: readonly [Answer, Answer]): void {
    this.#requests = [...this.#requests, [one.requestId, other.requestId] as const].slice(-mostKept);
  }

  /** The ids of an earlier request, not of the newest: traces are kept after the answer. */
  pickRequest(chance: Chance): readonly [string, string] | null {
    const kept = this.#requests.slice(0, -2);
    return kept.length === 0 ? null : chance.pick(kept);
  }

  /** Takes cursors of somebody else, who may have got others in each world: place by place, the last one where there are fewer. */
  takeForeign([one, other]: readonly [Answer, Answer]): void {
    const [first, second] = [cursorsIn(one), cursorsIn(other)];
    this.#foreign = first.length === 0 ? [] : second.map((cursor, place) => [first[place] ?? first.at(-1) ?? '', cursor] as const);
  }

  dropForeign(): void {
    this.#foreign = [];
  }

  /** One cursor for each world: an own one, or one that belongs to somebody else. Null when there is none. */
  pick(caller: TestCaller, chance: Chance): readonly [string, string] | null {
    if (this.#foreign.length > 0 && chance.is(0.85)) return chance.pick(this.#foreign);
    const own = this.#own.get(nameOf(caller)) ?? [];
    if (own.length === 0) return null;
    const cursor = chance.pick(own);
    return [cursor, cursor];
  }
}
