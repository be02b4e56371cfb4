import type { SubgraphName } from '@resident-graph/schema';
import { DependencyError } from '../errors/service-error.ts';
import { type IdentityIssuer, type IdentitySigner, workerSubject } from '../identity/internal-identity.ts';
import type { SubgraphHandler } from '../subgraph/subgraph-handler.ts';

/** A signed line from one service's worker to a subgraph. */
export interface WorkerLink {
  /** Runs a worker action of the peer. Rejects with a ServiceError; DependencyError when the peer does not answer. */
  call(action: string, input: unknown, correlationId: string): Promise<unknown>;
}

/** The ends of a line. */
export interface WorkerLinkEnds {
  readonly from: IdentityIssuer;
  readonly to: SubgraphName;
  readonly signer: IdentitySigner;
}

/** A line inside one process; signed all the same. The peer is asked for late because slices are made one after the other. */
export const createInProcessWorkerLink = (ends: WorkerLinkEnds, peer: () => SubgraphHandler): WorkerLink => ({
  call: async (action, input, correlationId) =>
    peer().callWorkerAction(action, input, {
      identityToken: await ends.signer.sign(workerSubject(ends.from), ends.to),
      correlationId,
    }),
});

/** Longest wait for a peer, in milliseconds. */
const timeoutMilliseconds = 30_000;

/** A line over HTTP to the peer's internal endpoint. */
export const createHttpWorkerLink = (ends: WorkerLinkEnds, peerUrl: string): WorkerLink => ({
  call: async (action, input, correlationId) => {
    const token = await ends.signer.sign(workerSubject(ends.from), ends.to);
    const unavailable = (cause?: unknown): DependencyError =>
      new DependencyError('SUBGRAPH_UNAVAILABLE', `${ends.to} does not answer now.`, { service: ends.to, cause });
    try {
      const response = await fetch(new URL(`/internal/${action}`, peerUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-correlation-id': correlationId },
        body: JSON.stringify(input),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      if (response.ok) return await response.json();
      // An unread body keeps its connection.
      await response.body?.cancel();
    } catch (cause) {
      throw unavailable(cause);
    }
    throw unavailable();
  },
});
