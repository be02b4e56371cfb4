import { StartError } from '@resident-graph/service-kit';

/** Why an import cannot go on. Row problems are never errors: they are reported and the import continues. */
export type ImportErrorCode =
  | 'REGISTER_UNREADABLE'
  | 'HEADER_MISSING'
  | 'HEADER_UNKNOWN'
  | 'MAPPING_INVALID'
  | 'OPTIONS_INVALID'
  | 'REJECTS_UNWRITABLE'
  | 'BATCH_FAILED'
  | 'INTERRUPTED';

/** Stops an import. The message says what was expected, what came and what to do; it never repeats a value of the register. */
export class ImportError extends StartError {
  readonly code: ImportErrorCode;

  constructor(code: ImportErrorCode, message: string, options?: ErrorOptions) {
    super(code === 'BATCH_FAILED' ? 'unavailable' : 'configuration', message, options);
    this.name = 'ImportError';
    this.code = code;
  }
}

/** The system's own code of a failed file operation, such as `ENOENT`. */
export const systemCodeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown reason';
