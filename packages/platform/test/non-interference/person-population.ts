import { analyst, housingWriter, writers } from './callers.ts';
import type { Chance } from './chance.ts';
import { equalityAnswers, insuranceNumbers, monitoringAnswers } from './equality-answers.ts';
import { ingestEquality, ingestPersons } from './imports.ts';
import { twinDocuments } from './person-calls.ts';
import { as, type Request, toRequest } from './requests.ts';

/** As many as a report needs that is not refused. */
const counted = 60;
const countedIds = Array.from({ length: counted }, (_, place) => `counted-${place}`);

/** The table that makes the day's snapshot. */
const firstReport: Request = {
  ...as(analyst),
  document: 'query ($input: EqualityReportInput!) { equalityReport(input: $input) { base cells { count } } }',
  variables: { input: { dimensions: ['GENDER'] } },
};

/** What two areas hold of some persons, equality answers of others, and answers of a crowd that only reports are about. */
export const firstRecords = (chance: Chance, personIds: readonly string[]): readonly Request[] => {
  const holders = [housingWriter, writers.find(({ area }) => area === 'social-care') ?? housingWriter];
  return [
    ...holders.flatMap((holder, place) =>
      personIds.slice(place, place + 3).map((personId) => {
        const data = { note: `kept since ${chance.upTo(20)} weeks` };
        return toRequest(holder, { name: 'recordExtendedData', input: { personId, data } });
      }),
    ),
    ingestEquality(
      ...personIds.slice(0, 6).map((targetId, place) => {
        const answers = {
          ...(place < 2 ? equalityAnswers : monitoringAnswers)(chance),
          nationalInsuranceNumber: insuranceNumbers[place % 3],
        };
        return { sourceId: `equality-${targetId}`, targetId, answers };
      }),
    ),
    ingestPersons(countedIds.map((sourceId, place) => ({ sourceId, forename: 'Wanda', surname: `Zu${'bcdfghjklm'[place % 10]}elak` }))),
    ingestEquality(...countedIds.map((sourceId, place) => ({ sourceId, answers: { gender: { code: place % 3 === 0 ? 'f' : 'm' } } }))),
    firstReport,
  ];
};

/** Documents of some persons, in each world with another number under the same mask. */
export const twinDocumentRequests = (personIds: readonly string[]): readonly (readonly [Request, Request])[] =>
  personIds
    .filter((_id, place) => place % 2 === 0)
    .map((personId) => {
      const make = (value: string): Request =>
        toRequest(housingWriter, { name: 'recordIdentification', input: { personId, expectedVersion: 0, type: 'PASSPORT', value } });
      return [make(twinDocuments[0]), make(twinDocuments[1])];
    });
