import { isErrorCode } from '@resident-graph/schema';
import { ServiceError } from '@resident-graph/service-kit';

/** An error as far as its code goes. */
interface CodedError {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  readonly originalError?: unknown;
}

/** The codes of errors, those of the table only; anything else is told as OTHER, because a text could hold a value. */
export const codesOf = (errors: readonly CodedError[] | undefined): readonly string[] =>
  (errors ?? []).slice(0, 100).map(({ extensions, originalError }) => {
    const code = originalError instanceof ServiceError ? originalError.code : extensions?.['code'];
    return isErrorCode(code) ? code : 'OTHER';
  });
