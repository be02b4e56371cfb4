import { buildPublishedSubgraphSchema } from '@resident-graph/service-kit';
import { isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { consentRules } from '../../src/access/consent-rules.ts';
import { contactDetailsRules } from '../../src/access/contact-details-rules.ts';
import { equalityRules } from '../../src/access/equality-rules.ts';
import { organisationRules } from '../../src/access/organisation-rules.ts';
import { personRules } from '../../src/access/person-rules.ts';
import { createRuleTable } from '../../src/access/rule-table.ts';
import { type AccessRules, reached } from '../../src/access/rules.ts';
import { searchRules } from '../../src/access/search-rules.ts';
import { composeApiSchema } from './api-schema.ts';

const schema = composeApiSchema();
const table = createRuleTable(schema);

const coordinatesOf = (of: ReturnType<typeof buildPublishedSubgraphSchema>): readonly string[] =>
  Object.values(of.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('_') ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
  );

describe('the rule table', () => {
  test('has a rule for every field of the schema that callers see, and for nothing else', () => {
    expect([...table.keys()].toSorted()).toEqual([...coordinatesOf(schema)].toSorted());
  });

  test('leaves out of judgement only fields that are reached through a judged one', () => {
    const roots = [...table].filter(([coordinate, accessRule]) => /^(Query|Mutation)\./u.test(coordinate) && accessRule === reached);
    expect(roots).toEqual([]);
    expect(
      [...table]
        .filter(([, accessRule]) => accessRule === reached)
        .map(([coordinate]) => coordinate)
        .toSorted(),
    ).toEqual([
      'AccessEvent.id',
      'BreakGlass.id',
      'Change.id',
      'Consent.id',
      'ContactDetail.id',
      'EqualityInformation.id',
      'Identification.id',
      'IngestItemResult.id',
      'IngestItemResult.outcome',
      'IngestItemResult.problems',
      'IngestItemResult.sourceId',
      'InputProblem.code',
      'InputProblem.message',
      'InputProblem.path',
      'MergedPerson.id',
      'Notice.id',
      'Objection.id',
      'Organisation.id',
      'PageInfo.endCursor',
      'PageInfo.hasNextPage',
      'Person.id',
      'ReferenceCode.code',
      'RevokeConsentPayload.consents',
      'ServiceArea.code',
    ]);
  });

  test.each<readonly [Parameters<typeof buildPublishedSubgraphSchema>[0], AccessRules]>([
    ['person', personRules],
    ['contact-details', contactDetailsRules],
    ['contact-details', consentRules],
    ['contact-details', organisationRules],
    ['equality', equalityRules],
    ['search', searchRules],
  ])('the rules of %s are for fields that this subgraph publishes', (name, rules) => {
    const published = new Set(coordinatesOf(buildPublishedSubgraphSchema(name)));
    const foreign = Object.entries(rules).flatMap(([type, fields]) =>
      Object.keys(fields)
        .map((field) => `${type}.${field}`)
        .filter((coordinate) => !published.has(coordinate)),
    );
    expect(foreign).toEqual([]);
  });
});
