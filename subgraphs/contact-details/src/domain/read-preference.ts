import type { ProblemCollector } from '@resident-graph/service-kit';
import type { DayOfWeek, DoNotUseForInput, SetContactPreferenceInput, TimeToAvoidInput } from '../__generated__/schema-types.ts';
import type { ContactPreferenceFacts } from './preference-in-book.ts';

const maximumTimes = 20;
const maximumUses = 30;
const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/u;

/** The days of a week in order. */
export const daysOfWeek: readonly DayOfWeek[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

const checkTime = ({ days, from, until }: TimeToAvoidInput, path: string, problems: ProblemCollector): void => {
  if (new Set(days).size < days.length) problems.add(`${path}.days`, 'DUPLICATE_ITEM', 'Expected each day once.');
  for (const [name, time] of [
    ['from', from],
    ['until', until],
  ] as const) {
    if (!timeOfDay.test(time)) problems.add(`${path}.${name}`, 'INVALID_FORMAT', 'Expected a time of day, HH:MM from 00:00 to 23:59.');
  }
  if (timeOfDay.test(from) && from === until) {
    problems.add(`${path}.until`, 'CONTRADICTION', 'Expected an end that differs from the beginning.');
  }
};

const inOrder = ({ days, from, until }: TimeToAvoidInput): ContactPreferenceFacts['timesToAvoid'][number] => ({
  days: daysOfWeek.filter((day) => days.includes(day)),
  from,
  until,
});

const refuseRepeats = (path: string, items: readonly (TimeToAvoidInput | DoNotUseForInput)[], problems: ProblemCollector): void => {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const text = JSON.stringify(item);
    if (seen.has(text)) problems.add(`${path}.${index}`, 'DUPLICATE_ITEM', 'Expected each item once.');
    seen.add(text);
  }
};

/** Reads a whole preference, noting every problem. The facts are usable only when no problem was noted. */
export const readPreference = (
  { preferredChannel, timesToAvoid, doNotUseFor }: Omit<SetContactPreferenceInput, 'personId' | 'expectedVersion'>,
  problems: ProblemCollector,
): ContactPreferenceFacts => {
  if (timesToAvoid.length > maximumTimes) problems.add('timesToAvoid', 'TOO_MANY', `Expected at most ${maximumTimes} items.`);
  if (doNotUseFor.length > maximumUses) problems.add('doNotUseFor', 'TOO_MANY', `Expected at most ${maximumUses} items.`);
  for (const [index, time] of timesToAvoid.entries()) checkTime(time, `timesToAvoid.${index}`, problems);
  const facts = {
    preferredChannel: preferredChannel ?? null,
    timesToAvoid: timesToAvoid.map(inOrder),
    doNotUseFor: doNotUseFor.map(({ contactType, purpose }) => ({ contactType, purpose })),
  };
  refuseRepeats('timesToAvoid', facts.timesToAvoid, problems);
  refuseRepeats('doNotUseFor', facts.doNotUseFor, problems);
  return facts;
};
