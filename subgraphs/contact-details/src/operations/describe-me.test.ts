import { officerSample } from '@resident-graph/service-kit/testing';
import { expect, test } from 'vitest';
import { describeMe } from './describe-me.ts';

test('tells the caller what counts in the request, with what each role allows', () => {
  const subject = { ...officerSample, roles: ['contact:read'], teams: ['tenancy'], caseReference: 'CASE-1' } as const;
  expect(describeMe(subject)).toEqual({
    id: 'officer-1',
    kind: 'OFFICER',
    area: 'housing',
    purpose: 'SERVICE_DELIVERY',
    caseReference: 'CASE-1',
    teams: ['tenancy'],
    roles: [{ role: 'contact:read', allows: "Reads contact details of the own area, and other areas' under a consent." }],
    areas: [{ area: 'housing', kind: 'OFFICER', roles: ['contact:read'], purposes: ['SERVICE_DELIVERY'] }],
    onBehalfOfId: null,
  });
});

test('tells what the token gives elsewhere, which does not count in the request', () => {
  const entitlements = [{ area: 'repairs', kind: 'steward', roles: ['steward'], purposes: ['DATA_QUALITY'] }] as const;
  const me = describeMe({ ...officerSample, roles: [], entitlements });
  expect(me.roles).toEqual([]);
  expect(me.areas).toEqual([{ area: 'repairs', kind: 'STEWARD', roles: ['steward'], purposes: ['DATA_QUALITY'] }]);
});

test('tells a service for whom it calls', () => {
  expect(describeMe({ ...officerSample, kind: 'service', onBehalfOf: { ...officerSample, id: 'officer-2' } })).toMatchObject({
    kind: 'SERVICE',
    onBehalfOfId: 'officer-2',
  });
});
