import { officerSample } from '@resident-graph/service-kit/testing';
import { expect, test } from 'vitest';
import { RequestRecord, type ShownRow } from './request-record.ts';
import { toAccessEvents } from './to-access-events.ts';

const row: ShownRow = {
  decisionId: 'x-1',
  id: 'd-1',
  targetType: 'PERSON',
  targetId: 'p-1',
  area: 'housing',
  outcome: 'FULL',
  code: 'OWN_AREA',
  flags: {},
};

const eventsOf = (rows: readonly ShownRow[], disclosures: Parameters<RequestRecord['add']>[0]['disclosures'] = []) => {
  const record = new RequestRecord();
  record.add({ rows, disclosures });
  return toAccessEvents({ subject: officerSample, requestId: 'r-1', record, fieldsReturned: () => ['ContactDetail.id'] });
};

test('nothing shown is no event', () => {
  expect(eventsOf([])).toEqual([]);
});

test("each person has an event of their own, and whatever is nobody's has one together", () => {
  const rows = [
    row,
    { ...row, id: 'd-2', targetId: 'p-2' },
    { ...row, id: 'd-3', targetType: 'ORGANISATION', targetId: 'o-1' },
    { ...row, id: 'd-4', targetType: 'TENURE', targetId: 't-1' },
  ];
  expect(eventsOf(rows).map(({ personIds, resourceIds }) => [personIds, resourceIds])).toEqual([
    [[], ['d-3', 'd-4']],
    [['p-1'], ['d-1']],
    [['p-2'], ['d-2']],
  ]);
});

test('the order in which fetches came tells nothing', () => {
  const rows = [row, { ...row, id: 'd-2', decisionId: 'x-2' }, { ...row, id: 'd-3', targetId: 'p-2' }, { ...row, decisionId: 'x-3' }];
  const disclosures = [
    { action: 'person.match', personIds: ['p-2', 'p-1'], resourceIds: [] },
    { action: 'equality.read', personIds: ['p-2'], resourceIds: ['e-2'] },
    { action: 'equality.read', personIds: ['p-1'], resourceIds: ['e-1'] },
    { action: 'person.match', personIds: ['p-3'], resourceIds: [] },
  ] as const satisfies readonly object[];
  const asRead = disclosures.map((one) => ({ ...one, personIds: [...one.personIds], resourceIds: [...one.resourceIds] }));
  expect(eventsOf(rows.toReversed(), asRead.toReversed())).toEqual(eventsOf(rows, asRead));
});

test('a row of several fetches counts once, in full when one of them showed it so, with every decision', () => {
  const rows: readonly ShownRow[] = [
    { ...row, outcome: 'MASK' },
    { ...row, decisionId: 'x-2' },
    { ...row, decisionId: 'x-3', outcome: 'MASK' },
  ];
  expect(eventsOf(rows)).toMatchObject([{ resourceIds: ['d-1'], fullCount: 1, maskCount: 0, decisionIds: ['x-1', 'x-2', 'x-3'] }]);
});

test('what an emergency opened stands apart from what was open anyway', () => {
  const opened: ShownRow = { ...row, id: 'd-2', area: 'benefits', code: 'BREAK_GLASS', flags: { breakGlassId: 'b-1', flagged: true } };
  expect(eventsOf([row, opened])).toMatchObject([
    { resourceIds: ['d-1'], breakGlassId: null, codes: ['OWN_AREA'] },
    { resourceIds: ['d-2'], breakGlassId: 'b-1', codes: ['BREAK_GLASS', 'OBJECTED'], resourceAreas: ['benefits'] },
  ]);
});

test('consents that opened rows are named once', () => {
  const flags = { sharedUnder: { consentId: 'c-1', purpose: 'SERVICE_DELIVERY', validUntil: '2027-01-01T00:00:00.000Z' } } as const;
  const rows: readonly ShownRow[] = ['d-1', 'd-2'].map((id) => ({ ...row, id, code: 'CONSENT', flags }));
  expect(eventsOf(rows)).toMatchObject([{ consentIds: ['c-1'], codes: ['CONSENT'], fullCount: 2 }]);
});

test('what subgraphs show has an event for each action and person; the matches of a request are one', () => {
  const events = eventsOf(
    [],
    [
      { action: 'equality.read', personIds: ['p-1'], resourceIds: ['e-1'] },
      { action: 'equality.read', personIds: ['p-1'], resourceIds: ['e-1'] },
      { action: 'equality.read', personIds: ['p-2'], resourceIds: ['e-2'] },
      { action: 'person.match', personIds: ['p-1', 'p-2'], resourceIds: ['p-1'] },
      { action: 'person.match', personIds: ['p-3'], resourceIds: ['p-3'] },
    ],
  );
  expect(events.map(({ action, personIds, resourceIds, fullCount }) => [action, personIds, resourceIds, fullCount])).toEqual([
    ['equality.read', ['p-1'], ['e-1'], 1],
    ['equality.read', ['p-2'], ['e-2'], 1],
    ['person.match', ['p-1', 'p-2', 'p-3'], ['p-1', 'p-3'], 2],
  ]);
});
