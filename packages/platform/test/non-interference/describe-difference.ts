import type { Difference } from './run-non-interference.ts';

const around = 60;

/** The place where two answers part, from each. */
const partingOf = ([without, withChanges]: Difference['answers']): readonly [string, string] => {
  let place = 0;
  while (place < without.length && without[place] === withChanges[place]) place += 1;
  const from = Math.max(0, place - around);
  return [without.slice(from, place + 2 * around), withChanges.slice(from, place + 2 * around)];
};

/** Says in lines what differed, with everything that is needed to look at it. All values are invented. */
export const describeDifference = (difference: Difference): string => {
  const { run, persona, request, hiddenChanges } = difference;
  const [without, withChanges] = partingOf(difference.answers);
  return [
    `Run ${run}: ${persona} ${JSON.stringify(request.headers ?? {})} gets two answers.`,
    request.document,
    `variables ${JSON.stringify(request.variables)}`,
    ...hiddenChanges.map((change) => `hidden: ${change.persona} ${change.document} ${JSON.stringify(change.variables)}`),
    `one world:   ...${JSON.stringify(without)}`,
    `other world: ...${JSON.stringify(withChanges)}`,
    '',
  ].join('\n');
};
