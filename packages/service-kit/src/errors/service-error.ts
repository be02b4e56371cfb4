import type { ErrorCode, errorCodes, InputProblem } from '@resident-graph/schema';

type CodeOf<Family> = { [Code in ErrorCode]: (typeof errorCodes)[Code]['family'] extends Family ? Code : never }[ErrorCode];

/**
 * What a service throws on purpose: a code of the closed table and a message that may reach the caller. Anything else that is thrown
 * is a defect and leaves as INTERNAL_SERVER_ERROR. One class per family; callers of the API see codes, never classes.
 */
export abstract class ServiceError extends Error {
  abstract readonly code: ErrorCode;
  /** What goes with the code into `extensions`; only keys of the edge's allow-list leave. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.details = details;
  }
}

/** The caller's input cannot be accepted as it is. */
export class InputError extends ServiceError {
  readonly code: CodeOf<'input'>;

  constructor(code: CodeOf<'input'>, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message, details);
    this.code = code;
  }
}

/** BAD_USER_INPUT with every problem at once. */
export const badUserInput = (problems: readonly InputProblem[]): InputError =>
  new InputError(
    'BAD_USER_INPUT',
    problems.length === 1 ? `1 problem in the input: ${problems[0]?.message ?? ''}` : `${problems.length} problems in the input.`,
    { problems },
  );

/** VERSION_CONFLICT with both numbers. */
export const versionConflict = (expectedVersion: number, currentVersion: number): InputError =>
  new InputError(
    'VERSION_CONFLICT',
    `Version ${expectedVersion} was expected but the record is at version ${currentVersion}. Read it again and repeat the change.`,
    { expectedVersion, currentVersion },
  );

/** NOT_FOUND of a write; the same words whether the thing is absent or hidden. */
export const notFound = (what: string): InputError => new InputError('NOT_FOUND', `There is no such ${what}.`);

/** There is no valid token. `reason` is a class, never the token. */
export class IdentityError extends ServiceError {
  readonly code = 'UNAUTHENTICATED';

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, { reason }, options);
  }
}

/** The caller is known and may not do this. */
export class AuthorityError extends ServiceError {
  readonly code: CodeOf<'authority'>;

  constructor(code: CodeOf<'authority'>, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message, details);
    this.code = code;
  }
}

/** What goes with a DependencyError: the peer's name, for the caller; the cause, for the log alone. */
export interface DependencyFailure {
  readonly service?: string;
  readonly cause?: unknown;
}

/** Something that this service needs does not answer. */
export class DependencyError extends ServiceError {
  readonly code: CodeOf<'dependency'>;

  constructor(code: CodeOf<'dependency'>, message: string, { cause, ...details }: DependencyFailure = {}) {
    super(message, { retryable: true, ...details }, { cause });
    this.code = code;
  }
}

/** The operation is over a limit. */
export class LimitError extends ServiceError {
  readonly code: CodeOf<'limits'>;

  constructor(code: CodeOf<'limits'>, message: string, details: Readonly<Record<string, unknown>>) {
    super(message, details);
    this.code = code;
  }
}

/** A defect of the platform. The message is constant; the cause stays inside. */
export class DefectError extends ServiceError {
  readonly code = 'INTERNAL_SERVER_ERROR';

  constructor(cause: unknown) {
    super('A defect of the platform. Tell support the request id.', {}, { cause });
  }
}
