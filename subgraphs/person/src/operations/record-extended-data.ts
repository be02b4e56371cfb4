import { isDeepStrictEqual } from 'node:util';
import { ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { RecordExtendedDataInput } from '../__generated__/schema-types.ts';
import { assertExtendedDataVersion, type ExtendedData } from '../domain/extended-data.ts';
import type { CheckedData } from '../domain/extended-data-schemas.ts';
import { actingAreaOf, findWritablePerson, type LinkOperationParts } from './link-operation-parts.ts';

const isSame = (before: ExtendedData, { json, schemaVersion }: CheckedData): boolean =>
  before.schemaVersion === schemaVersion && isDeepStrictEqual(JSON.parse(before.json), JSON.parse(json));

/**
 * Records what the acting area alone holds of a person; it replaces what the area held. The same again makes no new version. Nothing tells of it:
 * no event, no search, no version of the person.
 * Source: person seed, "Flexibility to store 'extended' data"; access-model.md section 8.
 * @throws InputError BAD_USER_INPUT with all problems, also for an area without a schema, NOT_FOUND, VERSION_CONFLICT; AuthorityError FORBIDDEN (S4)
 * outside a restriction; DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const recordExtendedData = async (
  parts: LinkOperationParts,
  input: RecordExtendedDataInput,
  call: SignedCall,
): Promise<ExtendedData> => {
  const { expectedVersion = null } = input;
  const area = actingAreaOf(call);
  const problems = new ProblemCollector('input');
  const personId = await findWritablePerson(parts, input.personId, call);
  const checked = readData(parts, { area, data: input.data }, problems);
  const at = new Date(parts.now()).toISOString();
  for (;;) {
    const [before = null] = await parts.extendedData.findOfArea(area, [personId]);
    assertExtendedDataVersion(before, expectedVersion);
    if (before !== null && isSame(before, checked)) return before;
    const after: ExtendedData = {
      personId,
      area,
      ...checked,
      version: (before?.version ?? -1) + 1,
      createdAt: before?.createdAt ?? at,
      lastModifiedAt: at,
    };
    // When somebody else was faster, the next reading tells the version that is there now.
    if (await parts.extendedData.save(after)) return after;
  }
};

const readData = (
  { schemas }: LinkOperationParts,
  { area, data }: { readonly area: string; readonly data: unknown },
  problems: ProblemCollector,
): CheckedData => {
  if (!schemas.has(area)) {
    problems.add('data', 'INVALID_VALUE', 'Expected an acting area that has registered a schema for extended data; yours has none.');
  }
  problems.throwIfAny();
  const checked = schemas.check(area, data, problems);
  problems.throwIfAny();
  if (checked === null) throw new Error('Data was neither accepted nor refused.');
  return checked;
};
