import type { IncomingHttpHeaders } from 'node:http';
import type { Subject } from '@resident-graph/policy';
import { AuthorityError, IdentityError } from '@resident-graph/service-kit';
import type { RequestRecord } from '../audit/request-record.ts';
import type { TraceCollector } from '../tracing/trace-collector.ts';
import type { GroupMapping } from './group-mapping.ts';
import { actOnBehalfOf, resolveSubject } from './resolve-subject.ts';
import type { VerifyCallerToken } from './verify-caller-token.ts';

/** Who calls, admitted for one request. */
export interface Caller {
  /** Null only for a question about the schema alone, in development. */
  readonly subject: Subject | null;
  readonly requestId: string;
  readonly correlationId: string;
  /** What the request has shown so far. */
  readonly record: RequestRecord;
  /** What the request did so far; absent for one that leaves no trace. */
  readonly trace?: TraceCollector;
}

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(', ') : value);

const bearer = /^Bearer ([\w.~+/=-]+)$/iu;
const bareToken = /^[\w.~+/=-]+$/u;

/**
 * Reads token and acting headers of a request, and for a service the token of the user for whom it calls (`x-on-behalf-of`).
 * @throws ServiceError when the request is refused as a whole
 */
export const createAuthenticate =
  (verify: VerifyCallerToken, mapping: GroupMapping) =>
  async (headers: IncomingHttpHeaders): Promise<Subject> => {
    const { authorization } = headers;
    if (authorization === undefined || authorization === '') {
      throw new IdentityError('missing', 'Expected a token in the header `Authorization: Bearer ...`.');
    }
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) throw new IdentityError('malformed', 'Expected the header `Authorization: Bearer` with a token.');
    const subject = resolveSubject(
      await verify(token),
      {
        serviceArea: single(headers['x-service-area']),
        purpose: single(headers['x-purpose']),
        caseReference: single(headers['x-case-ref']),
      },
      mapping,
    );
    const userToken = single(headers['x-on-behalf-of']);
    if (userToken === undefined) return subject;
    // Before the user's token is looked at: whoever is no service learns nothing of it.
    if (subject.kind !== 'service') {
      throw new AuthorityError('FORBIDDEN', 'Only a service may call on behalf of a user: leave `x-on-behalf-of` out.', { ruleId: 'A5' });
    }
    if (!bareToken.test(userToken)) {
      throw new IdentityError('malformed', "Expected the user's token in the header `x-on-behalf-of`, and nothing else.");
    }
    return actOnBehalfOf(subject, await verify(userToken), mapping);
  };
