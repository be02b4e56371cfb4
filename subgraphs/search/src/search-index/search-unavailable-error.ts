/** The index cannot answer now: its worker died, its file failed, or it is closed. A retry can help unless it is closed. */
export class SearchUnavailableError extends Error {
  override readonly name = 'SearchUnavailableError';

  constructor(reason: string, cause?: unknown) {
    super(`The search index is not available: ${reason}.`, { cause });
  }
}
