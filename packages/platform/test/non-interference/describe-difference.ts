import type { Difference } from './run-non-interference.ts';

const around = 60;

const bodyOf = (seen: string): string => seen.slice(seen.indexOf('\n\n'));

/** The place where two answers part, from each: in the bodies, for the headers of other bodies have another length at least. */
const partingOf = (answers: Difference['answers']): readonly [string, string] => {
  const [body, bodyWithChanges] = [bodyOf(answers[0]), bodyOf(answers[1])];
  const [without, withChanges] = body === bodyWithChanges ? answers : [body, bodyWithChanges];
  let place = 0;
  while (place < without.length && without[place] === withChanges[place]) place += 1;
  const from = Math.max(0, place - around);
  return [without.slice(from, place + 2 * around), withChanges.slice(from, place + 2 * around)];
};

/** Says in lines what differed, with everything that is needed to look at it. All values are invented. */
export const describeDifference = (difference: Difference): string => {
  const { run, persona, request, hiddenChanges, shown, answers } = difference;
  const [without, withChanges] = partingOf(answers);
  const found =
    shown.length > 0
      ? [`shown though hidden: ${shown.join(', ')}`, `answer: ${JSON.stringify(answers[1])}`]
      : [`one world:   ...${JSON.stringify(without)}`, `other world: ...${JSON.stringify(withChanges)}`];
  return [
    `Run ${run}: ${persona} ${JSON.stringify(request.headers)} ${request.onBehalfOf ?? ''}`,
    request.document,
    `variables ${JSON.stringify(request.variables)}`,
    ...hiddenChanges.map((change) => `hidden: ${change.persona} ${change.document} ${JSON.stringify(change.variables)}`),
    ...found,
    '',
  ].join('\n');
};
