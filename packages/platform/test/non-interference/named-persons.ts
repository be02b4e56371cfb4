import type { TestCaller } from './callers.ts';
import type { Census } from './census.ts';
import { isBarred } from './paths.ts';
import type { Request } from './requests.ts';
import type { Answer } from './world.ts';

const lookingForPersons = /\b(k\d+): (?:possibleDuplicates|findPersons)\(/gu;
const personIds = /"id":"([0-9a-f-]{36})"/gu;
const candidates = /"candidates":\[.*?\]\}\]/gu;

const idsIn = (text: string): readonly string[] => [...text.matchAll(personIds)].flatMap(([, id]) => id ?? []);

/** Ids of persons whom an answer found by what is known of them. */
const foundPersons = ({ document }: Request, { seen, data }: Answer): readonly string[] => [
  ...[...document.matchAll(lookingForPersons)].flatMap(([, key]) => idsIn(JSON.stringify(data[key ?? ''] ?? null))),
  ...[...seen.matchAll(candidates)].flatMap(([text]) => idsIn(text)),
];

/** Restricted persons whom an answer finds for somebody outside their compartment, before and after it. Source: access-model.md section 5. */
export const foundThoughRestricted = (
  caller: TestCaller,
  { request, answer }: { readonly request: Request; readonly answer: Answer },
  censuses: readonly Census[],
): readonly string[] =>
  foundPersons(request, answer).filter((id) => caller.kind !== 'resident' && censuses.every((census) => isBarred(caller, id, census)));
