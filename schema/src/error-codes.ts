/**
 * The closed table of error codes on the wire. It is data: the reference page in `docs/` is generated from it, and an
 * error whose code is not listed here never leaves a service. Source: style.md, "Errors".
 */
export type ErrorFamily = 'input' | 'identity' | 'authority' | 'dependency' | 'limits' | 'bug';

/** One row of the table. */
export interface ErrorCodeEntry {
  /** Which of the families it belongs to; each family has one error class. */
  readonly family: ErrorFamily;
  /** The HTTP status when the whole request is refused; 200 where the rest of the answer still holds. */
  readonly httpStatus: number;
  /** What happened, in one sentence for callers. */
  readonly description: string;
  /** The version of the product that introduced the code. */
  readonly since: string;
}

const since = '0.1.0';

export const errorCodes = {
  BAD_USER_INPUT: {
    family: 'input',
    httpStatus: 400,
    description: 'The input is not acceptable; `problems` lists everything that is wrong, each with path, code and message.',
    since,
  },
  GRAPHQL_PARSE_FAILED: {
    family: 'input',
    httpStatus: 400,
    description: 'The document is not GraphQL.',
    since,
  },
  GRAPHQL_VALIDATION_FAILED: {
    family: 'input',
    httpStatus: 400,
    description: 'The document does not fit the schema.',
    since,
  },
  BAD_REQUEST: {
    family: 'input',
    httpStatus: 400,
    description: 'The HTTP request is not a GraphQL request: malformed JSON, a wrong content type or no query.',
    since,
  },
  PAYLOAD_TOO_LARGE: {
    family: 'input',
    httpStatus: 413,
    description: 'The request body is larger than allowed.',
    since,
  },
  VERSION_CONFLICT: {
    family: 'input',
    httpStatus: 200,
    description: 'Somebody changed the record first; `expectedVersion` and `currentVersion` tell both versions.',
    since,
  },
  NOT_FOUND: {
    family: 'input',
    httpStatus: 200,
    description: 'What a write names does not exist, or the caller may not know that it does.',
    since,
  },
  NOT_AVAILABLE: {
    family: 'input',
    httpStatus: 200,
    description: 'There is no explanation of this for the caller: the same for what does not exist and for what the caller may not see.',
    since,
  },
  CONFLICT: {
    family: 'input',
    httpStatus: 200,
    description: 'The record is not in a state in which this can be done; the message tells what has to come first.',
    since,
  },
  POSSIBLE_DUPLICATE: {
    family: 'input',
    httpStatus: 200,
    description:
      'The person is likely on record already: `candidates` lists id, band, score and reasons. Use one of them, or name them in `notDuplicateOf`.',
    since,
  },
  DUPLICATE_VALUE: {
    family: 'input',
    httpStatus: 200,
    description: 'The same value is recorded already; the existing row is named only when the caller may see it.',
    since,
  },
  LIMIT_REACHED: {
    family: 'input',
    httpStatus: 200,
    description: 'The service area holds as many active details of that type as it may.',
    since,
  },
  IDEMPOTENCY_KEY_REUSED: {
    family: 'input',
    httpStatus: 200,
    description: 'The idempotency key was used within 24 hours with other input.',
    since,
  },
  CURSOR_INVALID: {
    family: 'input',
    httpStatus: 200,
    description: 'The cursor is not one that this list gave this caller in this service area with these arguments; start without `after`.',
    since,
  },
  UNAUTHENTICATED: {
    family: 'identity',
    httpStatus: 401,
    description: 'There is no valid token; `reason` tells the class of the failure.',
    since,
  },
  FORBIDDEN: {
    family: 'authority',
    httpStatus: 403,
    description: 'The caller may not do this; `ruleId` names the rule.',
    since,
  },
  BREAK_GLASS_LOCKED: {
    family: 'authority',
    httpStatus: 403,
    description: 'The caller broke glass three times within a day; the right is locked until information governance gives it back.',
    since,
  },
  SERVICE_AREA_REQUIRED: {
    family: 'authority',
    httpStatus: 403,
    description: 'The caller has several service areas and must name the acting one in `x-service-area`.',
    since,
  },
  SUBGRAPH_UNAVAILABLE: {
    family: 'dependency',
    httpStatus: 200,
    description: 'A part of the platform did not answer; the rest of the answer holds. `service` and `retryable` tell more.',
    since,
  },
  STORE_UNAVAILABLE: {
    family: 'dependency',
    httpStatus: 200,
    description: 'The documents cannot be read or written now; nothing was changed.',
    since,
  },
  SEARCH_UNAVAILABLE: {
    family: 'dependency',
    httpStatus: 200,
    description: 'The search index does not answer now; everything else works.',
    since,
  },
  AUDIT_UNAVAILABLE: {
    family: 'dependency',
    httpStatus: 200,
    description: 'The look cannot be put on record now, so what has to be on record is not shown; the rest of the answer holds.',
    since,
  },
  OVERLOADED: {
    family: 'dependency',
    httpStatus: 503,
    description: 'The process is stopping or has too much to do; try again.',
    since,
  },
  OPERATION_TOO_COMPLEX: {
    family: 'limits',
    httpStatus: 400,
    description: 'The operation is over a limit; `limit` names it, `maximum` tells how much is allowed.',
    since,
  },
  INTERNAL_SERVER_ERROR: {
    family: 'bug',
    httpStatus: 500,
    description: 'A defect of the platform; tell support the request id.',
    since,
  },
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

/** Every code that may appear in `extensions.code`. */
export type ErrorCode = keyof typeof errorCodes;

/** Tells whether a text is one of the codes. */
export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorCodes, code);
