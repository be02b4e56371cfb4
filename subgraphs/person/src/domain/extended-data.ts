import { InputError, versionConflict } from '@resident-graph/service-kit';

/** What one area alone holds of a person. */
export interface ExtendedData {
  readonly personId: string;
  /** The owning area; nobody else ever sees it. Source: access-model.md section 8. */
  readonly area: string;
  /** The object as JSON text. Kept as text, so that no store reads, indexes or alters what is inside. */
  readonly json: string;
  /** The version of the area's schema that it was checked against. */
  readonly schemaVersion: number;
  readonly version: number;
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

/** What names extended data on the record of looks. */
export const extendedDataIdOf = ({ personId, area }: Pick<ExtendedData, 'personId' | 'area'>): string => `${personId}:${area}`;

/** @throws InputError VERSION_CONFLICT unless the caller based the write on what is there; null stands for nothing */
export const assertExtendedDataVersion = (before: Pick<ExtendedData, 'version'> | null, expectedVersion: number | null): void => {
  const currentVersion = before?.version ?? null;
  if (currentVersion === expectedVersion) return;
  if (currentVersion !== null && expectedVersion !== null) throw versionConflict(expectedVersion, currentVersion);
  throw new InputError(
    'VERSION_CONFLICT',
    currentVersion === null
      ? 'The area holds nothing yet. Leave `expectedVersion` out to record the first data.'
      : `The area holds data at version ${currentVersion}. Read it and repeat the change with its version in \`expectedVersion\`.`,
    { expectedVersion, currentVersion },
  );
};
