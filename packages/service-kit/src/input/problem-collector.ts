import type { InputProblem, ProblemCode } from '@resident-graph/schema';
import { badUserInput } from '../errors/service-error.ts';

/** Gathers everything that is wrong with an input, so that a caller learns it all at once. */
export class ProblemCollector {
  readonly #problems: InputProblem[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Notes a problem of the field at a path below the root; the message never repeats the value. */
  add(path: string, code: ProblemCode, message: string): void {
    this.#problems.push({ path: path === '' ? this.#root : `${this.#root}.${path}`, code, message });
  }

  get problems(): readonly InputProblem[] {
    return this.#problems;
  }

  /** @throws InputError BAD_USER_INPUT when anything was noted. */
  throwIfAny(): void {
    if (this.#problems.length > 0) throw badUserInput(this.#problems);
  }
}
