import type { IncomingHttpHeaders } from 'node:http';
import type { Subject } from '@resident-graph/policy';
import { IdentityError } from '@resident-graph/service-kit';
import type { GroupMapping } from './group-mapping.ts';
import { resolveSubject } from './resolve-subject.ts';
import type { VerifyCallerToken } from './verify-caller-token.ts';

/** Who calls, admitted for one request. */
export interface Caller {
  /** Null only for a question about the schema alone, in development. */
  readonly subject: Subject | null;
  readonly requestId: string;
  readonly correlationId: string;
}

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(', ') : value);

const bearer = /^Bearer ([\w.~+/=-]+)$/iu;

/** Reads token and acting headers of a request. @throws ServiceError when the request is refused as a whole */
export const createAuthenticate =
  (verify: VerifyCallerToken, mapping: GroupMapping) =>
  async (headers: IncomingHttpHeaders): Promise<Subject> => {
    const { authorization } = headers;
    if (authorization === undefined || authorization === '') {
      throw new IdentityError('missing', 'Expected a token in the header `Authorization: Bearer ...`.');
    }
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) throw new IdentityError('malformed', 'Expected the header `Authorization: Bearer` with a token.');
    return resolveSubject(
      await verify(token),
      {
        serviceArea: single(headers['x-service-area']),
        purpose: single(headers['x-purpose']),
        caseReference: single(headers['x-case-ref']),
      },
      mapping,
    );
  };
