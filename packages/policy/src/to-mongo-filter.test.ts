import { describe, expect, test } from 'vitest';
import {
  breakGlass,
  byId,
  consent,
  context,
  contextWith,
  objection,
  officer,
  resident,
  session,
  steward,
  support,
} from '../test/samples.ts';
import type { ReadContext } from './read-context.ts';
import type { Filter } from './row-statement.ts';
import type { Subject } from './subject.ts';
import { toMongoFilter } from './to-mongo-filter.ts';

const noBook = { _id: { $in: [] } };
const filterFor = (subject: Subject, reading: ReadContext) => toMongoFilter(subject, 'contact-detail.read', reading);
const publicBook = {
  targetType: 'ORGANISATION',
  area: { $in: ['housing', 'social-care', 'council-tax', 'repairs', 'benefits', 'libraries'] },
};
const ownBook = { area: 'housing', 'details.isActive': true };

/** The books that a filter leads to, whatever it asks of the rows in them: test/filter-and-decide.test.ts looks at that. */
const placesOf = (filter: Filter): readonly Filter[] => {
  const { $or: places, ...shared } = filter;
  return (Array.isArray(places) ? (places as readonly Filter[]) : [{}]).map((place) => {
    const { details: _details, ...rest } = { ...shared, ...place } as Filter & { readonly details?: unknown };
    return rest;
  });
};
const placesFor = (subject: Subject, reading: ReadContext): readonly Filter[] => placesOf(filterFor(subject, reading));

describe('toMongoFilter', () => {
  test('current rows need a book of the area with a current row, or a public one', () => {
    expect(placesFor(officer, context)).toEqual([ownBook, publicBook]);
  });

  test('history needs a book of the area with any row', () => {
    expect(placesFor(officer, contextWith({}, { includeHistoric: true }))).toEqual([
      ownBook,
      { area: 'housing', 'details.isActive': false },
      publicBook,
    ]);
  });

  test('a service that a resident calls reads only books of that person', () => {
    const filter = filterFor({ ...officer, kind: 'service', onBehalfOf: resident }, context);
    expect(filter).toEqual({ $and: [filterFor(officer, context), filterFor(resident, context)] });
  });

  test.each([
    ['by type', consent],
    ['by id', byId],
  ])("a consent %s leads to the person's books of its source", (_title, given) => {
    expect(placesFor(officer, contextWith({ consents: [given] }))).toEqual([
      ownBook,
      publicBook,
      { targetType: 'PERSON', targetId: { $in: ['person-1'] }, area: 'social-care' },
    ]);
  });

  test('consents of one area that cover details in the same way are one condition', () => {
    const other = { ...byId, id: 'consent-3', scope: { contactDetailIds: ['detail-2'] } };
    const filters = filterFor(officer, contextWith({ consents: [byId, other] }))['$or'] as readonly Filter[];
    expect(filters).toHaveLength(3);
    expect(filters.at(-1)).toMatchObject({ area: 'social-care', details: { $elemMatch: { id: { $in: ['detail-1', 'detail-2'] } } } });
  });

  test.each([
    ['of two areas', { sourceArea: 'repairs' }, { targetId: { $in: ['person-1'] }, area: 'repairs' }],
    [
      'to differently joined ids',
      { personIds: ['person-1', 'person-2'] },
      { targetId: { $in: ['person-1', 'person-2'] }, area: 'social-care' },
    ],
    ['to ids that read the same in a row', { personIds: ['person-', '1'] }, { targetId: { $in: ['person-', '1'] }, area: 'social-care' }],
  ])('consents %s are conditions of their own', (_title, facts, place) => {
    const filters = placesFor(officer, contextWith({ consents: [consent, { ...consent, id: 'consent-2', ...facts }] }));
    expect(filters.slice(2)).toEqual([
      { targetType: 'PERSON', targetId: { $in: ['person-1'] }, area: 'social-care' },
      { targetType: 'PERSON', ...place },
    ]);
  });

  test('break-glass leads to the books of every other area that acts', () => {
    expect(placesFor(officer, contextWith({ breakGlass: [breakGlass] }))).toEqual([
      ownBook,
      {
        targetType: 'PERSON',
        targetId: { $in: ['person-1'] },
        area: { $in: ['social-care', 'council-tax', 'repairs', 'benefits', 'libraries'] },
      },
      publicBook,
    ]);
  });

  test('what is asked of a row is said once for each attribute', () => {
    const [, ofPublic] = filterFor(officer, context)['$or'] as readonly Filter[];
    expect(ofPublic?.['details']).toEqual({
      $elemMatch: {
        isPublic: true,
        isProcessingRestricted: { $ne: true },
        sensitivity: { $nin: ['SAFE_ADDRESS', 'CONFIDENTIAL'] },
        isActive: true,
      },
    });
    const [, , shared] = filterFor(officer, contextWith({ consents: [byId] }))['$or'] as readonly Filter[];
    expect(shared?.['details']).toEqual({
      $elemMatch: {
        isActive: true,
        id: { $in: ['detail-1'] },
        isProcessingRestricted: { $ne: true },
        $or: [{ relation: { $in: [null] }, subType: { $ne: 'EMERGENCY_CONTACT' } }, { hasThirdPartyAgreed: true }],
      },
    });
    const [, , typed] = filterFor(officer, contextWith({ consents: [consent] }))['$or'] as readonly Filter[];
    expect(typed?.['details']).toMatchObject({ $elemMatch: { isActive: true, contactType: { $in: ['PHONE'] } } });
  });

  test('a resident reads the own books of every area', () => {
    expect(placesFor(resident, context)).toEqual([{ targetType: 'PERSON', targetId: { $in: ['person-1'] } }]);
  });

  test.each([
    ['support', support, contextWith({}, { diagnosticSession: session }), 'social-care'],
    [
      'a steward in legacy triage',
      { ...steward, roles: ['steward'] as const },
      contextWith({}, { isLegacyTriage: true }),
      { $in: [null, ''] },
    ],
  ])('%s reads books of persons and organisations', (_title, subject, reading, area) => {
    expect(placesFor(subject, reading)).toEqual([{ targetType: { $in: ['PERSON', 'ORGANISATION'] }, area }]);
    expect(filterFor(subject, { ...reading, person: null })).toMatchObject({ targetType: { $in: ['ORGANISATION'] } });
  });

  test.each([
    ['without contact:read', { ...officer, roles: [] }, context],
    ['without an acting area', { ...officer, actingArea: null }, context],
    ['with an empty acting area', { ...officer, actingArea: '' }, context],
    ['a worker', { ...officer, kind: 'worker' }, context],
    ['a resident without a record', { ...resident, personId: null }, context],
    ['support without a session', support, context],
    [
      'support with a session of an area that retired',
      support,
      contextWith({}, { diagnosticSession: { ...session, area: 'welfare-rights' } }),
    ],
    ['support, of a restricted person', support, contextWith({ restriction: { compartment: [] } }, { diagnosticSession: session })],
    ['a steward outside legacy triage', { ...steward, roles: ['steward'] }, context],
  ] as const)('%s no book is read', (_title, subject, reading) => {
    expect(filterFor(subject as Subject, reading)).toEqual(noBook);
  });

  test.each([
    ['restricted', contextWith({ restriction: { compartment: [] } })],
    ['under an objection', contextWith({ consents: [consent], objections: [{ ...objection, capturedAt: consent.capturedAt }] })],
  ])('no book of others is read under a consent when the person is %s', (_title, reading) => {
    expect(JSON.stringify(filterFor(officer, reading))).not.toContain('"social-care"}');
    expect(JSON.stringify(filterFor(officer, reading))).not.toContain('targetId');
  });

  test('an acting area that retired reads public books alone', () => {
    expect(placesFor({ ...officer, actingArea: 'welfare-rights' }, contextWith({}, { includeHistoric: true }))).toEqual([publicBook]);
  });

  test('without facts about the person no book of a person is read', () => {
    expect(placesFor(officer, { ...context, person: null })).toEqual([{ targetType: { $ne: 'PERSON' }, ...ownBook }, publicBook]);
    expect(filterFor(resident, { ...context, person: null })).toEqual(noBook);
  });
});
