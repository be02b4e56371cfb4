import { createHash } from 'node:crypto';
import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import type { CaptureConsentInput } from '../__generated__/schema-types.ts';
import type { ConsentTerms } from './consent.ts';
import { isLanguageCode } from './language-code.ts';
import { type ConsentReading, readConsent } from './read-consent.ts';

const now = Date.parse('2026-03-10T09:00:00.000Z');
const input: CaptureConsentInput = {
  personId: 'p1',
  types: ['PHONE', 'EMAIL'],
  sourceArea: 'housing',
  recipientArea: 'repairs',
  purpose: 'SERVICE_DELIVERY',
  grantedBy: 'SELF',
  method: 'PHONE_CALL',
  noticeId: ' sharing ',
  noticeVersion: '3',
  noticeText: 'Line one\n<b>Line</b> two',
  language: 'en',
  evidenceRef: 'call 12',
};

const read = (
  change: Partial<CaptureConsentInput> = {},
  reading: Partial<ConsentReading> = {},
): { readonly terms: ConsentTerms; readonly problems: readonly (readonly [string, string])[] } => {
  const problems = new ProblemCollector('input');
  const terms = readConsent({ ...input, ...change }, { capacity: 'OWNER', isResident: false, now, ...reading }, problems);
  return { terms, problems: problems.problems.map(({ path, code }) => [path.slice('input.'.length), code] as const) };
};

const at = (milliseconds: number): string => new Date(milliseconds).toISOString();

describe('reading a consent (access-model.md section 4)', () => {
  it('takes what is right, with a year from now where no dates are given', () => {
    expect(read()).toEqual({
      problems: [],
      terms: {
        types: ['PHONE', 'EMAIL'],
        contactDetailIds: null,
        sourceArea: 'housing',
        recipientArea: 'repairs',
        purpose: 'SERVICE_DELIVERY',
        grantedBy: 'SELF',
        authority: null,
        method: 'PHONE_CALL',
        noticeId: 'sharing',
        noticeVersion: '3',
        noticeTextSha256: createHash('sha256').update('Line one\n<b>Line</b> two').digest('hex'),
        language: 'en',
        validFrom: '2026-03-10T09:00:00.000Z',
        validUntil: '2027-03-10T09:00:00.000Z',
        evidenceRef: 'call 12',
        supersedesId: null,
      },
    });
  });

  it('notes every problem at once', () => {
    const wrong = read({
      types: [],
      sourceArea: 'fisheries',
      recipientArea: 'fisheries',
      purpose: 'STATISTICS',
      authority: 'deed',
      noticeId: ' ',
      noticeVersion: '<b>',
      noticeText: ' ',
      language: 'English',
      validFrom: '2020-01-01T00:00:00.000Z',
      evidenceRef: 'ab',
    });
    expect(wrong.problems).toEqual([
      ['types', 'REQUIRED'],
      ['sourceArea', 'UNKNOWN_CODE'],
      ['recipientArea', 'UNKNOWN_CODE'],
      ['recipientArea', 'CONTRADICTION'],
      ['purpose', 'INVALID_VALUE'],
      ['authority', 'CONTRADICTION'],
      ['noticeText', 'REQUIRED'],
      ['language', 'INVALID_VALUE'],
      ['noticeId', 'REQUIRED'],
      ['noticeVersion', 'W42'],
      ['validFrom', 'INVALID_VALUE'],
      ['validUntil', 'INVALID_VALUE'],
      ['evidenceRef', 'TOO_SHORT'],
    ]);
  });

  const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `d${index}`);
  it.each<[string, Partial<CaptureConsentInput>, Partial<ConsentReading>, readonly (readonly [string, string])[]]>([
    ['neither types nor ids', { types: null }, {}, [['types', 'REQUIRED']]],
    ['types and ids', { contactDetailIds: ['d1'] }, {}, [['contactDetailIds', 'CONTRADICTION']]],
    ['a type twice', { types: ['PHONE', 'EMAIL', 'PHONE'] }, {}, [['types.2', 'DUPLICATE_ITEM']]],
    ['no ids', { types: null, contactDetailIds: [] }, {}, [['contactDetailIds', 'REQUIRED']]],
    ['50 ids', { types: null, contactDetailIds: ids(50) }, {}, []],
    ['51 ids', { types: null, contactDetailIds: ids(51) }, {}, [['contactDetailIds', 'TOO_MANY']]],
    ['an id twice', { types: null, contactDetailIds: ['d1', 'd1'] }, {}, [['contactDetailIds.1', 'DUPLICATE_ITEM']]],
    ['ids by the resident', { types: null, contactDetailIds: ['d1'] }, { capacity: 'RESIDENT', isResident: true }, []],
    ['ids by the recipient', { types: null, contactDetailIds: ['d1'] }, { capacity: 'RECIPIENT' }, [['contactDetailIds', 'CONTRADICTION']]],
    ['an area for itself', { recipientArea: 'housing' }, {}, [['recipientArea', 'CONTRADICTION']]],
    ['a representative without authority', { grantedBy: 'REPRESENTATIVE' }, {}, [['authority', 'REQUIRED']]],
    ['a representative with authority', { grantedBy: 'REPRESENTATIVE', authority: 'lasting power of attorney' }, {}, []],
    ['a short authority', { grantedBy: 'REPRESENTATIVE', authority: 'ab' }, {}, [['authority', 'TOO_SHORT']]],
    ['a long authority', { grantedBy: 'REPRESENTATIVE', authority: 'a'.repeat(201) }, {}, [['authority', 'TOO_LONG']]],
    [
      'a representative of a resident who speaks',
      { grantedBy: 'REPRESENTATIVE', authority: 'mother' },
      { isResident: true },
      [['grantedBy', 'INVALID_VALUE']],
    ],
    ['a notice of 20,000 characters', { noticeText: '🙂'.repeat(20_000) }, {}, []],
    ['a longer notice', { noticeText: 'a'.repeat(20_001) }, {}, [['noticeText', 'TOO_LONG']]],
    ['a long notice id', { noticeId: 'a'.repeat(101) }, {}, [['noticeId', 'TOO_LONG']]],
    ['a long notice version', { noticeVersion: 'a'.repeat(51) }, {}, [['noticeVersion', 'TOO_LONG']]],
    ['markup in the evidence', { evidenceRef: 'see <a>' }, {}, [['evidenceRef', 'W42']]],
    ['a long evidence', { evidenceRef: 'a'.repeat(201) }, {}, [['evidenceRef', 'TOO_LONG']]],
    ['equality duty', { purpose: 'EQUALITY_DUTY' }, {}, [['purpose', 'INVALID_VALUE']]],
    ['support diagnostic', { purpose: 'SUPPORT_DIAGNOSTIC' }, {}, [['purpose', 'INVALID_VALUE']]],
    ['data quality', { purpose: 'DATA_QUALITY' }, {}, []],
  ])('judges %s', (_title, change, reading, problems) => {
    expect(read(change, reading).problems).toEqual(problems);
  });

  const twoYearsAgo = Date.parse('2024-03-10T09:00:00.000Z');
  const inTwoYears = Date.parse('2028-03-10T09:00:00.000Z');
  it.each<[string, Partial<CaptureConsentInput>, readonly (readonly [string, string])[]]>([
    ['an end 24 months after the beginning', { validUntil: at(inTwoYears) }, []],
    ['an end 1 ms later', { validUntil: at(inTwoYears + 1) }, [['validUntil', 'INVALID_VALUE']]],
    ['an end at the beginning', { validUntil: at(now) }, [['validUntil', 'CONTRADICTION']]],
    ['an end 1 ms after the beginning', { validUntil: at(now + 1) }, []],
    ['an end now', { validFrom: at(now - 1_000), validUntil: at(now) }, [['validUntil', 'INVALID_VALUE']]],
    ['an end 1 ms from now', { validFrom: at(now - 1_000), validUntil: at(now + 1) }, []],
    [
      'a beginning 24 months ago, which ends in the past',
      { validFrom: at(twoYearsAgo), validUntil: at(now) },
      [['validUntil', 'INVALID_VALUE']],
    ],
    ['a beginning 24 months ago but 1 ms', { validFrom: at(twoYearsAgo + 1), validUntil: at(now + 1) }, []],
    [
      'a beginning more than 24 months ago',
      { validFrom: at(twoYearsAgo - 1), validUntil: at(now - 1) },
      [
        ['validFrom', 'INVALID_VALUE'],
        ['validUntil', 'INVALID_VALUE'],
      ],
    ],
    ['a beginning to come', { validFrom: at(now + 1_000) }, []],
  ])('judges %s', (_title, change, problems) => {
    expect(read(change).problems).toEqual(problems);
  });
});

describe('a language code', () => {
  it.each(['en', 'cy', 'so', 'eng', 'bfi', 'yue', 'rmy'])('is %s', (code) => {
    expect(isLanguageCode(code)).toBe(true);
  });

  it.each(['', 'e', 'xx', 'EN', 'en-GB', 'engl', 'qaa', 'qtz', 'é1'])('is not "%s"', (code) => {
    expect(isLanguageCode(code)).toBe(false);
  });
});
