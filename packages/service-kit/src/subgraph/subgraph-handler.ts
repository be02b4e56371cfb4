import type { FormattedExecutionResult } from 'graphql';

/** One GraphQL request to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** What every call to a subgraph carries. */
export interface CallCredentials {
  /** The signed internal identity; calls without one are refused. */
  readonly identityToken: string | undefined;
  /** From the caller's request, for logs and events. */
  readonly correlationId: string;
  /** The caller's request as the record of looks names it; absent where no caller asked. */
  readonly request?: CallerRequest | undefined;
}

/** A request of a caller, as records name it. */
export interface CallerRequest {
  /** The id that its answer carries in `x-request-id`. */
  readonly id: string;
  /** The sha256 of the operation's text, in hex. */
  readonly operationHash: string;
}

/** A subgraph as others reach it, in one process directly and between processes over HTTP. */
export interface SubgraphHandler {
  /** Answers one GraphQL request; errors are masked already. A call that is not properly signed is answered UNAUTHENTICATED. */
  execute(request: SubgraphRequest, credentials: CallCredentials): Promise<FormattedExecutionResult>;
  /** Runs one of the subgraph's worker actions, such as the delivery of events. Rejects with a ServiceError. */
  callWorkerAction(action: string, input: unknown, credentials: CallCredentials): Promise<unknown>;
  /** Rejects when something that the subgraph needs does not answer. */
  checkHealth(): Promise<void>;
}
