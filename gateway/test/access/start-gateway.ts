import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContactDetailAttributes, plainPerson } from '@resident-graph/policy';
import type { SubgraphName } from '@resident-graph/schema';
import {
  type AccessEventDraft,
  appendAccessEventsAction,
  appendAccessEventsInput,
  buildPublishedSubgraphSchema,
  createIdentitySigner,
  createLogger,
  createServiceKeyRing,
  DependencyError,
} from '@resident-graph/service-kit';
import { execute, type FormattedExecutionResult, type GraphQLFieldResolver, parse } from 'graphql';
import { readGatewayConfig } from '../../src/config.ts';
import { createGateway, type DirectAnswer, type Gateway, type GatewayParts } from '../../src/create-gateway.ts';
import type { SubgraphClient } from '../../src/planning/subgraph-data-source.ts';
import { phoneAttributes } from './phone-attributes.ts';

/** A contact detail of a subgraph that hides nothing. */
export interface LeakyRow {
  readonly id: string;
  readonly targetId: string;
  readonly area: string | null;
  readonly isActive: boolean;
  readonly contactName?: string;
  readonly contactInformation?: { readonly value: string; readonly description?: string };
  /** How the row claims to be shaped; FULL unless said otherwise. */
  readonly outcome?: 'MASK' | 'FULL';
  /** Attributes that differ from those of a plain phone number. */
  readonly attributes?: Partial<ContactDetailAttributes>;
  /** What it says of the person; that nothing is recorded unless said otherwise. */
  readonly person?: unknown;
}

/** One fetch as a subgraph got it. */
export interface Fetch {
  readonly name: SubgraphName;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A gateway over subgraphs of a few lines; the one of contact details answers with every row, so that only the gateway can hide one. */
export interface TestGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly fetches: readonly Fetch[];
  /** Lines that were logged. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** Looks that were put on record. */
  readonly recorded: readonly AccessEventDraft[];
  /** Forgets fetches and log lines, so that tests can share one gateway. */
  forget(): void;
  ask(persona: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<DirectAnswer>;
}

/** What a test may put in place. */
export interface TestGatewayOptions extends Partial<Pick<GatewayParts, 'canary' | 'judgeRow' | 'now'>> {
  readonly rows?: readonly LeakyRow[];
  readonly clients?: Partial<Record<SubgraphName, SubgraphClient>>;
  /** Whether the record of looks does not answer. */
  readonly isAuditDown?: boolean;
}

type Fields = Readonly<Record<string, (source: Readonly<Record<string, unknown>>, args: Readonly<Record<string, unknown>>) => unknown>>;

const accessOf = ({ id, area, isActive, targetId, outcome = 'FULL', attributes, person }: LeakyRow): unknown => ({
  row: { ...phoneAttributes({ id, area, isActive, targetId }), ...attributes },
  person: person === undefined ? plainPerson([targetId]) : person,
  outcome,
});

const contactFields = (rows: readonly LeakyRow[]): Fields => ({
  'Query.contactDetail': (_source, { id }) => rows.find((row) => row.id === id) ?? null,
  'Query.contactDetails': (_source, { targetId }) => rows.filter((row) => row.targetId === targetId),
  'Person.contactDetails': ({ id }) => rows.filter((row) => row.targetId === id),
  'Mutation.retireContactDetail': () => ({ contactDetail: { ...rows[0], isActive: false } }),
  'ContactDetail.targetType': () => 'PERSON',
  'ContactDetail.sourceServiceArea': ({ area }) => ({ area, isDefault: true }),
  'ContactDetail.person': ({ targetId }) => ({ id: targetId }),
  'Query.legacyTriage': () => ({
    edges: rows.map((row) => ({ cursor: `after-${row.id}`, node: row })),
    pageInfo: { hasNextPage: false, endCursor: null },
    totalCount: rows.length,
  }),
  'ContactDetail.accessAttributes': (source) => accessOf(source as unknown as LeakyRow),
});

const fieldsOf = (rows: readonly LeakyRow[]): Readonly<Record<SubgraphName, Fields>> => ({
  person: {
    'Query.person': (_source, { id }) => ({ id, forename: 'Imogen', surname: 'Quill' }),
    'Query.persons': (_source, { ids }) => (ids as readonly string[]).map((id) => ({ id, forename: 'Imogen', surname: 'Quill' })),
    'Mutation.createPerson': () => ({ person: { id: 'p-1', forename: 'Imogen', surname: 'Quill' } }),
  },
  'contact-details': contactFields(rows),
  equality: { 'Person.equalityInformation': ({ id }) => ({ id: `e-${String(id)}`, ageGroup: 'retired' }) },
  search: { 'Query.searchPersons': () => ({ total: 1, results: [{ person: { id: 'p-1' }, matchedOn: ['EXACT'] }] }) },
});

const createClient = (name: SubgraphName, fields: Fields): SubgraphClient => {
  const schema = buildPublishedSubgraphSchema(name);
  const fieldResolver: GraphQLFieldResolver<Readonly<Record<string, unknown>>, unknown> = (source, args, _context, info) => {
    const resolve = fields[`${info.parentType.name}.${info.fieldName}`];
    return resolve === undefined ? source[info.fieldName] : resolve(source, args);
  };
  return {
    execute: async ({ query, variables }) =>
      (await execute({
        schema,
        document: parse(query),
        rootValue: {},
        variableValues: variables ?? {},
        fieldResolver,
      })) as FormattedExecutionResult,
  };
};

const names = ['person', 'contact-details', 'equality', 'search'] as const satisfies readonly SubgraphName[];

/** Composes a gateway in a temporary folder, without listening. */
export const startGateway = async (options: TestGatewayOptions = {}): Promise<TestGateway> => {
  const { rows = [], clients = {}, isAuditDown = false, ...overrides } = options;
  const recorded: AccessEventDraft[] = [];
  const directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  const fetches: Fetch[] = [];
  const logged: Record<string, unknown>[] = [];
  const watch = (name: SubgraphName, client: SubgraphClient): SubgraphClient => ({
    execute: (request, credentials) => {
      fetches.push({ name, query: request.query, variables: request.variables ?? {} });
      return client.execute(request, credentials);
    },
  });
  const fields = fieldsOf(rows);
  const subgraphs = Object.fromEntries(names.map((name) => [name, watch(name, clients[name] ?? createClient(name, fields[name]))]));
  const gateway = await createGateway({
    config: readGatewayConfig({ DATA_DIR: directory, PORT: '0' }),
    subgraphs: subgraphs as Record<SubgraphName, SubgraphClient>,
    signer: createIdentitySigner((await createServiceKeyRing()).keys.gateway),
    auditLink: {
      call: async (action, input) => {
        if (isAuditDown && action === appendAccessEventsAction)
          throw new DependencyError('STORE_UNAVAILABLE', 'The store does not answer.');
        if (action === appendAccessEventsAction) recorded.push(...appendAccessEventsInput.parse(input).events);
        return {};
      },
    },
    logger: createLogger(
      { service: 'gateway', level: 'error' },
      { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
    ),
    checkHealth: async () => undefined,
    exampleVariables: {},
    ...overrides,
  });
  const dispose = async (): Promise<void> => {
    await gateway.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await gateway.startWithoutListening();
  } catch (error) {
    await dispose().catch(() => undefined);
    throw error;
  }
  return {
    gateway,
    fetches,
    logged,
    recorded,
    forget: () => {
      fetches.length = 0;
      logged.length = 0;
      recorded.length = 0;
    },
    ask: async (persona, query, variables = {}) =>
      gateway.execute({ query, variables }, (await gateway.developmentIssuer?.issueToken(persona)) ?? ''),
    [Symbol.asyncDispose]: dispose,
  };
};
