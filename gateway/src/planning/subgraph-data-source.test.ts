import { plainPerson, type Subject } from '@resident-graph/policy';
import { buildPublishedSubgraphSchema, createLogger, type SubgraphRequest } from '@resident-graph/service-kit';
import { officerSample } from '@resident-graph/service-kit/testing';
import type { FormattedExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { phoneAttributes } from '../../test/access/phone-attributes.ts';
import { policyJudgeRow } from '../access/row-judge.ts';
import { RequestRecord } from '../audit/request-record.ts';
import { SubgraphDataSource } from './subgraph-data-source.ts';

const subject: Subject = { ...officerSample, roles: ['contact:read'] };

interface Sent {
  readonly request: SubgraphRequest;
  readonly identityToken: string | undefined;
  readonly correlationId: string;
}

const createSource = (answer: FormattedExecutionResult) => {
  const sent: Sent[] = [];
  const alarms: number[] = [];
  const fetched: string[] = [];
  const source = new SubgraphDataSource({
    name: 'contact-details',
    client: {
      execute: async (request, credentials) => {
        sent.push({ ...credentials, request });
        return structuredClone(answer);
      },
    },
    signer: { sign: async ({ id }, audience) => `${id} to ${audience}` },
    logger: createLogger({ service: 'gateway', level: 'silent' }),
    rowGuard: {
      schema: buildPublishedSubgraphSchema('contact-details'),
      judge: policyJudgeRow,
      now: () => 0,
      onAlarm: (rows) => alarms.push(rows),
    },
    onFetch: (name, query) => fetched.push(`${name} ${query}`),
  });
  return { source, sent, alarms, fetched };
};

const process = (
  source: SubgraphDataSource,
  query: string,
  options: { readonly variables?: Record<string, unknown>; readonly subject?: Subject | null; readonly record?: RequestRecord } = {},
) =>
  source.process({
    request: { query, variables: options.variables ?? {} },
    context: {
      subject: options.subject === undefined ? subject : options.subject,
      requestId: 'r',
      correlationId: 'c-1',
      record: options.record ?? new RequestRecord(),
    },
  } as unknown as Parameters<SubgraphDataSource['process']>[0]);

const query = '{contactDetails(targetId:"p"){id}}';
const row = (area: string) => ({
  id: area,
  rg__access: { row: phoneAttributes({ area, targetId: 'p' }), person: plainPerson(['p']), outcome: 'FULL' },
});

describe('the data source of a subgraph', () => {
  test('signs the call for the subject and this subgraph, and passes the correlation id on', async () => {
    const { source, sent, fetched } = createSource({ data: { contactDetails: [] } });
    await process(source, query);
    expect(sent).toMatchObject([{ identityToken: 'officer-1 to contact-details', correlationId: 'c-1' }]);
    expect(fetched).toEqual([`contact-details ${query}`]);
  });

  test('asks for the attributes of rows, judges them and counts what it removed', async () => {
    const { source, sent, alarms } = createSource({ data: { contactDetails: [row('housing'), row('benefits')] } });
    expect(await process(source, query)).toEqual({ data: { contactDetails: [{ id: 'housing' }] } });
    expect(sent[0]?.request.query).toContain('rg__access: accessAttributes');
    expect(alarms).toEqual([1]);
  });

  test('raises no alarm when nothing was removed', async () => {
    const { source, alarms } = createSource({ data: { contactDetails: [row('housing')] } });
    await process(source, query);
    expect(alarms).toEqual([]);
  });

  test('asks nothing for nobody', async () => {
    const { source, sent } = createSource({ data: { contactDetails: [row('housing')] } });
    expect(await process(source, query, { subject: null })).toEqual({
      data: null,
      errors: [{ message: 'Nobody asks.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(sent).toEqual([]);
  });

  const error = { message: 'contact-details does not answer now.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } };
  test.each([
    [
      'an error of a whole fetch of entities stands at the first one',
      { representations: [{}] },
      { data: null, errors: [error] },
      { data: null, errors: [{ ...error, path: ['_entities', 0] }] },
    ],
    [
      'an error that has a path keeps it',
      { representations: [{}] },
      { data: null, errors: [{ ...error, path: ['_entities', 3] }] },
      { data: null, errors: [{ ...error, path: ['_entities', 3] }] },
    ],
    ['an error of a fetch of roots has none', {}, { data: null, errors: [error] }, { data: null, errors: [error] }],
  ])('%s', async (_title, variables, answer, expected) => {
    const { source } = createSource(answer as FormattedExecutionResult);
    const entities = 'query($representations:[_Any!]!){_entities(representations:$representations){...on Person{contactDetails{id}}}}';
    expect(await process(source, 'representations' in variables ? entities : query, { variables })).toEqual(expected);
  });
});
