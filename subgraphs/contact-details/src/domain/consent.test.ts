import { describe, expect, it } from 'vitest';
import { addMonths } from './add-months.ts';
import { type Consent, consentStatus, emptyRegister, toPersonFacts } from './consent.ts';

const from = '2026-03-10T09:00:00.000Z';
const until = '2027-03-10T09:00:00.000Z';
const start = Date.parse(from);
const end = Date.parse(until);

const consent: Consent = {
  id: 'c1',
  personId: 'p1',
  personIds: ['p1', 'p0'],
  types: ['PHONE'],
  contactDetailIds: null,
  sourceArea: 'housing',
  recipientArea: 'repairs',
  purpose: 'SERVICE_DELIVERY',
  grantedBy: 'SELF',
  authority: null,
  method: 'IN_PERSON',
  noticeId: 'n',
  noticeVersion: '1',
  noticeTextSha256: '0',
  language: 'en',
  validFrom: from,
  validUntil: until,
  evidenceRef: 'form',
  supersedesId: null,
  capturedBy: 'officer-1',
  capturedByArea: 'housing',
  capturedAt: from,
  confirmation: null,
  revocation: null,
  pendingFor: null,
  version: 0,
};
const revocation = { at: '2999-01-01T00:00:00.000Z', by: 'officer-1', method: null };

describe('the status of a consent (access-model.md section 4, T6)', () => {
  it.each<[string, number, Partial<Consent>, string]>([
    ['1 ms before it begins', start - 1, {}, 'NOT_YET_VALID'],
    ['when it begins', start, {}, 'ACTIVE'],
    ['1 ms after it began', start + 1, {}, 'ACTIVE'],
    ['1 ms before it ends', end - 1, {}, 'ACTIVE'],
    ['when it ends', end, {}, 'EXPIRED'],
    ['1 ms after it ended', end + 1, {}, 'EXPIRED'],
    ['pending before it begins', start - 1, { pendingFor: 'housing' }, 'PENDING'],
    ['pending 1 ms before it ends', end - 1, { pendingFor: 'housing' }, 'PENDING'],
    ['pending when it ends', end, { pendingFor: 'housing' }, 'EXPIRED'],
    ['confirmed', start, { confirmation: { at: from, by: 'officer-1' } }, 'ACTIVE'],
    ['revoked, though the time of the revocation is to come', start, { revocation }, 'REVOKED'],
    ['revoked and ended', end, { revocation }, 'REVOKED'],
  ])('%s', (_title, now, change, status) => {
    expect(consentStatus({ ...consent, ...change }, now)).toBe(status);
  });
});

describe('what decisions rest on', () => {
  it('names the scope, what waits and what was ended', () => {
    const named = { ...consent, id: 'c2', types: null, contactDetailIds: ['d1'], pendingFor: 'housing' };
    const objection = {
      id: 'o1',
      personId: 'p1',
      recipientArea: 'repairs',
      capturedBy: 'officer-1',
      capturedByArea: null,
      capturedAt: from,
      withdrawal: null,
      version: 0,
    };
    const facts = toPersonFacts('p1', [
      {
        ...emptyRegister('p1'),
        consents: [{ ...consent, revocation }, named],
        objections: [objection, { ...objection, withdrawal: { at: until, by: 'officer-1' } }],
      },
    ]);
    expect(facts).toEqual({
      personIds: ['p1'],
      restriction: null,
      consents: [
        {
          id: 'c1',
          personIds: ['p1', 'p0'],
          sourceArea: 'housing',
          recipientArea: 'repairs',
          purpose: 'SERVICE_DELIVERY',
          scope: { types: ['PHONE'] },
          capturedAt: from,
          validFrom: from,
          validUntil: until,
          isRevoked: true,
          isPending: false,
        },
        expect.objectContaining({ id: 'c2', scope: { contactDetailIds: ['d1'] }, isRevoked: false, isPending: true }),
      ],
      objections: [
        { recipientArea: 'repairs', capturedAt: from, isWithdrawn: false },
        { recipientArea: 'repairs', capturedAt: from, isWithdrawn: true },
      ],
      breakGlass: [],
    });
  });
});

describe('calendar months', () => {
  it.each([
    ['2026-03-10T09:00:00.000Z', 12, '2027-03-10T09:00:00.000Z'],
    ['2028-02-29T23:59:59.999Z', 12, '2029-02-28T23:59:59.999Z'],
    ['2028-02-29T00:00:00.000Z', 48, '2032-02-29T00:00:00.000Z'],
    ['2028-03-31T12:00:00.000Z', -1, '2028-02-29T12:00:00.000Z'],
    ['2026-12-31T00:00:00.000Z', 2, '2027-02-28T00:00:00.000Z'],
    ['2026-01-15T00:00:00.000Z', -24, '2024-01-15T00:00:00.000Z'],
  ])('%s and %d of them are %s', (instant, months, later) => {
    expect(new Date(addMonths(Date.parse(instant), months)).toISOString()).toBe(later);
  });
});
