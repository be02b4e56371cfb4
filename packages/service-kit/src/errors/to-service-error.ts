import { StoreUnavailableError, toStoreError } from '../store/store-errors.ts';
import { DefectError, DependencyError, ServiceError } from './service-error.ts';

/** The one funnel from unknown to known: errors of the stores become STORE_UNAVAILABLE, all else is a defect. Keeps `cause`. */
export const toServiceError = (error: unknown): ServiceError => {
  if (error instanceof ServiceError) return error;
  const storeError = toStoreError(error);
  return storeError instanceof StoreUnavailableError
    ? new DependencyError('STORE_UNAVAILABLE', 'The documents cannot be read or written now; nothing was changed.', { cause: storeError })
    : new DefectError(error);
};
